import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { createEvaluator } from '../../../src/evaluate/create-evaluator.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { evidenceFromFindings } from '../../../src/model/evidence-from-findings.ts';
import { toAsff, type AsffFinding, type ToAsffOptions } from '../../../src/report/index.ts';
import { ACCOUNT, buildEvidence, type FindingDraft } from '../../helpers/build-evidence.ts';
import { HOSTILE_STRINGS } from '../../helpers/hostile-strings.ts';
import {
  hostileVerdict,
  judge,
  LOST_ACCOUNT,
  lostAccountVerdict,
  richVerdict,
  seen,
} from '../../helpers/report-verdicts.ts';

const all = (verdict: Verdict, options?: ToAsffOptions): AsffFinding[] =>
  toAsff(verdict, options).flatMap(({ findings }) => [...findings]);

/** The findings of accesses, without those of Regions. */
const accesses = (verdict: Verdict, options?: ToAsffOptions): AsffFinding[] =>
  all(verdict, options).filter(({ Id }) => !Id.endsWith('AccessAnalyzer-001'));

const brief = ({ Id, Resources, RecordState }: AsffFinding): string =>
  `${Id.split('/')[2]!} ${Resources[0]!.Id} ${RecordState}`;

describe('toAsff', () => {
  test('an access has one finding for each account and Region, under the default product', () => {
    const verdict = richVerdict();
    const role = verdict.accesses.find(({ resourceType }) => resourceType === 'AWS::IAM::Role')!;
    const found = accesses(verdict).filter(({ Id }) => Id.endsWith(role.accessId));
    expect(found.map(({ Id, ProductArn }) => [Id, ProductArn])).toEqual([
      [
        `access-analyzer-kit/${ACCOUNT}/us-east-1/${role.accessId}`,
        `arn:aws:securityhub:us-east-1:${ACCOUNT}:product/${ACCOUNT}/default`,
      ],
      [
        `access-analyzer-kit/${ACCOUNT}/us-west-2/${role.accessId}`,
        `arn:aws:securityhub:us-west-2:${ACCOUNT}:product/${ACCOUNT}/default`,
      ],
    ]);
    expect(found[0]).toMatchObject({
      SchemaVersion: '2018-10-08',
      AwsAccountId: ACCOUNT,
      Types: ['Software and Configuration Checks/AWS Security Best Practices/External Access Granted'],
      CreatedAt: '2026-10-01T00:00:00.000Z',
      UpdatedAt: '2026-11-23T12:00:00.000Z',
      Severity: { Label: 'HIGH', Original: 'high' },
      Resources: [
        {
          Type: 'AwsIamRole',
          Id: role.resource,
          Details: {
            Other: { 'External Principal Type': 'AWS account', 'Action Granted': 'sts:AssumeRole', Condition: 'none' },
          },
        },
      ],
      Compliance: { Status: 'FAILED' },
      RecordState: 'ACTIVE',
      SourceUrl: 'https://console.aws.amazon.com/access-analyzer/home?region=us-east-1#/findings/details/role',
    });
    expect(found[0]!.ProductFields).toMatchObject({
      'access-analyzer-kit/accessId': role.accessId,
      'access-analyzer-kit/regions': 'us-east-1, us-west-2',
      'access-analyzer-kit/levels': 'Write',
      'access-analyzer-kit/ageDays': '53',
    });
  });

  test('names AWS’s own record, which holds one resource of one analyzer', () => {
    const verdict = judge({
      'us-east-1': {
        analyzers: [
          { name: 'a', findings: [{}] },
          { name: 'b', findings: [{}] },
        ],
      },
    });
    const product = 'arn:aws:securityhub:us-east-1::product/aws/access-analyzer';
    const related = ['a', 'b'].map((name) => ({
      ProductArn: product,
      Id: `arn:aws:access-analyzer:us-east-1:${ACCOUNT}:analyzer/${name}/arn:aws:s3:::bucket`,
    }));
    expect(accesses(verdict)).toHaveLength(1);
    expect(accesses(verdict)[0]).toMatchObject({
      RelatedFindings: related,
      FindingProviderFields: { RelatedFindings: related },
    });
  });

  test('each Region in scope has a finding with the verdict on it; what was not read is not available, never passed', () => {
    const regions = all(richVerdict()).filter(({ Id }) => Id.endsWith('AccessAnalyzer-001'));
    expect(
      regions.map(({ Id, Compliance, Severity }) => [Id.split('/')[2], Compliance.Status, Severity.Label]),
    ).toEqual([
      ['eu-west-1', 'NOT_AVAILABLE', 'MEDIUM'],
      ['eu-west-2', 'WARNING', 'MEDIUM'],
      ['us-east-1', 'FAILED', 'HIGH'],
      ['us-west-2', 'FAILED', 'HIGH'],
    ]);
    expect(all(judge({ 'us-east-1': 'clean' })).map(({ Compliance }) => Compliance.Status)).toEqual(['PASSED']);
  });

  test('Workflow is never written, nor what else belongs to the investigator', () => {
    for (const finding of [...all(richVerdict()), ...all(hostileVerdict())]) {
      for (const member of [
        'Workflow',
        'WorkflowState',
        'Note',
        'UserDefinedFields',
        'VerificationState',
        'Confidence',
        'Criticality',
      ]) {
        expect(finding).not.toHaveProperty(member);
      }
    }
  });

  test('the other partitions have their own ARNs', () => {
    const verdict = evaluate(
      evidenceFromFindings(
        [
          {
            id: 'a',
            resource: 'arn:aws-cn:s3:::b',
            resourceType: 'AWS::S3::Bucket',
            status: 'ACTIVE',
            principal: { AWS: '*' },
          },
        ],
        {
          account: ACCOUNT,
          region: 'cn-north-1',
          analyzer: 'external',
          complete: true,
          collectedAt: '2026-11-23T12:00:00.000Z',
        },
      ),
    );
    const finding = accesses(verdict)[0]!;
    expect(finding.ProductArn).toBe(`arn:aws-cn:securityhub:cn-north-1:${ACCOUNT}:product/${ACCOUNT}/default`);
    expect(finding.RelatedFindings?.[0]?.ProductArn).toBe(
      'arn:aws-cn:securityhub:cn-north-1::product/aws/access-analyzer',
    );
    expect(finding.Resources[0]?.Partition).toBe('aws-cn');
  });

  test.each([
    ['many small ones', Array.from({ length: 450 }, (_, index) => `b-${index}`)],
    ['few large ones', Array.from({ length: 40 }, (_, index) => `${index}${'𐀀'.repeat(1500)}`)],
    [
      'hostile ones',
      [...HOSTILE_STRINGS, ...HOSTILE_STRINGS.map((name) => name.repeat(Math.ceil(3000 / (name.length || 1))))],
    ],
  ])('batches are of one account and Region, at most 100 findings and 240 KB: %s', (_, names) => {
    const findings = names.map((name, index): FindingDraft => ({
      id: `f-${index}`,
      resource: `arn:aws:s3:::${index}${name}`,
      principal: { AWS: name },
      action: [name, 's3:GetObject'],
      condition: { [name]: name },
    }));
    const batches = toAsff(judge({ 'us-east-1': seen(...findings), 'us-west-2': seen(...findings.slice(0, 120)) }));
    expect(batches.length).toBeGreaterThan(2);
    const ids = batches.flatMap((batch) => {
      expect(batch.findings.length).toBeGreaterThan(0);
      expect(batch.findings.length).toBeLessThanOrEqual(100);
      expect(Buffer.byteLength(JSON.stringify({ Findings: batch.findings }))).toBeLessThanOrEqual(240_000);
      for (const { AwsAccountId, ProductArn } of batch.findings) {
        expect(AwsAccountId).toBe(batch.account);
        expect(ProductArn).toContain(`:${batch.region}:${batch.account}:`);
      }
      return batch.findings.map(({ Id }) => Id);
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(2 + names.length + Math.min(120, names.length));
  });

  test('stays inside ASFF’s limits whatever the names', () => {
    for (const finding of all(hostileVerdict())) {
      expect(finding.Title.length).toBeLessThanOrEqual(256);
      expect(finding.Description.length).toBeLessThanOrEqual(1024);
      expect(finding.Remediation.Recommendation.Text.length).toBeLessThanOrEqual(512);
      expect(Object.keys(finding.ProductFields).length).toBeLessThanOrEqual(50);
      expect((finding.RelatedFindings ?? []).length).toBeLessThanOrEqual(10);
      expect(finding.UpdatedAt >= finding.CreatedAt).toBe(true);
      for (const text of [
        finding.Title,
        finding.Description,
        ...Object.values(finding.ProductFields),
        ...finding.Resources.map(({ Id }) => Id),
        ...finding.Resources.flatMap(({ Details }) => Object.values(Details?.Other ?? {})),
      ]) {
        expect(text).not.toBe('');
        expect(text.length).toBeLessThanOrEqual(2048);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      }
    }
  });

  test('refuses an account that Security Hub cannot know, and a report without a time', () => {
    expect(() => toAsff(evaluate(buildEvidence({ account: 'unknown', regions: { 'us-east-1': seen({}) } })))).toThrow(
      InvalidInputError,
    );
    const nothing = judge({ 'us-east-1': 'lost' });
    expect(() => toAsff(nothing)).toThrow(/at: found nothing, expected the time of the audit/);
    expect(() => toAsff(nothing, { at: 'yesterday' })).toThrow(/at: found "yesterday"/);
    expect(all(nothing, { at: '2026-11-23T12:00:00Z' })).toMatchObject([
      { UpdatedAt: '2026-11-23T12:00:00.000Z', Compliance: { Status: 'NOT_AVAILABLE' } },
    ]);
  });
});

describe('toAsff with the time of the audit', () => {
  test('says it of what nothing tells when it was read, and of nothing else', () => {
    // Of a resumed audit the newest read may be older than what was imported, and Security Hub passes over an older time.
    const verdict = judge({ 'us-east-1': 'clean', 'eu-west-1': 'lost' });
    const times = (options?: ToAsffOptions): unknown[] => all(verdict, options).map(({ UpdatedAt }) => UpdatedAt);
    expect(times()).toEqual(['2026-11-23T12:00:00.000Z', '2026-11-23T12:00:00.000Z']);
    expect(times({ at: '2026-11-24T00:00:00Z' })).toEqual(['2026-11-24T00:00:00.000Z', '2026-11-23T12:00:00.000Z']);
    expect(() => toAsff(verdict, { at: 'yesterday' })).toThrow(/at: found "yesterday"/);
  });
});

describe('toAsff of an account without any known Region', () => {
  const states = (verdict: Verdict, options?: ToAsffOptions): unknown[] =>
    all(verdict, options)
      .filter(({ AwsAccountId }) => AwsAccountId === LOST_ACCOUNT)
      .map(({ Id, Compliance }) => [Id, Compliance.Status]);
  const regionId = (region: string): string => `access-analyzer-kit/${LOST_ACCOUNT}/${region}/AccessAnalyzer-001`;

  test.each([
    ['strict', policies.strict],
    ['one that takes silence for a pass', policies.conformity],
  ])('shows it as not available, with the reason, in the Region that every account has: policy %s', (_, policy) => {
    const verdict = lostAccountVerdict(policy);
    expect(states(verdict)).toEqual([[regionId('us-east-1'), 'NOT_AVAILABLE']]);
    const [batch] = toAsff(verdict).filter(({ account }) => account === LOST_ACCOUNT);
    expect(batch).toMatchObject({
      partition: 'aws',
      region: 'us-east-1',
      findings: [
        {
          ProductArn: `arn:aws:securityhub:us-east-1:${LOST_ACCOUNT}:product/${LOST_ACCOUNT}/default`,
          UpdatedAt: '2026-11-23T12:00:00.000Z',
          Severity: { Original: 'UNKNOWN' },
          Remediation: { Recommendation: { Text: 'credentials: credentials. Repair credentials.' } },
          RecordState: 'ACTIVE',
        },
      ],
    });
    expect(batch!.findings[0]!.Description).toContain('is UNKNOWN (unread). credentials: credentials.');
  });

  test('fails it under a policy that fails what cannot be read', () => {
    expect(states(lostAccountVerdict({ ...policies.strict, unreadable: 'FAIL' }))).toEqual([
      [regionId('us-east-1'), 'FAILED'],
    ]);
  });

  test('takes back the PASSED of the Regions that an earlier verdict knows, and the next read puts them right', () => {
    const account = { account: LOST_ACCOUNT, collectedAt: '2026-11-21T12:00:00.000Z' };
    const first = evaluate(
      buildEvidence({ ...account, regions: { 'eu-west-1': 'clean', 'us-east-1': 'clean', 'ap-east-1': 'disabled' } }),
    );
    const second = evaluate(buildEvidence({ ...account, regions: { 'eu-west-1': 'clean', 'eu-west-2': 'clean' } }));
    const ids = [regionId('eu-west-1'), regionId('us-east-1')];
    expect(states(first)).toEqual(ids.map((id) => [id, 'PASSED']));
    expect(states(lostAccountVerdict(), { previous: first })).toEqual(ids.map((id) => [id, 'NOT_AVAILABLE']));
    expect(states(lostAccountVerdict(), { previous: [second, first] })).toEqual(
      ['eu-west-1', 'eu-west-2', 'us-east-1'].map((region) => [regionId(region), 'NOT_AVAILABLE']),
    );
    const later = evaluate(buildEvidence({ account: LOST_ACCOUNT, regions: { 'us-east-1': 'clean' } }));
    expect(states(later)).toEqual([[regionId('us-east-1'), 'PASSED']]);
  });

  test('an account whose Regions are all disabled is there too, and no account is none', () => {
    const disabled = all(judge({ 'ap-east-1': 'disabled' }), { at: '2026-11-23T12:00:00Z' });
    expect(disabled.map(({ Id, Compliance }) => [Id, Compliance.Status])).toEqual([
      [`access-analyzer-kit/${ACCOUNT}/us-east-1/AccessAnalyzer-001`, 'NOT_AVAILABLE'],
    ]);
    expect(toAsff(createEvaluator([]).finish())).toEqual([]);
  });

  test('needs a time when nothing at all was read', () => {
    const nothing = evaluate(
      buildEvidence({ account: LOST_ACCOUNT, source: 'static', scopeProblem: 'credentials', regions: {} }),
    );
    expect(() => toAsff(nothing)).toThrow(/at: found nothing, expected the time of the audit/);
    expect(states(nothing, { at: '2026-11-23T12:00:00Z' })).toEqual([[regionId('us-east-1'), 'NOT_AVAILABLE']]);
  });

  test('a Region that was not read for want of credentials says so, and not that nothing is open', () => {
    const verdict = evaluate(
      buildEvidence({
        source: 'selected',
        scopeProblem: 'credentials',
        regions: { 'eu-west-1': { problem: 'credentials' }, 'us-east-1': { problem: 'credentials' } },
      }),
    );
    for (const { Compliance, Description, Remediation } of all(verdict)) {
      expect(Compliance.Status).toBe('NOT_AVAILABLE');
      expect(Description).toContain('credentials: credentials. Repair credentials.');
      expect(Description).not.toContain('Nothing is open');
      expect(Remediation.Recommendation.Text).toContain('Repair credentials.');
    }
  });
});

describe('toAsff with an earlier verdict', () => {
  const DAY_1 = '2026-11-21T12:00:00.000Z';
  const DAY_2 = '2026-11-22T12:00:00.000Z';
  const bucket = (name: string): FindingDraft => ({ id: name, resource: `arn:aws:s3:::${name}` });
  const role = { resource: 'arn:aws:iam::111122223333:role/r', resourceType: 'AWS::IAM::Role' };
  const first = judge({ 'us-east-1': seen(bucket('east')), 'eu-west-1': seen(bucket('west')) }, DAY_1);

  test('ARCHIVED is only what a complete later read of its account, Region and zone no longer has', () => {
    const half = judge({ 'us-east-1': 'clean', 'eu-west-1': { problem: 'throttled' } });
    expect(accesses(half, { previous: first }).map(brief)).toEqual(['us-east-1 arn:aws:s3:::east ARCHIVED']);
    expect(accesses(half)).toEqual([]);
    const closed = accesses(half, { previous: first })[0]!;
    expect(closed).toMatchObject({ UpdatedAt: '2026-11-23T12:00:00.000Z', Compliance: { Status: 'PASSED' } });
    expect(closed.Id).toBe(accesses(first).find(({ Resources }) => Resources[0]!.Id.endsWith('east'))!.Id);
    expect(closed.ProductFields['access-analyzer-kit/fate']).toBe('gone');
  });

  test.each([
    ['an older read', judge({ 'us-east-1': 'clean', 'eu-west-1': 'clean' }, '2026-11-20T12:00:00.000Z')],
    ['another zone of trust', judge({ 'us-east-1': { analyzers: [{ type: 'ORGANIZATION' }] }, 'eu-west-1': 'none' })],
    ['an analyzer made anew', judge({ 'us-east-1': { analyzers: [{ createdAt: '2026-11-20T00:00:00.000Z' }] } })],
    ['Regions that are not in scope', judge({ 'ap-south-1': 'clean' })],
    ['a sample', judge({ 'us-east-1': { analyzers: [{ detail: 'counts', kept: 0, findings: [{}] }] } })],
  ])('%s closes nothing', (_, later) => {
    expect(accesses(later, { previous: first })).toEqual([]);
  });

  test('place by place: a role that is gone from one Region is closed there alone', () => {
    const both = judge(
      {
        'us-east-1': seen({ id: 'e', ...role }),
        'eu-west-1': seen({ id: 'w', ...role }),
        'us-west-2': seen({ id: 'x', ...role }),
      },
      DAY_1,
    );
    const later = judge({
      'us-east-1': seen({ id: 'e', ...role }),
      'eu-west-1': 'clean',
      'us-west-2': { problem: 'timeout' },
    });
    expect(accesses(later, { previous: both }).map(brief).sort()).toEqual([
      `eu-west-1 ${role.resource} ARCHIVED`,
      `us-east-1 ${role.resource} ACTIVE`,
    ]);
  });

  test('RESOLVED and ARCHIVED close where the read that says so is whole', () => {
    const states = (status: string, state: 'read' | 'partial'): string[] =>
      accesses(judge({ 'us-east-1': { analyzers: [{ state, findings: [{ status }] }] } })).map(
        ({ RecordState }) => RecordState,
      );
    expect(states('RESOLVED', 'read')).toEqual(['ARCHIVED']);
    expect(states('ARCHIVED', 'read')).toEqual(['ARCHIVED']);
    expect(states('RESOLVED', 'partial')).toEqual([]);
    expect(states('SNOOZED', 'read')).toEqual(['ACTIVE']);
  });

  test('what is hidden now says so', () => {
    const hides = judge({
      'us-east-1': {
        analyzers: [{}],
        suppressed: [{ findings: [{ id: 'east', resource: 'arn:aws:s3:::east', status: 'ARCHIVED', isPublic: true }] }],
      },
    });
    expect(
      accesses(hides, { previous: first }).map(({ ProductFields }) => ProductFields['access-analyzer-kit/fate']),
    ).toEqual(['archived']);
  });

  test('several earlier verdicts: what only an older one saw is closed when it is read again', () => {
    const second = judge({ 'us-east-1': 'clean', 'eu-west-1': { problem: 'throttled' } }, DAY_2);
    const third = judge({ 'us-east-1': 'clean', 'eu-west-1': 'clean' });
    expect(accesses(third, { previous: second })).toEqual([]);
    expect(
      accesses(third, { previous: [first, second] })
        .map(brief)
        .sort(),
    ).toEqual(['eu-west-1 arn:aws:s3:::west ARCHIVED', 'us-east-1 arn:aws:s3:::east ARCHIVED']);
    expect(() => toAsff(third, { previous: [first, {} as Verdict] })).toThrow(/previous\[1\]/);
  });
});
