import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { compareBy, compareStrings } from '../model/compare.ts';
import type { RegionEvidence, Scope } from '../model/evidence.ts';
import { mergeScopes } from '../model/merge-scopes.ts';
import { oldestRead } from '../model/oldest-read.ts';
import { joinAccesses } from './accesses.ts';
import { assess, type Assessment, type Case } from './assess.ts';
import { createGrantReader } from './grant-reader.ts';
import { accountKey, placeKey, placesOf, uniqueScopes } from './place.ts';
import { policies } from './policies.ts';
import type { Policy } from './policy.ts';
import { policyResults } from './policy-results.ts';
import type { Reason } from './reason.ts';
import { regionVerdicts } from './region-verdicts.ts';
import { judgesLike, resolvePolicy, type PolicyInput } from './resolve-policy.ts';
import { rule } from './rule.ts';
import { scopeOfVerdict } from './scope-of-verdict.ts';
import { summarize } from './summarize.ts';
import { looksOutside, tallyAnalyzer } from './tally.ts';
import { VERDICT_SCHEMA, type ErrorFinding, type Verdict } from './verdict.ts';
import { zoneOfVerdict } from './zone-of-verdict.ts';

/** Judges evidence as it comes in. */
export interface Evaluator {
  /** Takes what was to be read of one account; scopes of one account are joined, as the parts of an audit tell them. */
  addScope(scope: Scope): void;
  /**
   * Takes the record of one Region.
   *
   * @throws {@link AccessAnalyzerKitError} `EVIDENCE_CONFLICT` when there is another record of that Region already.
   */
  add(record: RegionEvidence): void;
  /** The verdict over what was added so far. Regions of the scopes without a record are `not-collected`. */
  finish(): Verdict;
}

/** Options of {@link createEvaluator}. */
export interface CreateEvaluatorOptions {
  /** Shown in the verdict. */
  readonly auditId?: string | undefined;
}

/**
 * The fold behind {@link evaluate}, for streams: add the records of `iterateEvidence` as they come, in any order.
 * Pure: it reads no clock and changes nothing that it is given.
 *
 * @throws {@link InvalidInputError} for a policy that is none.
 *
 * @example
 * ```ts
 * const evaluator = createEvaluator(evidence.scopes);
 * for (const record of evidence.regions) evaluator.add(record);
 * console.log(evaluator.finish().status);
 * ```
 */
export function createEvaluator(
  scopes: readonly Scope[],
  policy?: PolicyInput,
  { auditId }: CreateEvaluatorOptions = {},
): Evaluator {
  const resolved = resolvePolicy(policy);
  const known = new Map(uniqueScopes(scopes).map((scope) => [accountKey(scope), scope]));
  const records = new Map<string, RegionEvidence>();
  return {
    addScope(scope) {
      const key = accountKey(scope);
      const other = known.get(key);
      known.set(key, (other === undefined ? undefined : mergeScopes([other, scope])[0]) ?? scope);
    },
    add(record) {
      const key = placeKey(record);
      if (records.has(key)) {
        throw new AccessAnalyzerKitError(
          'EVIDENCE_CONFLICT',
          `Two records of Region ${record.region} of account ${record.account}: join the parts of an audit with mergeEvidence first.`,
        );
      }
      records.set(key, record);
    },
    finish: () => judge([...known.values()], records, resolved, auditId),
  };
}

function judge(
  scopes: readonly Scope[],
  records: ReadonlyMap<string, RegionEvidence>,
  policy: Policy,
  auditId: string | undefined,
): Verdict {
  const input = openCase(scopes, records);
  const own = assess(input, policy);
  const strict = judgesLike(policy, policies.strict) ? own : assess(input, policies.strict);
  const regions = regionVerdicts(input, own);
  const results = policyResults(input, own, regions, policy);
  const accesses = joinAccesses(own.sightings, input);
  const { status, reasons } = withoutResult(own, results.length === 0, scopes);
  const summary = summarize(input, own, accesses, policy);
  return {
    schema: VERDICT_SCHEMA,
    ...(auditId === undefined ? {} : { auditId }),
    ruleId: rule.id,
    title: rule.title,
    riskLevel: rule.riskLevel,
    policy,
    status,
    strictStatus: strict.status,
    complete: summary.regions.unread === 0 && isComplete(reasons) && isComplete(strict.reasons),
    scope: scopeOfVerdict(input, own),
    zoneOfTrust: zoneOfVerdict(input, own, policy),
    asOf: {
      ...(input.oldest === undefined ? {} : { oldest: input.oldest }),
      ...(input.newest === undefined ? {} : { newest: input.newest }),
    },
    summary,
    reasons,
    regions,
    results,
    accesses,
    errorFindings: errorFindings(input),
    suppressed: own.hidden.suppressed,
  };
}

function openCase(scopes: readonly Scope[], records: ReadonlyMap<string, RegionEvidence>): Case {
  const places = placesOf(scopes, records);
  const tallies = places.flatMap((place) =>
    [...(place.record?.analyzers ?? [])]
      .sort(compareBy(({ analyzer }) => analyzer.arn))
      .map((evidence) => tallyAnalyzer(place, evidence)),
  );
  const times = places
    .filter(({ disabled }) => !disabled)
    .flatMap(({ record }) => (record === undefined ? [] : [oldestRead(record), record.collectedAt]))
    .sort(compareStrings);
  return { scopes, places, tallies, grants: createGrantReader(), oldest: times[0], newest: times.at(-1) };
}

function isComplete(reasons: readonly Reason[]): boolean {
  return !reasons.some(({ effect }) => effect === 'UNKNOWN' || effect === 'accepted');
}

/** A policy that finds nothing to judge has not judged: that is UNKNOWN, where its original would have stayed silent. */
function withoutResult(
  own: Assessment,
  silent: boolean,
  scopes: readonly Scope[],
): Pick<Assessment, 'status' | 'reasons'> {
  if (!silent || own.status !== 'PASS') return own;
  const reason = {
    code: 'no-result',
    effect: 'UNKNOWN',
    account: scopes[0]?.account ?? 'unknown',
    message: 'The policy has no result here: there is nothing that it judges, and nothing is not a pass.',
  } as const;
  return { status: 'UNKNOWN', reasons: [reason, ...own.reasons] };
}

function errorFindings({ tallies }: Case): ErrorFinding[] {
  return tallies
    .filter(({ evidence }) => looksOutside(evidence))
    .flatMap(({ place, evidence, errors }) =>
      errors.map((finding) => ({
        account: place.account,
        region: place.region,
        analyzer: evidence.analyzer.arn,
        findingId: finding.id,
        ...(finding.resource === undefined ? {} : { resource: finding.resource }),
        resourceType: finding.resourceType,
        error: finding.error ?? '',
      })),
    );
}
