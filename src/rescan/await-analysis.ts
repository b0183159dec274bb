import { errorFacts } from '../clients/error-facts.ts';
import { toProblem } from '../clients/to-problem.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Problem } from '../errors/problem.ts';
import type { Finding } from '../model/finding.ts';
import type { Deadline } from './deadline.ts';
import {
  isTransient,
  lookAtFindings,
  readAnalyzedResource,
  type AnalyzedResource,
  type ResourcePlace,
} from './read-resource.ts';
import type { RescanPoll, RescanSettings } from './rescan-options.ts';

/** How the waiting ended. */
export interface Awaited {
  /**
   * `analyzed`: AWS has looked after the scan began. `gone`: AWS knew the resource before, says again and again that it does not, and
   * has no open finding of it.
   * `unknown`: the time is over.
   */
  readonly state: 'analyzed' | 'gone' | 'unknown';
  readonly resource?: AnalyzedResource;
  readonly polls: number;
  /** The last answer of all was that AWS does not know the resource. */
  readonly missing: boolean;
  readonly problem?: Problem;
}

/** A single 404 may come from a copy of the data that is behind; after as many in a row the findings are asked. */
const MISSES_THAT_MEAN_GONE = 3;

const GROWTH = 1.6;

/**
 * Asks until AWS has analysed the resource after `before`, AWS's own clock against AWS's own clock. A look that fails for a passing
 * reason is made again, and not before AWS asked for it (`Retry-After`).
 *
 * @throws {@link AwsCallError} for a failure that waiting does not cure; `signal.reason` on an abort.
 */
export async function awaitAnalysis(
  place: ResourcePlace,
  {
    before,
    deadline,
    settings,
  }: { readonly before: string | undefined; readonly deadline: Deadline; readonly settings: RescanSettings },
): Promise<Awaited> {
  const { maxDelayMs, minDelayMs, signal, timeoutMs } = settings;
  let delay = minDelayMs;
  let atLeast = 0;
  let misses = 0;
  let problem: Problem | undefined;
  let polls = 0;
  const ended = (state: Awaited['state'], resource?: AnalyzedResource): Awaited => ({
    state,
    polls,
    missing: misses > 0,
    ...(resource === undefined ? {} : { resource }),
    ...(problem === undefined ? {} : { problem }),
  });
  while (await deadline.wait(Math.max(jittered(delay), atLeast))) {
    delay = Math.min(delay * GROWTH, maxDelayMs);
    polls += 1;
    const look = await deadline.run((within) => lookAt(place, within));
    if (look === undefined) break;
    problem = look.problem ?? problem;
    // No longer than there is time: a timer cannot hold every number that a service may send.
    atLeast = Math.min(look.retryAfterMs ?? 0, timeoutMs);
    const { analyzedAt } = look.resource ?? {};
    const done = analyzedAt !== undefined && (before === undefined || analyzedAt > before);
    tell(settings, {
      attempt: polls,
      elapsedMs: deadline.elapsedMs(),
      done,
      ...(analyzedAt === undefined ? {} : { analyzedAt }),
      ...(look.problem === undefined ? {} : { problem: look.problem }),
    });
    // A callback may have aborted.
    signal?.throwIfAborted();
    if (done) return ended('analyzed', look.resource);
    if (look.problem === undefined) misses = look.resource === undefined ? misses + 1 : 0;
    if (misses < MISSES_THAT_MEAN_GONE || before === undefined) continue;
    const listed = await deadline.run((within) => lookAtFindings(place, within));
    if (listed === undefined) break;
    if ('problem' in listed) problem = listed.problem;
    else if (nothingOpen(listed.findings)) return ended('gone');
  }
  return ended('unknown');
}

/** A resource that is gone has no open finding left; while it has one, AWS's 404 is a passing one. */
function nothingOpen(findings: ReadonlyMap<string, Finding>): boolean {
  return [...findings.values()].every(({ status }) => status === 'RESOLVED');
}

interface Look {
  readonly resource?: AnalyzedResource;
  readonly problem?: Problem;
  /** How long AWS asked to be left alone. */
  readonly retryAfterMs?: number;
}

async function lookAt(place: ResourcePlace, signal: AbortSignal): Promise<Look> {
  try {
    const resource = await readAnalyzedResource(place, signal);
    return resource === undefined ? {} : { resource };
  } catch (error) {
    signal.throwIfAborted();
    const problem = toProblem(error, { operation: 'GetAnalyzedResource', region: place.analyzer.region });
    if (error instanceof AwsCallError && !isTransient(problem)) throw error;
    const { retryAfterSeconds = 0 } = errorFacts(error instanceof AwsCallError ? error.cause : error);
    return { problem, retryAfterMs: retryAfterSeconds * 1_000 };
  }
}

/** Between half of the delay and all of it, so that many waiters do not ask in step. */
function jittered(milliseconds: number): number {
  return milliseconds * (0.5 + Math.random() / 2);
}

function tell({ onPoll }: RescanSettings, poll: RescanPoll): void {
  if (onPoll === undefined) return;
  const call = async (): Promise<void> => {
    await onPoll(poll);
  };
  call().catch(() => undefined);
}
