import { isAboutFindings } from '../../evaluate/about-findings.ts';
import type { Verdict } from '../../evaluate/verdict.ts';
import { textOf } from '../../model/loose.ts';
import { oldestRead } from '../../model/oldest-read.ts';
import type { doubtsAbout } from './earlier-results.ts';
import type { SarifProperties, SarifResult, StoredSighting } from './sarif-log.ts';
import { RULE_IDS } from './sarif-rules.ts';

interface Said {
  /** Of the verdict. */
  readonly doubts: ReturnType<typeof doubtsAbout>;
  /** What failed before. */
  readonly earlier: readonly SarifResult[];
  /** What this verdict says beside its accesses. */
  readonly said: readonly SarifResult[];
}

/** What failed before and was no access that is listed, is not said again, and is not proven to be over. */
export function unprovenFailures(verdict: Verdict, { doubts, earlier, said }: Said): SarifResult[] {
  const regions = new Map(verdict.regions.map((region) => [placeKey(region.account, region.region), region]));
  const accounts = new Set<unknown>(verdict.scope.accounts.map(({ account }) => account));
  const now = new Set(said.map(fingerprintOf));

  const isOver = (result: SarifResult): boolean => {
    const { ruleId, properties } = result;
    const { account, code, readAt, region: name } = properties;
    if (name === undefined) return verdict.complete && accounts.has(account);
    const region = regions.get(placeKey(account, name));
    if (region === undefined) return false;
    const { coverage } = region;
    const readNow = oldestRead(region);
    // Canonical time stamps compare as texts.
    if (readNow !== undefined && readAt !== undefined && readNow < readAt) return false;
    const isArchived = ruleId === RULE_IDS[2] || code === 'archived-public';
    if (!isArchived && !isAboutFindings(code)) return coverage !== 'unread' && coverage !== 'accepted';
    // What findings show is over where an access would be gone. How many are open is known where only a sample was kept, too.
    const unproven = doubts(result, [seenAt(properties)]).filter(({ reason }) => reason !== 'sampled');
    return unproven.length === 0 && (!isArchived || verdict.summary.hidden.complete);
  };

  return earlier
    .filter((result) => !now.has(fingerprintOf(result)) && !isOver(result))
    .map((result) => ({ ...result, baselineState: 'unchanged' }));
}

/** Where findings showed a failure, as the sighting that one of them would be. */
function seenAt({ account, region, analyzer, findingId, ...seen }: SarifProperties): StoredSighting {
  const { readAt, zoneOfTrust, analyzerCreatedAt } = seen;
  return {
    account: textOf(account) ?? '',
    region: textOf(region) ?? '',
    analyzer: textOf(analyzer) ?? '',
    findingId: textOf(findingId) ?? '',
    status: 'UNKNOWN',
    fingerprint: '',
    ...(readAt === undefined ? {} : { readAt }),
    ...(zoneOfTrust === undefined ? {} : { zoneOfTrust }),
    ...(analyzerCreatedAt === undefined ? {} : { analyzerCreatedAt }),
  };
}

function fingerprintOf({ partialFingerprints }: SarifResult): string {
  return JSON.stringify(partialFingerprints);
}

function placeKey(account: unknown, region: unknown): string {
  return JSON.stringify([account, region]);
}
