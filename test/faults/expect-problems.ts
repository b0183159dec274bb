import type { Problem, ProblemCode } from '../../src/errors/problem.ts';
import type { AnalyzerEvidence, RegionEvidence, Scope } from '../../src/model/evidence.ts';
import type { Draw } from './draw.ts';
import { expectedCode } from './expected-code.ts';
import { accountId } from './places.ts';
import type { Outcome, PassOutcome } from './run-draw.ts';
import {
  archivedChains,
  findingChains,
  identityIsKnown,
  listedRegions,
  regionChain,
  type FindingChains,
} from './wire-reading.ts';
import { chainOf, type WireCall } from './wire.ts';

/**
 * What is wrong with how losses are named: every fault that cost data must be a Problem with the right code, Region and operation
 * at the place that it cost, and what was read to the end must not be called unread. Empty when all is well.
 */
export function problemsAmiss(draw: Draw, outcome: Outcome): string[] {
  return outcome.passes.flatMap((pass) => {
    const indexes = draw.organization ? [...draw.accounts.keys()] : [0];
    return indexes.flatMap((index) => amissInAccount(draw, index, pass, outcome));
  });
}

function amissInAccount(draw: Draw, index: number, pass: PassOutcome, outcome: Outcome): string[] {
  const account = accountId(index);
  const drawn = draw.accounts[index];
  const context: Context = { draw, pass, account, outcome, sourceFails: drawn?.credentials === 'source-fails' };
  const isMismatch =
    (draw.organization && drawn?.isSwapped === true) ||
    (!draw.organization && draw.options.expectedAccount === 'wrong');
  const scope = scopeOf(context);
  if (isMismatch) {
    const { code } = scope?.problem ?? {};
    // Where even that could not be found out, the account is called unknown, or the failed call is the problem.
    const told =
      code === 'account-mismatch' ||
      code === 'credentials' ||
      scope?.account === 'unknown' ||
      scope?.problem?.operation === 'sts:GetCallerIdentity';
    return [
      ...(told ? [] : [`${account}: nothing says that the credentials are another account's (${String(code)})`]),
      ...pass.evidence.regions
        .filter((record) => record.account === account && record.analyzers.length > 0)
        .map(({ region }) => `${account}: ${region} was read with another account's credentials`),
    ];
  }
  if (scope === undefined) return [`${account}: the evidence has no scope of it`];
  if (!identityIsKnown(draw, index, [pass]) && !wasKnownBefore(draw, index, context)) {
    return amissWithoutIdentity(scope, context);
  }
  return [...amissInList(scope, context), ...scope.regions.flatMap((region) => amissInRegion(region, scope, context))];
}

interface Context {
  readonly draw: Draw;
  readonly pass: PassOutcome;
  readonly account: string;
  readonly outcome: Outcome;
  readonly sourceFails: boolean;
}

function scopeOf({ account, draw, pass }: Context): Scope | undefined {
  const { scopes } = pass.evidence;
  return scopes.find((scope) => scope.account === account) ?? (draw.organization ? undefined : scopes[0]);
}

/** An identity is asked for once, and kept by the same clients. */
function wasKnownBefore(draw: Draw, index: number, { outcome, pass }: Context): boolean {
  const before = outcome.passes.slice(0, outcome.passes.indexOf(pass));
  return index === 0 && identityIsKnown(draw, index, before);
}

function amissWithoutIdentity(scope: Scope, context: Context): string[] {
  const calls = context.pass.wire.calls.filter(
    (call) => call.operation === 'GetCallerIdentity' && call.account === context.account,
  );
  // A 403 that is not in STS's XML is a refusal to the SDK where it finds no error in it, else an answer that is none.
  const codes = new Set<ProblemCode>(['unknown-account', 'credentials', ...codesOf(calls, undefined)]);
  if (codes.has('malformed-response')) codes.add('access-denied');
  const { problem } = scope;
  const list = context.pass.wire.calls.filter(({ operation }) => operation === 'ListRegions');
  // Where the Regions are a guess too, one of the two problems stands there, and the account `unknown` is the other.
  const isOfList = problem?.operation === 'account:ListRegions' && new Set(codesOf(list, undefined)).has(problem.code);
  const isNamed = problem !== undefined && (codes.has(problem.code) || isOfList);
  if (isNamed && (scope.account === 'unknown' || context.draw.organization || problem.code === 'credentials'))
    return [];
  return [`${context.account}: nothing says that the account is not known (${textOf(problem)} of ${scope.account})`];
}

function amissInList(scope: Scope, context: Context): string[] {
  const { account, draw, pass } = context;
  const calls = pass.wire.calls.filter((call) => call.operation === 'ListRegions' && call.account === account);
  if (pass.draw.regions !== null || listedRegions(pass, account) !== undefined) return [];
  // The list of an account is asked for once in an audit: an earlier pass of the same clients may have it.
  if (calls.length === 0 && draw.passes.length > 1) return [];
  const codes = codesOf(calls, undefined, context);
  if (calls.every(({ isGood }) => isGood)) codes.push('malformed-response');
  if (!chainOf(calls).isComplete) codes.push('repeated-token');
  if (scope.source === 'static' && isNamed(scope.problem, codes, { operation: 'account:ListRegions', context }))
    return [];
  return [
    `${account}: the Regions are not proven and nothing says so: ${textOf(scope.problem)}, expected ${codes.join(' or ')}`,
  ];
}

