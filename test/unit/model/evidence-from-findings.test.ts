import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/invalid-input-error.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { evidenceFromFindings } from '../../../src/model/evidence-from-findings.ts';
import { mergeEvidence } from '../../../src/model/merge-evidence.ts';
import { parseEvidence } from '../../../src/model/parse-evidence.ts';
import { canonicalJson } from '../../../src/model/canonical-json.ts';

const SAMPLE = new URL('../../fixtures/rule-page-findings.json', import.meta.url);
const ARN = 'arn:aws:access-analyzer:us-east-1:123456789012:analyzer/cc-analyzer';
const WHERE = { account: '123456789012', region: 'us-east-1', analyzer: ARN } as const;
const GET_ANALYZER = {
  analyzer: {
    arn: ARN,
    name: 'cc-analyzer',
    type: 'ACCOUNT',
    status: 'ACTIVE',
    createdAt: '2019-12-02T00:00:00Z',
    lastResourceAnalyzedAt: '2019-12-09T14:39:36Z',
  },
};
const FINDING = {
  id: 'f-1',
  status: 'ACTIVE',
  resource: 'arn:aws:s3:::open',
  resourceType: 'AWS::S3::Bucket',
  isPublic: true,
  principal: { AWS: '*' },
  action: ['s3:GetObject'],
  condition: {},
  analyzedAt: '2026-11-01T00:00:00Z',
};

const only = (
  evidence: ReturnType<typeof evidenceFromFindings>,
): (typeof evidence.regions)[number]['analyzers'][number] => evidence.regions[0]!.analyzers[0]!;

describe('the rule page’s sample', () => {
  test('is judged FAIL with its 3 findings, 2 of them public, and not complete', async () => {
    const evidence = evidenceFromFindings(await readFile(SAMPLE, 'utf8'), WHERE);
    const verdict = evaluate(evidence);
    expect(verdict).toMatchObject({ status: 'FAIL', complete: false });
    expect(verdict.summary).toMatchObject({ activeFindings: 3, exposed: { public: 2 } });
    expect(only(evidence)).toMatchObject({ state: 'partial', problem: { code: 'incomplete-input' } });
    expect(only(evidence).counts.activeExternal).toMatchObject({ total: 3, public: 2, unknownActions: 0 });
  });

  test('dates from its newest time stamp', async () => {
    const evidence = evidenceFromFindings(await readFile(SAMPLE, 'utf8'), WHERE);
    expect(evidence.regions[0]!.collectedAt).toBe('2019-12-09T14:39:36.000Z');
  });
});

describe('an empty list', () => {
  test.each([
    ['of an ARN', WHERE, 'UNKNOWN'],
    ['of an analyzer that is ACTIVE', { ...WHERE, analyzer: GET_ANALYZER }, 'UNKNOWN'],
    [
      'said to be complete, of an analyzer of unknown status',
      { ...WHERE, complete: true, collectedAt: '2026-11-01T00:00:00Z' },
      'UNKNOWN',
    ],
    [
      'said to be complete, of an analyzer that is ACTIVE',
      { ...WHERE, analyzer: GET_ANALYZER, complete: true, collectedAt: '2026-11-01T00:00:00Z' },
      'PASS',
    ],
    [
      'said to be complete, of a DISABLED analyzer',
      {
        ...WHERE,
        analyzer: { analyzer: { ...GET_ANALYZER.analyzer, status: 'DISABLED' } },
        complete: true,
        collectedAt: '2026-11-01T00:00:00Z',
      },
      'UNKNOWN',
    ],
  ])('%s', (_, options, status) => {
    expect(evaluate(evidenceFromFindings([], options)).status).toBe(status);
  });

  test.each(['nextToken', 'NextToken'])('with a %s is partial whatever is said', (member) => {
    const options = { ...WHERE, analyzer: GET_ANALYZER, complete: true, collectedAt: '2026-11-01T00:00:00Z' };
    for (const json of [{ findings: [], [member]: 'abc' }, JSON.stringify({ findings: [], [member]: 'abc' })]) {
      const evidence = evidenceFromFindings(json, options);
      expect(only(evidence)).toMatchObject({ state: 'partial', problem: { code: 'incomplete-input' } });
      expect(only(evidence).problem!.message).toContain('next token');
    }
    expect(only(evidenceFromFindings({ findings: [], [member]: null }, options)).state).toBe('read');
  });
});

describe('findings that an analyzer of external access cannot have', () => {
  const COMPLETE = { ...WHERE, analyzer: GET_ANALYZER, complete: true, collectedAt: '2026-11-01T00:00:00Z' };

  test.each(['UnusedIAMRole', 'InternalAccess'])('are no proof of its silence: %s', (findingType) => {
    const evidence = evidenceFromFindings([{ id: 'u', findingType, status: 'ACTIVE' }], COMPLETE);
    expect(only(evidence)).toMatchObject({ state: 'partial', problem: { code: 'incomplete-input' } });
    expect(only(evidence).problem!.message).toContain(
      `findings of analyzer cc-analyzer in us-east-1 hold one of type ${findingType}, which no analyzer of type ACCOUNT has`,
    );
    expect(evaluate(evidence).status).toBe('UNKNOWN');
  });

  test('take nothing from those that it has', () => {
    const evidence = evidenceFromFindings([FINDING, { id: 'u', findingType: 'UnusedIAMRole' }], COMPLETE);
    expect(evaluate(evidence)).toMatchObject({ status: 'FAIL', complete: false });
  });

  test('are what an analyzer of unused access has, all of them', () => {
    const analyzer = { ...GET_ANALYZER.analyzer, type: 'ACCOUNT_UNUSED_ACCESS' };
    const evidence = evidenceFromFindings([{ id: 'u', findingType: 'UnusedIAMRole' }], { ...COMPLETE, analyzer });
    expect(only(evidence).state).toBe('read');
  });
});

