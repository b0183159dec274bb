import { LONGEST_TIMER_MS } from '../clients/until-aborted.ts';
import { checkOptions } from '../errors/check-options.ts';
import * as v from 'valibot';
import type { Clients } from '../clients/types.ts';
import { sleep } from '../clients/until-aborted.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import { resolvePolicy, type PolicyInput } from '../evaluate/resolve-policy.ts';
import type { VerdictDiff } from '../evaluate/verdict-diff.ts';
import type { Verdict } from '../evaluate/verdict.ts';
import { collectEvidence } from '../evidence/collect-evidence.ts';
import { collectSettings, type CollectEvidenceOptions } from '../evidence/collect-evidence-options.ts';
import type { Evidence } from '../model/evidence.ts';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { objectOf } from '../model/object-schema.ts';
import { callback, wholeNumber } from '../model/value-schemas.ts';
import { createPassComparer } from './compare-passes.ts';
import { changesOf, type WatchChange } from './watch-change.ts';

/** What to watch and how often. Everything else is as in {@link CollectEvidenceOptions}. */
export interface WatchFindingsOptions extends Omit<CollectEvidenceOptions, 'auditId' | 'detail' | 'sample'> {
  /**
   * Milliseconds from the start of one pass to the start of the next. A pass that takes longer is followed at once; two
   * never overlap. AWS itself notices a changed policy within 30 minutes.
   *
   * @defaultValue 900000
   */
  readonly intervalMs?: number | undefined;
  /** The policy that each pass is judged by. Default: `policies.strict`. */
  readonly policy?: PolicyInput | undefined;
  /** A verdict from before, so that the first pass has changes already. Without it the first pass only sets what is known. */
  readonly baseline?: Verdict | undefined;
  /** Told about each pass, also when nothing changed. What it throws ends the watching. */
  readonly onPass?: ((pass: WatchPass) => unknown) | undefined;
}

/** One reading of the account. */
export interface WatchPass {
  /** From 1 on. */
  readonly number: number;
  /** Of this pass alone, under the option `policy`. */
  readonly verdict: Verdict;
  /** With every ACTIVE finding that was read, never a sample, and an `auditId` of its own. */
  readonly evidence: Evidence;
  /** Against all that was known before. Absent on the first pass without a baseline. */
  readonly diff?: VerdictDiff;
}

const DEFAULT_INTERVAL_MS = 900_000;

const ownOptions = /* @__PURE__ */ schemaOf(() => {
  // A sample of the findings cannot tell what changed, and each pass is an audit of its own.
  const refused = v.optional(v.never('nothing: watching keeps every finding, and each pass is an audit of its own'));
  return objectOf({
    intervalMs: v.optional(
      v.pipe(
        wholeNumber(1, 'a whole number of milliseconds, at least 1'),
        v.maxValue(LONGEST_TIMER_MS, `at most ${LONGEST_TIMER_MS} milliseconds, the longest timer of Node`),
      ),
    ),
    onPass: v.optional(callback()),
    detail: refused,
    sample: refused,
    auditId: refused,
    baseline: v.optional(v.custom(isVerdict, 'a verdict, as evaluate gives it')),
  });
});

/**
 * Reads an account again and again and yields what changed: accesses that are new, changed, reopened, resolved, archived or
 * gone, and Regions that became unreadable (or readable again).
 *
 * An access counts as resolved or gone only when every Region and zone of trust where it was seen was completely read
 * again; until then it is `not-seen`, once. What was known is kept over passes that could not read it, so a Region that
 * comes back brings no false news.
 *
 * An audit lists what is open, so an access that ended is `gone`; `resolved` is said where AWS still shows it as RESOLVED. One that
 * comes back is `reopened`, as long as it is among the 10,000 that ended last.
 *
 * It goes on until the consumer stops or the signal is aborted, and never ends by itself: what AWS answers ends no pass. All
 * findings are kept in memory, those of two passes at a time; many passes take no more than few.
 *
 * IAM actions: `access-analyzer:GetFindingsStatistics`, `access-analyzer:ListAnalyzers`,
 * `access-analyzer:ListArchiveRules`, `access-analyzer:ListFindings`, `account:ListRegions`.
 *
 * @throws {@link InvalidInputError} at once for a wrong option; on a pull `signal.reason` on an abort, also between passes.
 *
 * @example
 * ```ts
 * for await (const change of watchFindings(clients, { intervalMs: 600_000, signal })) {
 *   if (change.kind === 'new') console.log('new:', change.access.resource, change.access.principal.text);
 *   if (change.kind === 'region') console.log(change.region, change.change);
 * }
 * ```
 */
export function watchFindings(
  clients: Clients,
  options: WatchFindingsOptions = {},
): AsyncGenerator<WatchChange, never, undefined> {
  checkOptions(options, 'options of watchFindings');
  const { baseline, intervalMs = DEFAULT_INTERVAL_MS, onPass, policy, ...reading } = options;
  parseWith(ownOptions, options, 'options of watchFindings');
  collectSettings(reading);
  resolvePolicy(policy);
  return passes(clients, { baseline, intervalMs, onPass, policy, reading });
}

interface Watching extends Pick<WatchFindingsOptions, 'baseline' | 'onPass' | 'policy'> {
  readonly intervalMs: number;
  readonly reading: CollectEvidenceOptions;
}

async function* passes(
  clients: Clients,
  { baseline, intervalMs, onPass, policy, reading }: Watching,
): AsyncGenerator<WatchChange, never, undefined> {
  const comparer = createPassComparer(baseline);
  for (let number = 1; ; number += 1) {
    const started = performance.now();
    const evidence = await collectEvidence(clients, reading);
    const verdict = evaluate(evidence, policy);
    const diff = comparer.compare(verdict);
    await onPass?.({ number, verdict, evidence, ...(diff === undefined ? {} : { diff }) });
    if (diff !== undefined) yield* changesOf(diff);
    await sleep(Math.max(0, intervalMs - (performance.now() - started)), reading.signal);
  }
}

function isVerdict(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'ruleId' in value && 'accesses' in value && 'regions' in value;
}
