import type { Verdict } from '../../src/evaluate/verdict.ts';
import type { Draw } from './draw.ts';
import { expectStatus, openInTruth } from './expect-status.ts';
import { problemsAmiss } from './expect-problems.ts';
import type { Outcome } from './run-draw.ts';
import { openFindings, type ServedFinding } from './wire-reading.ts';

/** Policies that judge as `strict` does but for what they name. The others are lax by design: for them the strict status is checked. */
const HONEST = new Set(['strict', 'account-zone', 'organization-zone', 'exception', 'expired-exception']);

/** Everything that is wrong with what a draw came to; empty when every law holds. */
export function violations(draw: Draw, outcome: Outcome): string[] {
  const { detail, policy } = draw.options;
  const { verdict } = outcome;
  return [
    ...statusAmiss('strictStatus', verdict, expectStatus(draw, outcome, { detail, policy: 'strict' }), draw),
    ...(HONEST.has(policy)
      ? statusAmiss('status', verdict, expectStatus(draw, outcome, { detail, policy }), draw)
      : []),
    ...falsePass(draw, outcome),
    ...lostFindings(draw, outcome),
    ...inventedFindings(outcome),
    ...problemsAmiss(draw, outcome),
    ...timeAmiss(draw, outcome),
  ];
}

function statusAmiss(
  member: 'status' | 'strictStatus',
  verdict: Verdict,
  { allowed, why }: ReturnType<typeof expectStatus>,
  draw: Draw,
): string[] {
  // With a policy of its own the strict status is the policy's.
  if (member === 'strictStatus' && HONEST.has(draw.options.policy) && draw.options.policy !== 'strict') return [];
  const is = verdict[member];
  if (allowed.includes(is)) return [];
  const reasons = verdict.reasons.map(({ code, effect }) => `${effect} ${code}`).join(', ');
  return [
    `${member} is ${is} and must be ${allowed.join(' or ')} (${why.join('; ') || 'nothing stands against it'}); reasons: ${reasons}`,
  ];
}

/** The law itself, from the ground truth alone. */
function falsePass(draw: Draw, { verdict }: Outcome): string[] {
  if (!HONEST.has(draw.options.policy) || draw.options.policy === 'exception' || verdict.status !== 'PASS') return [];
  const open = openInTruth(draw);
  return open.length === 0 ? [] : [`PASS although ${open.length} findings are open: ${open.slice(0, 3).join(', ')}`];
}

/** Every open finding that was served is in the verdict: among the accesses, or where they are only counted, counted. */
function lostFindings(draw: Draw, { passes, verdict }: Outcome): string[] {
  const served = openFindings(passes);
  const counted = new Map<string, number>();
  for (const { analyzers } of verdict.regions) {
    for (const { activeFindings, arn } of analyzers) counted.set(arn, (counted.get(arn) ?? 0) + activeFindings);
  }
  // Numbers do not say which findings they count: of several audits that only counted, the largest number is all that can be kept.
  const rounds = draw.options.detail === 'counts' ? passes.map((pass) => [pass]) : [passes];
  const amiss = rounds.flatMap((round) => tooFewCounted(openFindings(round), counted));
  if (draw.options.detail === 'counts') return amiss;
  const shown = new Set<string>();
  for (const { sightings } of verdict.accesses) {
    for (const { analyzer, findingId, status } of sightings) {
      if (status === 'ACTIVE')
        shown.add(`${analyzer} ${findingId.startsWith('unidentified:') ? 'unidentified' : findingId}`);
    }
  }
  const missing = served.filter(({ arn, id }) => !shown.has(`${arn} ${id ?? 'unidentified'}`));
  return [
    ...amiss,
    ...missing.map(({ arn, id }) => `${arn}: the open finding ${id ?? 'without an id'} was served and is in no access`),
  ];
}

function tooFewCounted(served: readonly ServedFinding[], counted: ReadonlyMap<string, number>): string[] {
  const byAnalyzer = new Map<string, ServedFinding[]>();
  for (const finding of served) byAnalyzer.set(finding.arn, [...(byAnalyzer.get(finding.arn) ?? []), finding]);
  return [...byAnalyzer].flatMap(([arn, findings]) => {
    const known = new Set(findings.flatMap(({ id }) => id ?? [])).size;
    const least = known === 0 ? 1 : known;
    return (counted.get(arn) ?? 0) >= least
      ? []
      : [`${arn}: ${findings.length} open findings were served, ${counted.get(arn) ?? 0} are counted`];
  });
}

/** Nothing is in the verdict that was not served. */
function inventedFindings({ passes, verdict }: Outcome): string[] {
  const served = new Set<string>();
  for (const { wire } of passes) {
    for (const { input, items } of wire.calls) {
      for (const { id } of items)
        served.add(`${String(input['analyzerArn'])} ${typeof id === 'string' ? id : 'unidentified'}`);
    }
  }
  return verdict.accesses
    .flatMap(({ sightings }) => sightings)
    .map(
      ({ analyzer, findingId }) => `${analyzer} ${findingId.startsWith('unidentified:') ? 'unidentified' : findingId}`,
    )
    .filter((sighting) => !served.has(sighting))
    .map((sighting) => `${sighting} was never served`);
}

/** What one request may cost at most: its own time, the longest back-off, and the longest `Retry-After` that is waited for. */
const MOST_PER_REQUEST_MS = 30_000 + 20_000 + 60_000;
const HOUR = 3_600_000;

function timeAmiss(draw: Draw, { elapsedMs, requests, timersLeft, passes }: Outcome): string[] {
  const between = draw.passes.reduce((sum, { hoursLater }) => sum + hoursLater * HOUR, 0);
  const limit = between + (requests + 1) * MOST_PER_REQUEST_MS;
  const amiss: string[] = [];
  if (elapsedMs > limit) amiss.push(`took ${elapsedMs} ms for ${requests} requests, more than ${limit}`);
  if (timersLeft > 0) amiss.push(`${timersLeft} timers are still set`);
  for (const { wire } of passes) {
    const asked = new Map<string, number>();
    // A slice that is throttled is asked for again with fewer at once, until it is alone.
    const rounds = draw.options.partition === 'auto' ? 8 : 2;
    // The clients of several accounts may turn out to be one account's.
    const most = rounds * draw.accounts.length;
    for (const { account, attempts, input, operation, region } of wire.calls) {
      const key = JSON.stringify([account, region, operation, input]);
      asked.set(key, (asked.get(key) ?? 0) + 1);
      if (attempts.length > draw.options.maxAttempts) {
        amiss.push(`${operation} in ${region} was sent ${attempts.length} times`);
      }
    }
    for (const [call, times] of asked) if (times > most) amiss.push(`${call} was made ${times} times`);
  }
  return amiss;
}
