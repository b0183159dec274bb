import { describe, expect, it } from 'vitest';
import { planArchiveRules, type PlannedRule } from '../../../src/archive-rules/plan-archive-rules.ts';
import type { ArchiveRule, Filter } from '../../../src/model/archive-rule.ts';

const A: Filter = { isPublic: { eq: ['false'] }, resource: { eq: ['arn:aws:s3:::a'] } };
const B: Filter = { isPublic: { eq: ['false'] }, resource: { eq: ['arn:aws:s3:::b'] } };
const keeping = { access: 'external', prune: false } as const;
const pruning = { access: 'external', prune: true } as const;

const rule = (ruleName: string, filter: Filter): ArchiveRule & PlannedRule => ({ ruleName, filter });

describe('planArchiveRules', () => {
  it('says of each rule, in the order of names, what becomes of it, and shows both filters where there are two', () => {
    const current = [rule('theirs', A), rule('same', A), rule('other', A)];
    const desired = [rule('same', A), rule('other', B), rule('fresh', B)];
    const rows = planArchiveRules(current, desired, keeping).map(({ diagnostics: _, ...row }) => row);
    const shared = [
      { ruleName: 'fresh', change: 'create', after: B, differences: factsOf('+', 'b') },
      {
        ruleName: 'other',
        change: 'update',
        before: A,
        after: B,
        differences: ['- resource eq arn:aws:s3:::a', '+ resource eq arn:aws:s3:::b'],
      },
      { ruleName: 'same', change: 'none', before: A, after: A, differences: [] },
    ];
    expect(rows).toStrictEqual([...shared, { ruleName: 'theirs', change: 'unmanaged', before: A, differences: [] }]);
    const pruned = planArchiveRules(current, desired, pruning).map(({ diagnostics: _, ...row }) => row);
    expect(pruned).toStrictEqual([
      ...shared,
      { ruleName: 'theirs', change: 'delete', before: A, differences: factsOf('-', 'a') },
    ]);
  });

  it.each<[string, Filter, Filter, string[]]>([
    ['values in another order', { resource: { eq: ['a', 'b'] } }, { resource: { eq: ['b', 'a'] } }, []],
    [
      'another operator',
      { resource: { eq: ['a'] } },
      { resource: { neq: ['a'] } },
      ['- resource eq a', '+ resource neq a'],
    ],
    [
      'a value more and a value less',
      { resource: { contains: ['b', 'c'] } },
      { resource: { contains: ['a', 'b'] } },
      ['+ resource contains a', '- resource contains c'],
    ],
    [
      'exists turned around',
      { error: { exists: true } },
      { error: { exists: false } },
      ['+ error exists false', '- error exists true'],
    ],
    [
      'keys that come and go, by key and not by sign',
      { error: { exists: false }, resourceType: { eq: ['AWS::S3::Bucket'] } },
      { isPublic: { eq: ['false'] }, resource: { eq: ['a'], neq: ['b'] } },
      [
        '- error exists false',
        '+ isPublic eq false',
        '+ resource eq a',
        '+ resource neq b',
        '- resourceType eq AWS::S3::Bucket',
      ],
    ],
  ])('names %s', (_name, before, after, differences) => {
    const [item] = planArchiveRules([rule('r', before)], [rule('r', after)], keeping);
    expect(item?.differences).toStrictEqual(differences);
  });

  it('writes each difference on one line of visible text, and compares what is there', () => {
    const before: Filter = { resource: { eq: ['a\n+ isPublic eq false', 'b\u202e'] } };
    const after: Filter = { resource: { eq: ['a\n+ isPublic eq false', 'b\u{1f600}\u009b2J'] } };
    const [item] = planArchiveRules([rule('r', before)], [rule('r', after)], keeping);
    expect(item?.differences).toStrictEqual(['- resource eq b\\u{202e}', '+ resource eq b\u{1f600}\\u{9b}2J']);
    const [made] = planArchiveRules([], [rule('r', before)], keeping);
    expect(made?.differences[0]).toBe('+ resource eq a\\u{a}+ isPublic eq false');
  });

  it('judges each rule that is to be beside the others, for what the analyzer looks for, and no rule that goes', () => {
    const codesOf = (...args: Parameters<typeof planArchiveRules>): string[][] =>
      planArchiveRules(...args).map(({ diagnostics }) => diagnostics.map(({ code }) => code));
    const twins = [rule('one', A), rule('two', A)];
    expect(codesOf([], twins, keeping).map((codes) => codes.includes('duplicate'))).toStrictEqual([true, true]);
    expect(codesOf([], twins.slice(1), keeping)[0]).not.toContain('duplicate');
    // A key that only analyzers of external access know.
    expect(codesOf([], twins.slice(1), keeping)[0]).not.toContain('key-not-allowed');
    expect(codesOf([], twins.slice(1), { access: 'unused', prune: false })[0]).toContain('key-not-allowed');
    expect(codesOf(twins, [], keeping)).toStrictEqual([[], []]);
    expect(codesOf(twins, [], pruning)).toStrictEqual([[], []]);
  });
});

function factsOf(sign: string, bucket: string): string[] {
  return [`${sign} isPublic eq false`, `${sign} resource eq arn:aws:s3:::${bucket}`];
}
