import { describe, expect, test } from 'vitest';
import { watchCredentials } from '../../../src/evidence/audit-context.ts';
import type { Problem, ProblemCode } from '../../../src/errors/problem.ts';

const problemOf = (code: ProblemCode, operation: string, region?: string): Problem => ({
  code,
  operation,
  message: `${operation} failed`,
  retryable: false,
  ...(region === undefined ? {} : { region }),
});

describe('credentials that are watched', () => {
  test.each([
    ['have none to be had', problemOf('credentials', 'credentials', 'eu-west-1')],
    ['come of a role that cannot be assumed', problemOf('credentials', 'sts:AssumeRole', 'eu-west-1')],
  ])('that %s fail for the whole account, for the first reason', (_name, problem) => {
    const watch = watchCredentials();
    expect(watch.failure).toBeUndefined();
    const { region: _, ...shared } = problem;
    expect(watch.note(problem)).toStrictEqual(shared);
    expect(watch.failure).toStrictEqual(shared);
    const later = problemOf('credentials', 'credentials', 'us-east-1');
    expect(watch.note({ ...later, message: 'another' })).toStrictEqual(shared);
    expect(watch.failure).toStrictEqual(shared);
    // What failed for a reason of its own keeps it.
    const own = problemOf('throttled', 'ListFindings', 'us-east-1');
    expect(watch.note(own)).toBe(own);
  });

  test.each([
    ['AWS refuses in one Region', problemOf('credentials', 'ListAnalyzers', 'eu-west-1')],
    ['STS refuses', problemOf('credentials', 'sts:GetCallerIdentity')],
    ['may not assume the role', problemOf('access-denied', 'sts:AssumeRole')],
    ['meet a network without a way', problemOf('network', 'credentials')],
  ])('that %s may be good elsewhere', (_name, problem) => {
    const watch = watchCredentials();
    expect(watch.note(problem)).toBe(problem);
    expect(watch.failure).toBeUndefined();
  });
});
