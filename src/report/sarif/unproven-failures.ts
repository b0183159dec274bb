import { isAboutFindings } from '../../evaluate/about-findings.ts';
import type { Verdict } from '../../evaluate/verdict.ts';
import type { SarifResult } from './sarif-log.ts';
import { RULE_IDS } from './sarif-rules.ts';

/** What failed before and was no access that is listed, is not said again, and is not proven to be over. */
export function unprovenFailures(
  verdict: Verdict,
  earlier: readonly SarifResult[],
  said: readonly SarifResult[],
): SarifResult[] {
  const regions = new Map(verdict.regions.map((region) => [placeKey(region.account, region.region), region]));
  const accounts = new Set<unknown>(verdict.scope.accounts.map(({ account }) => account));
  const now = new Set(said.map(fingerprintOf));

  const isOver = ({ ruleId, properties }: SarifResult): boolean => {
    const { account, code, readAt, region: name, zoneOfTrust } = properties;
    if (name === undefined) return verdict.complete && accounts.has(account);
    const region = regions.get(placeKey(account, name));
    if (region === undefined) return false;
    const { collectedAt, coverage, oldestReadAt = collectedAt, zones } = region;
    // Canonical time stamps compare as texts.
    if (oldestReadAt !== undefined && readAt !== undefined && oldestReadAt < readAt) return false;
    const isArchived = ruleId === RULE_IDS[2] || code === 'archived-public';
    if (!isArchived && !isAboutFindings(code)) return coverage !== 'unread' && coverage !== 'accepted';
    // What findings show: without an analyzer that looks there is none to be seen, which proves nothing.
    if (coverage !== 'covered' && coverage !== 'covered-by-owner') return false;
    return zones.some((zone) => zone === zoneOfTrust) && (!isArchived || verdict.summary.hidden.complete);
  };

  return earlier
    .filter((result) => !now.has(fingerprintOf(result)) && !isOver(result))
    .map((result) => ({ ...result, baselineState: 'unchanged' }));
}

function fingerprintOf({ partialFingerprints }: SarifResult): string {
  return JSON.stringify(partialFingerprints);
}

function placeKey(account: unknown, region: unknown): string {
  return JSON.stringify([account, region]);
}
