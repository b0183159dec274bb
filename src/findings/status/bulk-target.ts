import { LONGEST_TIMER_MS } from '../../clients/until-aborted.ts';
import { found } from '../../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../../errors/invalid-input-error.ts';
import { writeOptionIssues, type WriteOptions } from '../../journal/write-options.ts';

/** Findings by their ids, or all of one resource: one of the two. */
export type BulkTarget = readonly string[] | { readonly resourceArn: string };

/** Options of {@link archiveFindings} and {@link unarchiveFindings}. */
export interface BulkOptions extends WriteOptions {
  /**
   * Ids in one call. AWS documents no limit; a call that AWS finds too long is halved.
   *
   * @defaultValue 50
   */
  readonly chunkSize?: number | undefined;
  /**
   * How often the findings are read again at most until they show the change.
   *
   * @defaultValue 5
   */
  readonly confirmAttempts?: number | undefined;
  /**
   * Milliseconds between two of these readings.
   *
   * @defaultValue 1000
   */
  readonly confirmDelayMs?: number | undefined;
}

/** The checked options with their defaults. */
export interface BulkSettings {
  readonly write: WriteOptions;
  readonly chunkSize: number;
  readonly confirmAttempts: number;
  readonly confirmDelayMs: number;
}

/** @throws {@link InvalidInputError} before any call. */
export function checkBulkTarget(target: BulkTarget): void {
  const given: unknown = target;
  const expected = "a list of findings' ids, or { resourceArn }";
  if (Array.isArray(given)) {
    const issues: InputIssue[] = [];
    if (given.length === 0) issues.push({ path: 'ids', found: found(given), expected: 'at least one id' });
    given.forEach((id: unknown, index) => {
      if (typeof id !== 'string' || id === '') {
        issues.push({ path: `ids[${index}]`, found: found(id), expected: "a finding's id" });
      }
    });
    if (issues.length > 0) throw new InvalidInputError('target', issues);
    return;
  }
  if (typeof given !== 'object' || given === null) {
    throw new InvalidInputError('target', [{ path: '', found: found(given), expected }]);
  }
  const { resourceArn, ...rest } = given as Readonly<Record<string, unknown>>;
  if (typeof resourceArn !== 'string' || !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./s.test(resourceArn)) {
    throw new InvalidInputError('target', [
      { path: 'resourceArn', found: found(resourceArn), expected: "a resource's ARN" },
    ]);
  }
  const [other] = Object.keys(rest);
  if (other === undefined) return;
  throw new InvalidInputError('target', [
    { path: other, found: found(rest[other]), expected: 'nothing beside resourceArn' },
  ]);
}

/** @throws {@link InvalidInputError} before any call. */
export function bulkSettings(options: BulkOptions): BulkSettings {
  const issues = writeOptionIssues(options);
  if (issues.length > 0) throw new InvalidInputError('options', issues);
  const { chunkSize = 50, confirmAttempts = 5, confirmDelayMs = 1_000, ...write } = options;
  const expectWhole = (path: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void => {
    if (Number.isSafeInteger(value) && value >= least && value <= most) return;
    const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    issues.push({ path, found: found(value), expected: `a whole number ${range}` });
  };
  expectWhole('chunkSize', chunkSize, 1);
  expectWhole('confirmAttempts', confirmAttempts, 1);
  expectWhole('confirmDelayMs', confirmDelayMs, 0, LONGEST_TIMER_MS);
  if (issues.length > 0) throw new InvalidInputError('options', issues);
  return { write, chunkSize, confirmAttempts, confirmDelayMs };
}
