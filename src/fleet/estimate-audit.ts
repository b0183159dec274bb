import { checkOptions } from '../errors/check-options.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import type { AuditTask } from './audit-task.ts';

/** What the estimate cannot know, and takes for likely. */
export interface EstimateAuditOptions {
  /**
   * Requests in flight at most: the `concurrency` of the clients.
   *
   * @defaultValue 16
   */
  readonly concurrency?: number | undefined;
  /**
   * How long AWS takes for an answer, in milliseconds.
   *
   * @defaultValue 150
   */
  readonly latencyMs?: number | undefined;
  /**
   * Regions of an account whose Regions are not listed.
   *
   * @defaultValue 17: those that every account has
   */
  readonly regionsPerAccount?: number | undefined;
  /**
   * Analyzers of a Region whose findings are read.
   *
   * @defaultValue 1
   */
  readonly analyzersPerRegion?: number | undefined;
  /**
   * Pages of ACTIVE findings of an analyzer, and as many of archived ones.
   *
   * @defaultValue 1
   */
  readonly pagesPerAnalyzer?: number | undefined;
  /**
   * Whether a role is assumed in each account.
   *
   * @defaultValue true
   */
  readonly assumesRoles?: boolean | undefined;
}

/** What an audit will about cost. */
export interface AuditEstimate {
  /** How many accounts the tasks are of, each counted once. */
  readonly accounts: number;
  /** Regions to be read, over all accounts: those that are listed, else `regionsPerAccount`. */
  readonly regions: number;
  /** Requests to AWS, retries not included. */
  readonly calls: number;
  /** How long they take when as many as allowed are always in flight, in seconds. */
  readonly seconds: number;
}

const DEFAULT_LATENCY_MS = 150;
const DEFAULT_REGIONS = 17;

/**
 * Says, before anything is asked, about how many calls an audit takes and how long. In each account one AssumeRole and one
 * ListRegions; in each Region one ListAnalyzers; of each analyzer the pages of its ACTIVE findings and, unless `suppressed` is
 * off, those of its archived ones and its archive rules.
 *
 * @throws `InvalidInputError` for a wrong option, naming it.
 * @example
 * ```ts
 * const { calls, seconds } = estimateAudit(tasks, { concurrency: 64 });
 * console.log(`${calls} calls, about ${Math.ceil(seconds / 60)} minutes`);
 * ```
 */
export function estimateAudit(tasks: readonly AuditTask[], options: EstimateAuditOptions = {}): AuditEstimate {
  checkOptions(options, 'options of estimateAudit');
  const {
    analyzersPerRegion = 1,
    assumesRoles = true,
    concurrency = 16,
    latencyMs = DEFAULT_LATENCY_MS,
    pagesPerAnalyzer = 1,
    regionsPerAccount = DEFAULT_REGIONS,
  } = options;
  checkNumbers({ analyzersPerRegion, concurrency, latencyMs, pagesPerAnalyzer, regionsPerAccount });
  const accounts = new Set(tasks.map(({ account }) => account)).size;
  let regions = 0;
  let calls = accounts * (assumesRoles ? 2 : 1);
  for (const task of tasks) {
    const read = task.regions === 'enabled' ? regionsPerAccount : task.regions.length;
    const hidden = task.suppressed === false ? 0 : pagesPerAnalyzer + 1;
    regions += read;
    calls += read * (1 + analyzersPerRegion * (pagesPerAnalyzer + hidden));
  }
  return { accounts, regions, calls, seconds: (calls * latencyMs) / concurrency / 1000 };
}

function checkNumbers(numbers: Readonly<Record<string, unknown>>): void {
  const issues = Object.entries(numbers).flatMap(([path, value]): InputIssue[] =>
    typeof value === 'number' && value > 0 ? [] : [{ path, found: found(value), expected: 'a number above 0' }],
  );
  if (issues.length > 0) throw new InvalidInputError('options of estimateAudit', issues);
}
