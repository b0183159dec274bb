import { StartResourceScanCommand } from '@aws-sdk/client-accessanalyzer';
import { resolveAnalyzer } from '../analyzers/resolve-analyzer.ts';
import { callAws } from '../clients/call-aws.ts';
import { regionOf, type AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { makeProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Problem } from '../errors/problem.ts';
import type { Finding } from '../model/finding.ts';
import { awaitAnalysis, type Awaited } from './await-analysis.ts';
import { startDeadline, type Deadline } from './deadline.ts';
import { judgeFindings, type Comparison } from './judge-findings.ts';
import { refuseAnalyzer } from './refuse-analyzer.ts';
import { lookAtFindings, readAnalyzedResource, readFindings, type ResourcePlace } from './read-resource.ts';
import { worstRescanResult, type FindingOutcome, type RescanOutcome, type RescanResult } from './rescan-outcome.ts';
import { rescanSettings, type RescanOptions, type RescanSettings } from './rescan-options.ts';
import { checkRescanTarget, type RescanTarget } from './rescan-target.ts';
import { expectedBy } from './slow-changes.ts';

/** How often the findings are listed again until they follow their resource: the order of AWS's writes is undocumented. */
const GRACE_LOOKS = 4;

/**
 * Has AWS analyse a resource now, waits until it has, and tells what became of the resource's findings: the proof that a fix
 * works.
 *
 * It notes when AWS analysed the resource last, starts one scan, and asks with growing pauses until that time has moved, by AWS's clock
 * alone; then it lists the resource's findings again. A look that fails for a passing reason (throttled, 5xx, a lost connection, a
 * 404) does not end the waiting. A time-out is `timed-out` and says nothing about the access.
 *
 * Only external access analyzers (ACCOUNT, ORGANIZATION) can rescan, and only while they are ACTIVE. IAM roles have a finding in each
 * Region: rescan each, see {@link rescanAll}.
 *
 * IAM actions: `access-analyzer:GetAnalyzedResource`, `access-analyzer:GetAnalyzer`, `access-analyzer:ListFindings`,
 * `access-analyzer:StartResourceScan`.
 *
 * @throws {@link InvalidInputError} for a wrong argument and an error with code `REGION_MISMATCH`, before any call; `WRONG_ANALYZER_TYPE`
 * for an analyzer that cannot rescan, before any call when the `Analyzer` is given; {@link AwsCallError} when the state before cannot
 * be read, the scan cannot be started, or asking is denied; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * const { outcome } = await rescanAndAwait(client, { analyzer, resourceArn: 'arn:aws:s3:::reports' });
 * if (outcome !== 'resolved') console.error(`not proven fixed: ${outcome}`);
 * ```
 */
export async function rescanAndAwait(
  client: AccessAnalyzerClientLike,
  target: RescanTarget,
  options: RescanOptions = {},
): Promise<RescanOutcome> {
  checkRescanTarget(target);
  const settings = rescanSettings(options);
  const { signal } = settings;
  if (typeof target.analyzer !== 'string') refuseAnalyzer(target.analyzer);
  const analyzer = await resolveAnalyzer(client, target.analyzer, { signal });
  refuseAnalyzer(analyzer);
  const place: ResourcePlace = { client, analyzer, resourceArn: target.resourceArn };
  const known = await readBaseline(place, signal);
  const refused = await startScan(place, target, signal);
  if (refused !== undefined) return notScanned(place, { known, refused, signal });
  using deadline = startDeadline(settings.timeoutMs, signal);
  const awaited = await awaitAnalysis(place, { before: lastAnalysis(known), deadline, settings });
  return await conclude(place, { awaited, deadline, known, settings, target });
}

interface Baseline {
  /** Undefined: AWS does not know the resource. */
  readonly analyzedAt: string | undefined;
  readonly findings: ReadonlyMap<string, Finding>;
}

interface Situation {
  readonly awaited: Awaited;
  readonly deadline: Deadline;
  readonly known: Baseline;
  readonly settings: RescanSettings;
  readonly target: RescanTarget;
}

/** Without the time of the last analysis an old one would look like the one that was asked for. */
async function readBaseline(place: ResourcePlace, signal: AbortSignal | undefined): Promise<Baseline> {
  const first = await readAnalyzedResource(place, signal);
  const findings = await readFindings(place, signal);
  // Nothing else tells when AWS looked last, and a single 404 may come from a copy of the data that is behind: it is asked again.
  const resource = first === undefined && findings.size === 0 ? await readAnalyzedResource(place, signal) : first;
  if (resource !== undefined && resource.analyzedAt === undefined) {
    const { account, region } = place.analyzer;
    const context = { operation: 'GetAnalyzedResource', region, analyzerAccount: account };
    const what = 'the answer does not say when the resource was analysed';
    throw new AwsCallError(makeProblem('malformed-response', what, context));
  }
  return { analyzedAt: resource?.analyzedAt, findings };
}

/**
 * When AWS looked last, by all that it says: a 404 may come from a copy of the data that is behind, and a finding may show an
 * analysis sooner than its resource does.
 */
function lastAnalysis({ analyzedAt, findings }: Baseline): string | undefined {
  const times = [analyzedAt, ...[...findings.values()].map((finding) => finding.analyzedAt)];
  return times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
}

/** What AWS answered when it does not know the resource; undefined once the scan has begun. */
async function startScan(
  { analyzer, client, resourceArn }: ResourcePlace,
  { resourceOwnerAccount }: RescanTarget,
  signal: AbortSignal | undefined,
): Promise<AwsCallError | undefined> {
  const input = {
    analyzerArn: analyzer.arn,
    resourceArn,
    ...(resourceOwnerAccount === undefined ? {} : { resourceOwnerAccount }),
  };
  const place = { operation: 'StartResourceScan', region: analyzer.region, analyzerAccount: analyzer.account };
  try {
    // An empty answer is a success here.
    await callAws(client, new StartResourceScanCommand(input), { ...place, signal });
    return undefined;
  } catch (error) {
    if (error instanceof AwsCallError && error.problem.code === 'not-found') return error;
    throw error;
  }
}

/** The scan could not be started for a resource that AWS does not know (any more); one that it knows all the same is not gone. */
async function notScanned(
  place: ResourcePlace,
  {
    known,
    refused,
    signal,
  }: { readonly known: Baseline; readonly refused: AwsCallError; readonly signal: AbortSignal | undefined },
): Promise<RescanOutcome> {
  const analyzedAt = known.analyzedAt === undefined ? {} : { before: known.analyzedAt };
  const common = {
    analyzer: place.analyzer,
    region: await regionOf(place.client),
    resourceArn: place.resourceArn,
    analyzedAt,
    polls: 0,
  };
  if (known.analyzedAt === undefined && known.findings.size === 0)
    return { ...common, outcome: 'not-found', findings: [] };
  if ((await readAnalyzedResource(place, signal)) !== undefined) throw refused;
  const after = await readFindings(place, signal);
  const findings = judgeFindings({ before: known.findings, after, analyzedAt: undefined, changed: undefined });
  return { ...common, ...verdictOf(findings, 'resource-gone', undefined) };
}

async function conclude(place: ResourcePlace, situation: Situation): Promise<RescanOutcome> {
  const { awaited, known, target } = situation;
  const after = awaited.resource?.analyzedAt;
  const common = {
    analyzer: place.analyzer,
    region: place.analyzer.region,
    resourceArn: place.resourceArn,
    analyzedAt: {
      ...(known.analyzedAt === undefined ? {} : { before: known.analyzedAt }),
      ...(after === undefined ? {} : { after }),
    },
    polls: awaited.polls,
  };
  if (awaited.state === 'unknown') {
    return {
      ...common,
      ...unanswered(known, isUnknownToAws(known, awaited) ? 'not-found' : 'timed-out'),
      ...withProblem(awaited.problem),
    };
  }
  const changed = target.changed;
  const listed = await listUntilSettled(place, situation, { analyzedAt: after, changed });
  const problem = withProblem(listed.problem ?? awaited.problem);
  if (listed.findings === undefined) return { ...common, ...unanswered(known, 'timed-out'), ...problem };
  const whenNone = awaited.state === 'gone' ? 'resource-gone' : 'resolved';
  const judged = verdictOf(listed.findings, whenNone, after);
  // What is inconclusive has a cause of its own.
  const doubtful = listed.contradicted && judged.outcome !== 'inconclusive';
  return {
    ...common,
    ...judged,
    ...(doubtful ? { outcome: 'inconclusive', cause: 'finding-not-reanalyzed' } : {}),
    ...problem,
  };
}

/** That AWS has never known a resource is said only where it has said so after the scan began, and nothing went wrong. */
function isUnknownToAws({ analyzedAt, findings }: Baseline, { missing, problem }: Awaited): boolean {
  return analyzedAt === undefined && findings.size === 0 && missing && problem === undefined;
}

interface Listed {
  readonly findings?: readonly FindingOutcome[];
  /** AWS says of the resource itself that a finding of it is not RESOLVED, and lists none. */
  readonly contradicted: boolean;
  readonly problem?: Problem;
}

/** Lists and judges until every finding has followed its resource, for a few looks at most. */
async function listUntilSettled(
  place: ResourcePlace,
  { awaited, deadline, known, settings }: Situation,
  { analyzedAt, changed }: Pick<Comparison, 'analyzedAt' | 'changed'>,
): Promise<Listed> {
  let last: readonly FindingOutcome[] | undefined;
  let problem: Problem | undefined;
  for (let look = 1; look <= GRACE_LOOKS; look += 1) {
    if (look > 1 && !(await deadline.wait(Math.min(settings.minDelayMs * look, settings.maxDelayMs)))) break;
    const listed = await deadline.run((signal) => lookAtFindings(place, signal));
    if (listed === undefined) break;
    if ('problem' in listed) {
      problem = listed.problem;
      continue;
    }
    last = judgeFindings({ before: known.findings, after: listed.findings, analyzedAt, changed });
    if (isSettled(last, awaited)) break;
  }
  if (last === undefined) return { contradicted: false, ...withProblem(problem) };
  return { findings: last, contradicted: contradicted(last, awaited), ...withProblem(problem) };
}

function isSettled(findings: readonly FindingOutcome[], awaited: Awaited): boolean {
  return (
    !contradicted(findings, awaited) &&
    findings.every(({ cause }) => cause !== 'finding-not-reanalyzed' && cause !== 'finding-vanished')
  );
}

function contradicted(findings: readonly FindingOutcome[], { resource }: Awaited): boolean {
  const status = resource?.status ?? 'RESOLVED';
  if (status === 'RESOLVED') return false;
  const listed = findings.flatMap(({ after }) => (after === undefined ? [] : [after.status]));
  return !(status === 'ACTIVE' ? listed.includes(status) : listed.some((other) => other !== 'RESOLVED'));
}

function verdictOf(
  findings: readonly FindingOutcome[],
  whenNone: RescanResult,
  analyzedAt: string | undefined,
): Pick<RescanOutcome, 'outcome' | 'findings' | 'cause' | 'expectedBy'> {
  const outcome = findings.length === 0 ? whenNone : worstRescanResult(findings.map((finding) => finding.outcome));
  const cause = outcome === 'inconclusive' ? findings.find((finding) => finding.outcome === outcome)?.cause : undefined;
  const by = expectedBy(cause, analyzedAt);
  return {
    outcome,
    findings,
    ...(cause === undefined ? {} : { cause }),
    ...(by === undefined ? {} : { expectedBy: by }),
  };
}

/** Nothing was learned: each finding is as it was known before. */
function unanswered(known: Baseline, outcome: 'timed-out' | 'not-found'): Pick<RescanOutcome, 'outcome' | 'findings'> {
  const open = [...known.findings.values()].filter(({ status }) => status !== 'RESOLVED');
  return { outcome, findings: open.map((before) => ({ id: before.id, outcome, before })) };
}

function withProblem(problem: Problem | undefined): { readonly problem?: Problem } {
  return problem === undefined ? {} : { problem };
}
