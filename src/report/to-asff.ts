import { checkOptions } from '../errors/check-options.ts';
import { compareBy, sortedUnique } from '../model/compare.ts';
import { groupByKey } from '../model/group-by-key.ts';
import { partitionById, partitionOf } from '../model/partitions.ts';
import { hiddenIn } from '../evaluate/hidden-in.ts';
import { proofOfAbsence } from '../evaluate/proof-of-absence.ts';
import { stands } from '../evaluate/stands.ts';
import type { Access, Verdict } from '../evaluate/verdict.ts';
import { accountsWithoutRegions } from './accounts-without-regions.ts';
import type { AsffBatch, AsffFinding } from './asff/asff-finding.ts';
import { asffFindings, type AsffRegion } from './asff/asff-findings.ts';
import { checkVerdict } from './check-verdict.ts';
import {
  earlierAccesses,
  earlierRegions,
  placesOfAccess,
  type AccessPlace,
  type EarlierAccess,
  type PreviousVerdicts,
} from './earlier-accesses.ts';
import { reportTime } from './report-time.ts';
import { streamParts, writeParts, type ReportWriter, type StreamOptions } from './report-writer.ts';

/** Options of {@link toAsff}. */
export interface ToAsffOptions {
  /**
   * The verdict that was imported last, or several: what stood in one of them and is proven gone is written with `RecordState`
   * `ARCHIVED`. What nothing proves gone is not written at all, so that Security Hub keeps it as it is. It also tells which
   * Regions an account has that could not be read this time: the verdict on them in Security Hub is no longer true.
   */
  readonly previous?: PreviousVerdicts | undefined;
  /**
   * The time of the audit (ISO 8601), used where nothing tells when a Region was read. Say it when the verdict holds older reads (of a
   * resumed audit, say): Security Hub passes over what is older than what it has.
   *
   * @defaultValue the newest read of the verdict
   */
  readonly at?: string | undefined;
}

const MOST = 100;
const MOST_BYTES = 240_000;
/** The braces, the member's name and the list of a request. */
const ENVELOPE = 64;

/**
 * The verdict in the AWS Security Finding Format, in batches for `importToSecurityHub`: for each Region one finding with
 * the verdict on it, whose `ProductFields` carry the numbers that every format shows, and for each access and place where it was
 * seen one finding, `access-analyzer-kit/{account}/{region}/{accessId}` under the default product, with AWS's own record in
 * `RelatedFindings`. The account is the one whose credentials read: Security Hub takes an account's findings from it alone.
 *
 * An account of which no Region is known (its role could not be assumed, say) has a finding all the same, as the verdict on the
 * Region that answers for the partition's global services (`us-east-1`), and one for each Region that `previous` knows of
 * it. They are `NOT_AVAILABLE` (`FAILED` where the policy fails what is unreadable), so that no `PASSED` of an earlier import stays.
 *
 * `Workflow` is never written. `RecordState` is `ARCHIVED` only where a complete read of the same account, Region and zone of
 * trust proves that the access does not stand there any more, or AWS says so of it in such a read.
 *
 * AWS has an integration of its own that imports external access findings, one a resource. Turn one of the two off.
 *
 * @throws `InvalidInputError` for what is no verdict, for a verdict of an unknown account, and when nothing was read and
 * `at` is missing.
 *
 * @example
 * ```ts
 * const hub = (region: string) => new SecurityHubClient(clients.clientConfig(region));
 * const { failed } = await importToSecurityHub(hub, toAsff(verdict, { previous }));
 * ```
 */
export function toAsff(verdict: Verdict, options: ToAsffOptions = {}): AsffBatch[] {
  return writeParts(asffWriter(verdict, options), verdict.accesses).sort(
    compareBy<AsffBatch>(
      ({ account }) => account,
      ({ region }) => region,
    ),
  );
}

/**
 * {@link toAsff} batch by batch, for a verdict of any size: in memory is one batch for each account and Region, and what
 * `previous` holds.
 *
 * @throws `InvalidInputError` as {@link toAsff}.
 *
 * @example
 * ```ts
 * const hub = (region: string) => new SecurityHubClient(clients.clientConfig(region));
 * const { imported } = await importToSecurityHub(hub, streamAsff(verdict, { previous }));
 * ```
 */
export function streamAsff(
  verdict: Verdict,
  options: ToAsffOptions & StreamOptions = {},
): AsyncGenerator<AsffBatch, void> {
  return streamParts(asffWriter(verdict, options), options.accesses ?? verdict.accesses);
}

interface OpenBatch {
  readonly account: string;
  readonly region: string;
  findings: AsffFinding[];
  bytes: number;
}