describe('the analyzer', () => {
  test.each([
    ['get-analyzer’s output', GET_ANALYZER, { status: 'ACTIVE', type: 'ACCOUNT', zoneOfTrust: 'account' }],
    ['an entry of list-analyzers', GET_ANALYZER.analyzer, { status: 'ACTIVE', type: 'ACCOUNT' }],
    ['an ARN', ARN, { arn: ARN, name: 'cc-analyzer', status: 'UNKNOWN', type: 'UNKNOWN', access: 'external' }],
    ['a name', 'cc-analyzer', { arn: ARN, name: 'cc-analyzer', status: 'UNKNOWN', access: 'external' }],
  ])('may be %s', (_, analyzer, expected) => {
    expect(only(evidenceFromFindings([FINDING], { ...WHERE, analyzer })).analyzer).toMatchObject(expected);
  });

  test('of unknown type looks for what its findings are', () => {
    const accessOf = (findings: readonly object[]): string =>
      only(evidenceFromFindings(findings, { ...WHERE, analyzer: 'some' })).analyzer.access;
    const unused = { id: 'u', findingType: 'UnusedIAMRole', status: 'ACTIVE' };
    expect(accessOf([unused])).toBe('unused');
    expect(accessOf([{ id: 'i', findingType: 'InternalAccess', status: 'ACTIVE' }])).toBe('internal');
    expect(accessOf([unused, { ...FINDING, findingType: 'ExternalAccess' }])).toBe('unknown');
  });

  test('of a GovCloud Region has its partition', () => {
    const evidence = evidenceFromFindings([], { region: 'us-gov-west-1', analyzer: 'some', account: '123456789012' });
    expect(evidence.scopes[0]!.partition).toBe('aws-us-gov');
    expect(only(evidence).analyzer.arn).toBe('arn:aws-us-gov:access-analyzer:us-gov-west-1:123456789012:analyzer/some');
  });
});

test('counts a finding that was handed over twice once', () => {
  const evidence = evidenceFromFindings([FINDING, FINDING], WHERE);
  expect(only(evidence).counts.activeExternal.total).toBe(1);
  expect(only(evidence).findings).toHaveLength(1);
});

test('covers one selected Region', () => {
  expect(evidenceFromFindings([FINDING], WHERE).scopes).toEqual([
    { partition: 'aws', account: '123456789012', source: 'selected', regions: ['us-east-1'], disabled: [] },
  ]);
});

test('without an account is of an unknown one: judged, but never merged with other evidence', () => {
  const evidence = evidenceFromFindings([FINDING], { region: 'us-east-1', analyzer: ARN, auditId: 'a' });
  expect(evidence.scopes[0]!.account).toBe('unknown');
  expect(evaluate(evidence).status).toBe('FAIL');
  expect(mergeEvidence(evidence, evidence)).toEqual(evidence);
  expect(() => mergeEvidence(evidence, evidenceFromFindings([FINDING], { ...WHERE, auditId: 'a' }))).toThrow(
    expect.objectContaining({ code: 'EVIDENCE_CONFLICT' }),
  );
});

test('is the same for the same input, and another for another', () => {
  const once = evidenceFromFindings([FINDING], WHERE);
  expect(JSON.stringify(evidenceFromFindings([FINDING], WHERE))).toBe(JSON.stringify(once));
  expect(evidenceFromFindings([{ ...FINDING, isPublic: false }], WHERE).auditId).not.toBe(once.auditId);
  expect(evidenceFromFindings([FINDING], { ...WHERE, auditId: 'mine' }).auditId).toBe('mine');
});

test('survives the way through JSON', async () => {
  const evidence = evidenceFromFindings(await readFile(SAMPLE, 'utf8'), { ...WHERE, analyzer: 'cc-analyzer' });
  expect(canonicalJson(parseEvidence(JSON.parse(JSON.stringify(evidence))))).toBe(canonicalJson(evidence));
});

test.each([
  ['account', { ...WHERE, account: '42' }, /account: found "42", expected an account of twelve digits/],
  ['region', { ...WHERE, region: '' }, /region: found ""/],
  ['region of another analyzer', { ...WHERE, region: 'eu-west-1' }, /region: found "eu-west-1", expected us-east-1/],
  ['analyzer', { ...WHERE, analyzer: '' }, /analyzer: found "", expected what get-analyzer prints/],
  ['analyzer', { ...WHERE, analyzer: undefined }, /analyzer: found nothing/],
  ['analyzer without ARN', { ...WHERE, analyzer: { name: 'x' } }, /analyzer\.arn: found nothing/],
  ['collectedAt', { ...WHERE, collectedAt: 'yesterday' }, /collectedAt: found "yesterday", expected an ISO 8601 time/],
  ['complete without collectedAt', { ...WHERE, complete: true }, /collectedAt: found nothing, expected when/],
  ['auditId', { ...WHERE, auditId: '' }, /auditId: found ""/],
])('refuses a wrong %s, naming it', (_, options, message) => {
  const attempt = (): unknown => evidenceFromFindings([FINDING], options);
  expect(attempt).toThrow(InvalidInputError);
  expect(attempt).toThrow(message);
});

test('refuses what is no list of findings', () => {
  expect(() => evidenceFromFindings({ analyzers: [] }, WHERE)).toThrow(InvalidInputError);
});
