import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { buildEvidence, type AnalyzerDraft, type FindingDraft } from '../../helpers/build-evidence.ts';

const judge = (analyzers: readonly AnalyzerDraft[], policy?: PolicyInput): Verdict =>
  evaluate(buildEvidence({ regions: { 'us-east-1': { analyzers } } }), policy);

/** Effect and message of each reason with this code. */
const told = ({ reasons }: Verdict, code: string): readonly string[] =>
  reasons.filter((reason) => reason.code === code).map(({ effect, message }) => `${effect}: ${message}`);

const some = (count: number, draft: FindingDraft): readonly FindingDraft[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, resource: `arn:aws:s3:::b-${index}`, ...draft }));

describe('one is one and two are two', () => {
  test.each<[string, FindingDraft, string, string]>([
    [
      'active-findings',
      {},
      'FAIL: Analyzer external has 1 open finding of external access.',
      'FAIL: Analyzer external has 2 open findings of external access.',
    ],
    [
      'error-findings',
      { error: 'ACCESS_DENIED' },
      'UNKNOWN: AWS could not analyse 1 resource: their error findings prove nothing about access.',
      'UNKNOWN: AWS could not analyse 2 resources: their error findings prove nothing about access.',
    ],
    [
      'unknown-status',
      { status: 'SNOOZED' },
      'UNKNOWN: 1 finding has a status that this release does not know.',
      'UNKNOWN: 2 findings have a status that this release does not know.',
    ],
    [
      'unknown-finding-type',
      { findingType: 'Unknown' },
      'UNKNOWN: 1 ACTIVE finding is of a type that this release does not know.',
      'UNKNOWN: 2 ACTIVE findings are of a type that this release does not know.',
    ],
  ])('%s', (code, draft, one, two) => {
    expect(told(judge([{ findings: some(1, draft) }]), code)).toEqual([one]);
    expect(told(judge([{ findings: some(2, draft) }]), code)).toEqual([two]);
  });
});

describe('what was listed counts without its count, and what was counted without the list', () => {
  test.each<[string, FindingDraft, PolicyInput?]>([
    ['active-findings', {}],
    ['error-findings', { error: 'ACCESS_DENIED' }],
    ['unknown-status', { status: 'SNOOZED' }],
    ['unknown-finding-type', { findingType: 'Unknown' }],
    ['active-findings', { findingType: 'UnusedIAMRole' }, { analyzers: 'all' }],
  ])('%s: %j', (code, draft, policy) => {
    const findings = some(2, draft);
    for (const partly of [{}, { counted: 0 }, { counted: 1 }, { kept: 0 }, { kept: 1 }]) {
      const { reasons } = judge([{ findings, ...partly }], policy);
      expect(reasons).toMatchObject([{ code, count: 2 }]);
    }
  });

  test('and what is not ACTIVE does not', () => {
    const findings = ['Unknown', 'UnusedIAMRole'].map((findingType) => ({
      id: findingType,
      findingType,
      status: 'RESOLVED',
    }));
    expect(judge([{ findings, counted: 0 }], { analyzers: 'all' }).status).toBe('PASS');
  });
});

describe('an analyzer that looks inside', () => {
  const unused: AnalyzerDraft = { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' };

  test('has errors that matter only where the policy judges it', () => {
    const analyzers: readonly AnalyzerDraft[] = [{}, { ...unused, findings: some(1, { error: 'ACCESS_DENIED' }) }];
    const verdict = judge(analyzers);
    expect(told(verdict, 'error-findings')).toEqual([]);
    expect(verdict.errorFindings).toEqual([]);
    expect(verdict.summary.errorFindings).toBe(0);
    expect(verdict.regions).toMatchObject([{ errorFindings: 0 }]);
    expect(told(judge(analyzers, { analyzers: 'all' }), 'error-findings')).toHaveLength(1);
  });

  test('has findings that count, of each kind, only where the policy judges it', () => {
    const findings = [
      ...some(2, { findingType: 'UnusedIAMRole' }),
      ...some(3, { findingType: 'Unknown' }).map((finding, index) => ({ ...finding, id: `unknown-${index}` })),
    ];
    const verdict = judge([{}, { ...unused, findings }], { analyzers: 'all' });
    expect(told(verdict, 'active-findings')).toEqual(['FAIL: Analyzer unused has 5 open findings of access.']);
    expect(told(judge([{}, { ...unused, findings }]), 'active-findings')).toEqual([]);
  });
});

describe('an analyzer that is not ACTIVE', () => {
  const disabled: AnalyzerDraft = { name: 'old', status: 'DISABLED', findings: some(2, {}) };
  const counted: AnalyzerDraft = { ...disabled, detail: 'counts', kept: 0 };

  test.each([
    ['listed', disabled],
    ['counted', counted],
  ])(
    'has findings that count, %s, unless the policy leaves them out, and are shown all the same',
    (_what, analyzer) => {
      expect(told(judge([analyzer]), 'active-findings')).toHaveLength(1);
      expect(judge([analyzer]).summary.exposed.accesses).toBe(2);
      const lax = judge([{}, analyzer], policies.prowler);
      expect(lax).toMatchObject({ status: 'PASS', strictStatus: 'FAIL' });
      expect(told(lax, 'active-findings')).toEqual([]);
      expect(lax.summary.exposed).toMatchObject({ accesses: 2, belowMinimum: 0 });
    },
  );
});

test('an error finding without a resource is listed without one', () => {
  const [listed] = judge([{ findings: [{ error: 'ACCESS_DENIED', resource: null }] }]).errorFindings;
  expect(listed).toMatchObject({ findingId: 'finding-0', error: 'ACCESS_DENIED' });
  expect(listed).not.toHaveProperty('resource');
});

test('what was counted is added to what was kept, each kind to its own', () => {
  const findings = [
    { isPublic: true },
    { isPublic: false },
    { isPublic: null },
    { isPublic: true },
    { isPublic: true },
    { isPublic: true },
    { isPublic: false },
    { isPublic: false },
    { isPublic: null },
  ].map((draft, index) => ({ ...draft, id: `${index}`, resource: `arn:aws:s3:::b-${index}` }));
  const { exposed } = judge([{ detail: 'counts', kept: 3, findings }]).summary;
  expect(exposed).toMatchObject({ accesses: 9, public: 4, notPublic: 3, publicUnknown: 2, sampled: true });
});