function asffWriter(verdict: Verdict, options: ToAsffOptions): ReportWriter<AsffBatch> {
  checkVerdict(verdict, 'verdict');
  checkOptions(options, 'options of toAsff');
  const { previous, at } = options;
  const earlier = earlierAccesses(previous, verdict);
  const make = asffFindings(verdict, verdict.scope.accounts.length === 0 ? '' : timeOfUnread(verdict, at));
  const unproven = proofOfAbsence(verdict, verdict, { later: true });
  const batches = new Map<string, OpenBatch>();
  const told = new Set<string>();

  /** Puts a finding into its place's batch, and gives the batch away that it does not fit into. */
  const add = function* (
    { account, region }: AccessPlace | Pick<AccessPlace, 'account' | 'region'>,
    finding: AsffFinding,
  ): Generator<AsffBatch> {
    const key = JSON.stringify([account, region]);
    const batch = batches.get(key) ?? { account, region, findings: [], bytes: ENVELOPE };
    batches.set(key, batch);
    const bytes = Buffer.byteLength(JSON.stringify(finding)) + 1;
    if (batch.findings.length >= MOST || (batch.findings.length > 0 && batch.bytes + bytes > MOST_BYTES)) {
      yield closeBatch(batch);
      batch.findings = [];
      batch.bytes = ENVELOPE;
    }
    batch.findings.push(finding);
    batch.bytes += bytes;
  };

  return {
    *head() {
      for (const region of verdict.regions) {
        if (region.coverage !== 'disabled') yield* add(region, make.ofRegion(region));
      }
      for (const region of unreadRegions(verdict, previous)) yield* add(region, make.ofRegion(region));
    },
    *item(access) {
      const before = earlier.get(access.accessId) ?? [];
      for (const place of placesOfAccess(access)) {
        const open = stands(place);
        // Archived or resolved here, by a read that nothing casts doubt on.
        if (!open && (unproven(place).length > 0 || !isSettled(before, place))) continue;
        if (before.length > 0) told.add(placeKey(access, place));
        yield* add(place, make.ofAccess(access, place, open ? 'ACTIVE' : 'ARCHIVED'));
      }
    },
    *tail() {
      const hidden = hiddenIn(verdict);
      for (const before of earlier.values()) {
        for (const { access } of before) {
          for (const place of placesOfAccess(access)) {
            const key = placeKey(access, place);
            if (!stands(place) || told.has(key)) continue;
            told.add(key);
            if (!isSettled(before, place)) continue;
            const fate = hidden.shows({ ...access, sightings: place.sightings }) ? 'archived' : 'gone';
            yield* add(place, make.ofAccess(access, place, 'ARCHIVED', fate));
          }
        }
      }
      for (const batch of batches.values()) if (batch.findings.length > 0) yield closeBatch(batch);
    },
  };
}

/** What the caller says comes first: what else was read, and merged into the audit, may be older than the last import. */
function timeOfUnread({ asOf }: Verdict, at: string | undefined): string {
  return reportTime({ asOf: at === undefined ? asOf : {} }, at, 'options of toAsff');
}

/**
 * The Regions for accounts that have none in the verdict: one that every account has, and those that are known from before.
 * They have the ids of any other time, so that the next read of the account puts them right.
 */
function unreadRegions(verdict: Verdict, previous: PreviousVerdicts | undefined): AsffRegion[] {
  const accounts = accountsWithoutRegions(verdict);
  if (accounts.length === 0) return [];
  const earlier = groupByKey(earlierRegions(previous), ({ account }) => account);
  return accounts.flatMap(({ account, partition, disabled }) => {
    const known = (earlier.get(account) ?? []).map(({ region }) => region);
    const fails = verdict.reasons.some(
      (reason) => reason.account === account && reason.region === undefined && reason.effect === 'FAIL',
    );
    return sortedUnique([partitionById(partition).globalRegion, ...known])
      .filter((region) => !disabled.includes(region))
      .map((region) => ({ account, region, status: fails ? 'FAIL' : 'UNKNOWN', coverage: 'unread' }));
  });
}

/** Whether everything that saw it standing at this place leaves no doubt that it does not stand there any more. */
function isSettled(before: readonly EarlierAccess[], { account, region }: AccessPlace): boolean {
  return before.every(({ access, doubts }) => {
    const here = access.sightings.filter((sighting) => sighting.account === account && sighting.region === region);
    return doubts({ sightings: here }).length === 0;
  });
}

function closeBatch({ account, region, findings }: OpenBatch): AsffBatch {
  return { partition: partitionOf(region).id, account, region, findings };
}

function placeKey({ accessId }: Access, { account, region }: AccessPlace): string {
  return JSON.stringify([accessId, account, region]);
}
