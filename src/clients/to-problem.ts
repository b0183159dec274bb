import { AwsCallError } from '../errors/aws-call-error.ts';
import type { DeniedBy, Problem, ProblemCode } from '../errors/problem.ts';
import { iamAction } from '../model/required-permissions.ts';
import { errorFacts, type ErrorFacts } from './error-facts.ts';
import { cleanText, truncate } from './error-text.ts';
import { isRetryable, problemCode } from './problem-code.ts';
import { remedyFor } from './remedy.ts';

/** What the error itself does not know: where it happened. */
export interface ProblemContext {
  /** With its service where it is not Access Analyzer's: `ListFindings`, `account:ListRegions`. */
  readonly operation: string;
  /** The Region that was called. Without it the remedy speaks of "this Region". */
  readonly region?: string | undefined;
  /** The account whose credentials were used, when known. */
  readonly account?: string | undefined;
  /** The account that owns the analyzer asked about: a refusal on somebody else's is `not-ours`. */
  readonly analyzerAccount?: string | undefined;
}

const MESSAGE_LIMIT = 1000;
const QUOTE_LIMIT = 500;

/**
 * Turns whatever a call threw into a {@link Problem}: what happened, where, and what to do. Never throws, whatever it is
 * given; an {@link AwsCallError} keeps the problem it has and gains the Region and account that it lacks.
 *
 * @example
 * ```ts
 * const client = new AccessAnalyzerClient({ region: 'eu-west-1' });
 * await client.send(new GetAnalyzerCommand({ analyzerName: 'nobody' })).catch((error: unknown) => {
 *   const { code, remedy } = toProblem(error, { operation: 'GetAnalyzer', region: 'eu-west-1' });
 *   console.error(code, remedy); // not-found …
 * });
 * ```
 */
export function toProblem(error: unknown, context: ProblemContext): Problem {
  const known = problemOf(error);
  if (known !== undefined) return addPlace(known, context);
  const facts = errorFacts(error);
  const failed = problemCode(facts, { regional: isRegional(context.operation) });
  const code = failed === 'access-denied' && isForeign(context) ? 'not-ours' : failed;
  const refused = code === 'access-denied' || code === 'not-ours';
  const deniedBy = refused ? deniedByOf(facts.message) : undefined;
  const action = iamAction(context.operation);
  const remedy = remedyFor(code, { ...context, action, deniedBy, clockSkewed: isClockSkew(facts) });
  const { attempts, httpStatus, requestId } = facts;
  const { account, region } = context;
  return {
    code,
    operation: context.operation,
    message: truncate([sentence(code, facts, context), remedy].filter(Boolean).join(' '), MESSAGE_LIMIT),
    retryable: isRetryable(code, facts),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(facts.fromService ? { awsError: cleanText(facts.name, 100) } : {}),
    ...(requestId === undefined ? {} : { requestId: cleanText(requestId, 100) }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(code === 'access-denied' ? { missingAction: action } : {}),
    ...(deniedBy === undefined ? {} : { deniedBy }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

/** The problem that an error carries. Merely to look at a proxy that was revoked throws. */
function problemOf(error: unknown): Problem | undefined {
  try {
    return error instanceof AwsCallError ? error.problem : undefined;
  } catch {
    return undefined;
  }
}

/** A problem that no error stands for: `repeated-token`, an answer without what it must have. */
export function makeProblem(code: ProblemCode, what: string, context: ProblemContext): Problem {
  const { account, operation, region } = context;
  const action = iamAction(operation);
  const remedy = remedyFor(code, { ...context, action });
  const where = placeText(context);
  return {
    code,
    operation,
    message: truncate([`${operation}${where}: ${what}.`, remedy].filter(Boolean).join(' '), MESSAGE_LIMIT),
    retryable: isRetryable(code, { name: '', message: '', fromService: false, modelledRetryable: false }),
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    ...(remedy === undefined ? {} : { remedy }),
  };
}

const WHAT: Readonly<Record<ProblemCode, string>> = {
  'access-denied': 'was denied',
  'not-ours': 'was denied, as expected of an analyzer that another account owns',
  throttled: 'was throttled',
  'region-disabled': 'failed: the Region is not enabled for the account',
  'region-unusable': 'failed: the credentials are not valid here',
  'opt-in-required': 'failed: the account is not subscribed to the service',
  credentials: 'failed for want of valid credentials',
  'account-mismatch': 'was not begun: the credentials belong to another account than expected',
  'unknown-account': 'did not tell which account the credentials belong to',
  network: 'did not reach AWS',
  timeout: 'had no complete answer in time',
  'malformed-response': "had an answer that is not the API's",
  'repeated-token': 'was handed the same page token twice',
  'not-found': 'found nothing of that name',
  'invalid-request': 'was refused as invalid',
  service: 'failed in the service',
  'counts-disagree': 'disagrees with the statistics',
  'incomplete-input': 'was given findings that are not known to be all',
  unexpected: 'failed unexpectedly',
};

function sentence(code: ProblemCode, facts: ErrorFacts, context: ProblemContext): string {
  const scp = code === 'access-denied' && deniedByOf(facts.message) === 'scp' ? ' by a service control policy' : '';
  const attempts = facts.attempts !== undefined && facts.attempts > 1 ? ` after ${facts.attempts} attempts` : '';
  const wait = facts.retryAfterSeconds === undefined ? '' : `, asked to wait ${facts.retryAfterSeconds} s`;
  // A parser's message quotes the answer, which is anybody's text; its class says enough.
  const quote = code === 'malformed-response' ? '' : cleanText(facts.message, QUOTE_LIMIT);
  const status = facts.httpStatus === undefined ? '' : `, HTTP ${facts.httpStatus}`;
  const detail = `${cleanText(facts.code ?? facts.name, 100)}${status}${quote === '' ? '' : `: ${quote}`}`;
  return `${context.operation}${placeText(context)} ${WHAT[code]}${scp}${attempts}${wait} (${detail}).`;
}

function placeText({ account, region }: ProblemContext): string {
  return `${region === undefined ? '' : ` in ${region}`}${account === undefined ? '' : ` of account ${account}`}`;
}

/** Who refused, as far as AWS's message tells: its wording names the kind of policy. */
function deniedByOf(message: string): DeniedBy {
  if (/service control polic/i.test(message)) return 'scp';
  if (/identity-based polic|permissions boundar|session polic/i.test(message)) return 'identity';
  return 'unknown';
}

function isForeign({ account, analyzerAccount }: ProblemContext): boolean {
  return account !== undefined && analyzerAccount !== undefined && account !== analyzerAccount;
}

/** Operations with a service prefix (account, sts, s3, organizations) are not bound to a Region that must be enabled. */
function isRegional(operation: string): boolean {
  return !operation.includes(':');
}

function isClockSkew({ name, message }: ErrorFacts): boolean {
  return (
    /^Request(?:Expired|InTheFuture|TimeTooSkewed)$/.test(name) || /Signature (?:expired|not yet current)/.test(message)
  );
}

function addPlace(problem: Problem, { account, region }: ProblemContext): Problem {
  return {
    ...problem,
    ...(problem.region === undefined && region !== undefined ? { region } : {}),
    ...(problem.account === undefined && account !== undefined ? { account } : {}),
  };
}
