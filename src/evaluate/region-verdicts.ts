import { isAboutFindings } from './about-findings.ts';
import { groupByKey } from '../model/group-by-key.ts';
import { present } from '../model/loose.ts';
import type { Assessment, Case } from './assess.ts';
import { statusOf } from './assess.ts';
import { placeKey, type Place } from './place.ts';
import type { Reason } from './reason.ts';
import { looksOutside, type Tally } from './tally.ts';
import type { RegionVerdict } from './verdict.ts';

/** Judges each Region apart. */
export function regionVerdicts(input: Case, assessment: Assessment): RegionVerdict[] {
  const talliesByPlace = groupByKey(input.tallies, ({ place }) => placeKey(place));
  const reasonsByAccount = groupByKey(assessment.apart, ({ account }) => account);
  return input.places.map((place) => {
    const tallies = talliesByPlace.get(placeKey(place)) ?? [];
    const outside = tallies.filter(({ evidence }) => looksOutside(evidence));
    const reasons = (reasonsByAccount.get(place.account) ?? []).filter((reason) => concerns(reason, place));
    const { record } = place;
    return {
      partition: place.partition,
      account: place.account,
      region: place.region,
      status: place.disabled ? 'NOT_APPLICABLE' : statusOf(reasons),
      coverage: coverageOf(place, assessment, reasons),
      zones: assessment.coverage.get(place)?.zones ?? [],
      ...present({ collectedAt: record?.collectedAt, oldestReadAt: record?.oldestReadAt }),
      activeFindings: sum(tallies, ({ active }) => active),
      errorFindings: sum(outside, ({ errorCount }) => errorCount),
      archivedFindings: sum(outside, (tally) => assessment.hidden.byAnalyzer.get(tally) ?? 0),
      analyzers: tallies.map(analyzerVerdict),
      ...present({ problem: record?.problem }),
    };
  });
}

function analyzerVerdict({ active, evidence }: Tally): RegionVerdict['analyzers'][number] {
  const { analyzer, problem, state } = evidence;
  const { arn, createdAt, name, serviceLinked, status, type } = analyzer;
  return {
    ...{ arn, name, type, status, state, serviceLinked },
    ...present({ createdAt, activeFindings: active, problem }),
  };
}

/** A reason of the whole account that nothing could be read concerns each of its Regions; the reason is the place's account's. */
function concerns(reason: Reason, place: Place): boolean {
  return reason.region === place.region || (reason.region === undefined && isAboutReading(reason));
}

function isAboutReading({ code }: Reason): boolean {
  return code === 'credentials' || code === 'account-mismatch' || code === 'unknown-account';
}

function coverageOf(place: Place, assessment: Assessment, reasons: readonly Reason[]): RegionVerdict['coverage'] {
  if (place.disabled) return 'disabled';
  const coverage = assessment.coverage.get(place);
  if (coverage?.read === true && coverage.by !== 'none') return coverage.by === 'own' ? 'covered' : 'covered-by-owner';
  const gaps = reasons.filter(isGap);
  if (gaps.length > 0 && gaps.every(({ effect }) => effect === 'accepted')) return 'accepted';
  return coverage?.read === true ? 'not-covered' : 'unread';
}

/** Why a Region is not read or not covered, rather than what was found in it. */
function isGap({ code, effect }: Reason): boolean {
  return effect !== 'warning' && !isAboutFindings(code);
}

function sum(tallies: readonly Tally[], number: (tally: Tally) => number): number {
  return tallies.reduce((total, tally) => total + number(tally), 0);
}
