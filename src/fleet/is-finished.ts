import type { Problem } from '../errors/problem.ts';
import type { Evidence } from '../model/evidence.ts';

/** Nothing was read for want of the right credentials: once they are mended, everything can be. */
const MENDED_BY_OTHERS: readonly Problem['code'][] = ['credentials', 'account-mismatch', 'unknown-account'];

/**
 * Whether there is no point in doing the task again later: all was read, or what was not will stay so until somebody changes
 * something in the account.
 */
export function isFinished(evidence: Evidence): boolean {
  return !isWorthRetrying(evidence) && !problemsOf(evidence).some(({ code }) => MENDED_BY_OTHERS.includes(code));
}

/**
 * Whether some of the evidence may be read on another try although nobody has changed anything: throttling, the network. For an
 * engine that retries: keep the evidence all the same, and join it (`mergeEvidence`) with what the next try gives.
 *
 * @example
 * ```ts
 * let evidence = await runAuditTask(task, { clientsFor });
 * if (isWorthRetrying(evidence)) evidence = mergeEvidence(evidence, await runAuditTask(task, { clientsFor }));
 * ```
 */
export function isWorthRetrying(evidence: Evidence): boolean {
  return problemsOf(evidence).some(({ retryable }) => retryable);
}

/** Everything that could not be read of what the audit judges. */
export function problemsOf({ regions, scopes }: Evidence): Problem[] {
  return [
    ...scopes.map(({ problem }) => problem),
    ...regions.map(({ problem }) => problem),
    ...regions.flatMap(({ analyzers }) => analyzers.map(({ problem }) => problem)),
  ].filter((problem) => problem !== undefined);
}