function amissInRegion(region: string, scope: Scope, context: Context): string[] {
  const { account, pass, sourceFails } = context;
  const record = pass.evidence.regions.find((entry) => entry.account === scope.account && entry.region === region);
  const where = `${region} of ${account}`;
  if (record === undefined) return [`${where}: there is no record of it`];
  const chain = regionChain(pass, account, region);
  if (chain.isComplete) {
    const amiss = record.state === 'read' ? [] : [`${where} was listed to the end and is ${record.state}`];
    return [...amiss, ...record.analyzers.flatMap((analyzer) => amissInAnalyzer(analyzer, record, context))];
  }
  const codes = codesOf(chain.calls, undefined, context);
  if (chain.lost.length === 0 && chain.calls.length > 0) codes.push('repeated-token');
  const isSaid =
    record.state === 'unreadable' && isNamed(record.problem, codes, { operation: 'ListAnalyzers', region, context });
  const amiss = isSaid
    ? []
    : [
        `${where} was not listed to the end: ${record.state}, ${textOf(record.problem)}, expected ${codes.join(' or ')}${sourceFails ? ' (source fails)' : ''}`,
      ];
  return [...amiss, ...record.analyzers.flatMap((analyzer) => amissInAnalyzer(analyzer, record, context))];
}

function amissInAnalyzer(evidence: AnalyzerEvidence, record: RegionEvidence, context: Context): string[] {
  const { draw, pass, sourceFails, outcome } = context;
  const { analyzer, problem, state } = evidence;
  const { arn, access, region } = analyzer;
  const isWanted = draw.options.analyzers === 'all' || access === 'external' || access === 'unknown';
  const chains = findingChains(pass, context.account, arn);
  if (!isWanted) return state === 'skipped' ? [] : [`${arn} was not asked for and is ${state}`];
  const operation = access === 'external' ? 'ListFindings' : 'ListFindingsV2';
  const owner = record.account === 'unknown' ? undefined : analyzer.account;
  if (chains.isRead) {
    const drifts = problem?.code === 'counts-disagree' && outcome.happened.includes(true);
    if (state !== 'read' && !drifts && !sourceFails) {
      return [`${arn} was listed to the end and is ${state}: ${textOf(problem)}`];
    }
  } else {
    const codes = codesOfChains(chains, owner, context);
    const isSaid =
      (state === 'partial' || state === 'unreadable') && isNamed(problem, codes, { operation, region, context });
    if (!isSaid) {
      return [`${arn} was not listed to the end: ${state}, ${textOf(problem)}, expected ${codes.join(' or ')}`];
    }
  }
  return state === 'unreadable' || !draw.options.suppressed ? [] : amissInHidden(evidence, record, context);
}

/** What is hidden: losses there never count for the status, and are named all the same. */
function amissInHidden({ analyzer }: AnalyzerEvidence, record: RegionEvidence, context: Context): string[] {
  const { pass, sourceFails } = context;
  const { access, arn, region } = analyzer;
  const hidden = record.suppressed?.find((entry) => entry.analyzer === arn);
  if (hidden === undefined) return [`${arn}: nothing says what is hidden on it`];
  const owner = record.account === 'unknown' ? undefined : analyzer.account;
  const operation = access === 'external' ? 'ListFindings' : 'ListFindingsV2';
  const rules = chainOf(
    pass.wire.calls.filter(
      (call) =>
        call.operation === 'ListArchiveRules' &&
        call.account === context.account &&
        call.region === region &&
        call.input['analyzerName'] === analyzer.name,
    ),
  );
  const archived = archivedChains(pass, context.account, arn);
  const expected: readonly { readonly isRead: boolean; readonly codes: ProblemCode[]; readonly operation: string }[] = [
    { isRead: archived.isRead, codes: codesOfChains(archived, owner, context), operation },
    {
      isRead:
        rules.isComplete ||
        (access !== 'external' && rules.lost.some((call) => expectedCode(call, owner) === 'invalid-request')),
      codes: [
        ...codesOf(rules.calls, owner, context),
        ...(rules.lost.length === 0 ? (['repeated-token'] as const) : []),
      ],
      operation: 'ListArchiveRules',
    },
  ];
  return expected.flatMap(({ codes, isRead, operation: of }) => {
    const isSaid = hidden.problems.some((problem) => isNamed(problem, codes, { operation: of, region, context }));
    if (isRead || isSaid) return [];
    const told = hidden.problems.map(textOf).join(', ');
    return [
      `${arn}: what is hidden was not read by ${of}: ${told}, expected ${codes.join(' or ')}${sourceFails ? ' (source fails)' : ''}`,
    ];
  });
}

function codesOfChains(chains: FindingChains, owner: string | undefined, context: Context): ProblemCode[] {
  const codes: ProblemCode[] = chains.lost.map((call) => expectedCode(call, owner));
  if (chains.isStuck) codes.push('repeated-token');
  if (context.sourceFails) codes.push('credentials');
  return codes;
}

function codesOf(calls: readonly WireCall[], owner: string | undefined, context?: Context): ProblemCode[] {
  const codes = calls.filter(({ isGood }) => !isGood).map((call) => expectedCode(call, owner));
  return context?.sourceFails === true ? [...codes, 'credentials'] : codes;
}

function isNamed(
  problem: Problem | undefined,
  codes: readonly ProblemCode[],
  place: { readonly operation: string; readonly region?: string; readonly context: Context },
): boolean {
  if (problem === undefined || !codes.includes(problem.code)) return false;
  // No credentials at all is nobody's Region and no call of AWS's.
  if (place.context.sourceFails && problem.code === 'credentials' && problem.operation === 'credentials') return true;
  return (
    problem.operation === place.operation &&
    (place.region === undefined || problem.region === place.region) &&
    problem.message !== ''
  );
}

function textOf(problem: Problem | undefined): string {
  if (problem === undefined) return 'no problem';
  const { code, message, operation, region } = problem;
  return `${code} of ${operation} in ${region ?? 'no Region'} (${message.slice(0, 120)})`;
}
