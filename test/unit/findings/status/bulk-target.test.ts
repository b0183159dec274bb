import { describe, expect, test } from 'vitest';
import { InvalidInputError, type InputIssue } from '../../../../src/errors/invalid-input-error.ts';
import {
  bulkSettings,
  checkBulkTarget,
  type BulkOptions,
  type BulkTarget,
} from '../../../../src/findings/status/bulk-target.ts';

function refused(check: () => unknown): { readonly issues: readonly InputIssue[]; readonly message: string } {
  try {
    check();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    return error as InvalidInputError;
  }
  throw new Error('It was taken.');
}

const TARGET = "a list of findings' ids, or { resourceArn }";
const ID = "a finding's id";
const ARN = "a resource's ARN";

describe('what is to be changed', () => {
  test.each<[BulkTarget]>([
    [['f-1']],
    [['f-1', 'f-2', 'f-1']],
    [{ resourceArn: 'arn:aws:s3:::bucket' }],
    [{ resourceArn: 'arn:aws-cn:lambda:cn-north-1:111122223333:function:f' }],
    [{ resourceArn: 'arn:aws:iam::111122223333:role/a\nb' }],
  ])('may be %j', (target) => {
    expect(() => {
      checkBulkTarget(target);
    }).not.toThrow();
  });

  test.each<[string, unknown, InputIssue[]]>([
    ['nothing', undefined, [{ path: '', found: 'nothing', expected: TARGET }]],
    ['null', null, [{ path: '', found: 'null', expected: TARGET }]],
    ['a text', 'f-1', [{ path: '', found: '"f-1"', expected: TARGET }]],
    ['no id', [], [{ path: 'ids', found: 'an array of 0', expected: 'at least one id' }]],
    [
      'ids that are none, each of them',
      ['f-1', '', 7],
      [
        { path: 'ids[1]', found: '""', expected: ID },
        { path: 'ids[2]', found: '7', expected: ID },
      ],
    ],
    ['no ARN', {}, [{ path: 'resourceArn', found: 'nothing', expected: ARN }]],
    [
      'a list of ARNs',
      { resourceArn: ['arn:aws:s3:::b'] },
      [{ path: 'resourceArn', found: 'an array of 1', expected: ARN }],
    ],
    [
      'an ARN of nothing',
      { resourceArn: 'arn:aws:s3:::' },
      [{ path: 'resourceArn', found: '"arn:aws:s3:::"', expected: ARN }],
    ],
    [
      'an ARN in a text',
      { resourceArn: ' arn:aws:s3:::b' },
      [{ path: 'resourceArn', found: '" arn:aws:s3:::b"', expected: ARN }],
    ],
    [
      'both',
      { resourceArn: 'arn:aws:s3:::b', ids: ['f-1'] },
      [{ path: 'ids', found: 'an array of 1', expected: 'nothing beside resourceArn' }],
    ],
  ])('is not %s', (_name, target, issues) => {
    const { issues: found, message } = refused(() => {
      checkBulkTarget(target as BulkTarget);
    });
    expect(found).toStrictEqual(issues);
    expect(message).toContain('target');
  });
});

describe('how it is to be changed', () => {
  test('is with these settings unless said otherwise', () => {
    expect(bulkSettings({})).toStrictEqual({ write: {}, chunkSize: 50, confirmAttempts: 5, confirmDelayMs: 1_000 });
    const write = { dryRun: true, reason: 'ticket' };
    const least = { chunkSize: 1, confirmAttempts: 1, confirmDelayMs: 0 };
    expect(bulkSettings({ ...write, ...least })).toStrictEqual({ write, ...least });
    expect(bulkSettings({ confirmDelayMs: 2 ** 31 - 1 })).toHaveProperty('confirmDelayMs', 2_147_483_647);
  });

  test.each<[BulkOptions, string, string]>([
    [{ chunkSize: 0 }, 'chunkSize', 'a whole number from 1 on'],
    [{ chunkSize: 2.5 }, 'chunkSize', 'a whole number from 1 on'],
    [{ confirmAttempts: 0 }, 'confirmAttempts', 'a whole number from 1 on'],
    [{ confirmDelayMs: -1 }, 'confirmDelayMs', 'a whole number from 0 to 2147483647'],
    // A timer of Node's would go off at once.
    [{ confirmDelayMs: 2 ** 31 }, 'confirmDelayMs', 'a whole number from 0 to 2147483647'],
  ])('%j is refused', (options, path, expected) => {
    const [[, value]] = Object.entries(options) as [[string, number]];
    const { issues, message } = refused(() => bulkSettings(options));
    expect(issues).toStrictEqual([{ path, found: String(value), expected }]);
    expect(message).toContain('options');
  });

  test('everything that is wrong is named, and options that are none before their members', () => {
    const wrong = { chunkSize: 0, confirmAttempts: 0, confirmDelayMs: -1 };
    expect(refused(() => bulkSettings(wrong)).issues.map(({ path }) => path)).toStrictEqual(Object.keys(wrong));
    const noReason = { reason: 7, chunkSize: 0 } as unknown as BulkOptions;
    expect(refused(() => bulkSettings(noReason)).issues.map(({ path }) => path)).toStrictEqual(['reason']);
  });
});
