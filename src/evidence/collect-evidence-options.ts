import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf, type Schema } from '../model/schema.ts';
import { strictObjectOf } from '../model/object-schema.ts';
import { abortSignal, accountId, callback, nonEmptyText, wholeNumber } from '../model/value-schemas.ts';
import { listRegions } from '../regions/list-regions.ts';
import type { CollectEvidenceProgress } from './progress.ts';

/** What to read of an account, and how much of it to keep. */
export interface CollectEvidenceOptions {
  /**
   * `enabled`: every Region that the account has enabled. A list: those alone, which the verdict says.
   *
   * @defaultValue 'enabled'
   */
  readonly regions?: 'enabled' | readonly string[] | undefined;
  /**
   * `external`: analyzers of unused and internal access are listed and their findings left alone (`skipped`). `all`: read
   * them too. An analyzer of a type that this release does not know is always read: it may look outside.
   *
   * @defaultValue 'external'
   */
  readonly analyzers?: 'external' | 'all' | undefined;
  /**
   * `findings`: keep every ACTIVE finding. `counts`: count them and keep a sample, so that memory does not grow with their
   * number.
   *
   * @defaultValue 'findings'
   */
  readonly detail?: 'findings' | 'counts' | undefined;
  /**
   * With `detail: 'counts'`: how many findings of each analyzer to keep, and as many archived ones. The worst are kept:
   * external before error findings before others, public before the rest; of equals those that sort first by id.
   *
   * @defaultValue 100
   */
  readonly sample?: number | undefined;
  /**
   * Whether to read what is hidden too: archived findings, counted, and archive rules. What of it cannot be read never turns a verdict
   * UNKNOWN; a finding that is listed there as anything but archived counts as any other.
   *
   * @defaultValue true
   */
  readonly suppressed?: boolean | undefined;
  /**
   * Whether to hold an analyzer without findings against GetFindingsStatistics. Where that counts ACTIVE ones, all findings are
   * listed once more without a filter; if there is still none, the analyzer is `partial` (`counts-disagree`). The statistics
   * are an aggregate that AWS refreshes now and then, so this can doubt a list that is right. When they cannot be read, or
   * were never computed, they say nothing. Default: only analyzers that were read in slices (`partition`).
   */
  readonly crossCheck?: boolean | undefined;
  /**
   * `auto`: an analyzer whose findings fill more than one page is read in several slices at once, as `iterateFindings` does
   * it. For analyzers of many thousand findings: small ones are read in fewer requests without it, and it relies on how the
   * service filters, which AWS documents in part only.
   *
   * @defaultValue false
   */
  readonly partition?: 'auto' | false | undefined;
  /** Twelve digits. When the credentials turn out to be of another account nothing is read (`account-mismatch`). */
  readonly expectedAccount?: string | undefined;
  /**
   * One id for all parts of one audit, so that they can be merged.
   *
   * @defaultValue a random UUID
   */
  readonly auditId?: string | undefined;
  /** Told how far reading is. What it throws is ignored: a progress bar must not cost the evidence. */
  readonly onProgress?: ((progress: CollectEvidenceProgress) => unknown) | undefined;
  /**
   * After an abort `collectEvidence` returns nothing of what was read. Records that `iterateEvidence` gave before are
   * whole.
   */
  readonly signal?: AbortSignal | undefined;
}

/** The options with their defaults. */
export interface CollectSettings {
  readonly regions: 'enabled' | readonly string[];
  readonly analyzers: 'external' | 'all';
  readonly detail: 'findings' | 'counts';
  /** `Infinity` when every finding is kept. */
  readonly sample: number;
  readonly suppressed: boolean;
  /** `slices`: what was read in slices. */
  readonly crossCheck: boolean | 'slices';
  readonly partition: 'auto' | false;
  readonly expectedAccount: string | undefined;
  readonly auditId: string;
  readonly onProgress: ((progress: CollectEvidenceProgress) => unknown) | undefined;
  readonly signal: AbortSignal | undefined;
  /** Asks for the account's Regions. Whoever reads an account in several tasks asks once for all of them. */
  readonly listRegions: typeof listRegions;
}

const DEFAULT_SAMPLE = 100;

/** A Region becomes a label of a host name. */
const REGION = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const schema: Schema<CollectEvidenceOptions> = /* @__PURE__ */ schemaOf(() => {
  const region = v.pipe(v.string(), v.regex(REGION, 'a Region name such as "eu-central-1"'));
  const regions = v.pipe(v.array(region), v.minLength(1, 'at least one Region'));
  const members = strictObjectOf({
    regions: v.optional(
      v.union([v.literal('enabled'), regions], 'the word "enabled" or a list of at least one Region name'),
    ),
    analyzers: v.optional(v.picklist(['external', 'all'])),
    detail: v.optional(v.picklist(['findings', 'counts'])),
    sample: v.optional(wholeNumber(0, 'a whole number, 0 or more')),
    suppressed: v.optional(v.boolean()),
    crossCheck: v.optional(v.boolean()),
    partition: v.optional(v.union([v.literal('auto'), v.literal(false)], '"auto" or false')),
    expectedAccount: v.optional(accountId()),
    auditId: v.optional(nonEmptyText()),
    onProgress: v.optional(callback<(progress: CollectEvidenceProgress) => unknown>()),
    signal: v.optional(abortSignal()),
  });
  return v.pipe(
    members,
    v.forward(
      v.check(
        ({ detail, sample }) => sample === undefined || detail === 'counts',
        "nothing, since without detail: 'counts' every finding is kept",
      ),
      ['sample'],
    ),
  );
});

/**
 * Checks the options and fills in the defaults. An option that does not exist is refused: a misspelt one would
 * silently change what the verdict is a verdict of.
 *
 * @throws {@link InvalidInputError}
 */
export function collectSettings(
  options: CollectEvidenceOptions,
  subject = 'options of collectEvidence',
): CollectSettings {
  const given = parseWith(schema, options, subject);
  const detail = given.detail ?? 'findings';
  return {
    regions: given.regions ?? 'enabled',
    analyzers: given.analyzers ?? 'external',
    detail,
    sample: detail === 'findings' ? Number.POSITIVE_INFINITY : (given.sample ?? DEFAULT_SAMPLE),
    suppressed: given.suppressed ?? true,
    crossCheck: given.crossCheck ?? 'slices',
    partition: given.partition ?? false,
    expectedAccount: given.expectedAccount,
    auditId: given.auditId ?? randomUUID(),
    onProgress: given.onProgress,
    signal: given.signal,
    listRegions,
  };
}
