import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { toOcsf, type OcsfEvent, type OcsfIamAnalysisFinding, type ToOcsfOptions } from '../../../src/report/index.ts';
import { ACCOUNT, buildEvidence, type FindingDraft } from '../../helpers/build-evidence.ts';
import { hostileVerdict, judge, richVerdict, seen } from '../../helpers/report-verdicts.ts';

const accesses = (verdict: Verdict, options?: ToOcsfOptions): OcsfIamAnalysisFinding[] =>
  toOcsf(verdict, options).filter((event) => event.class_uid === 2008);
const brief = ({ activity_name, status, resources }: OcsfEvent): string =>
  `${activity_name} ${status} ${resources[0]!.uid}`;

/* What OCSF 1.6.0 requires of the two classes and of the objects in them, and the enumerations that are used. */
const INTEGER = { asymmetricMatch: (value: unknown) => Number.isSafeInteger(value) };
const TEXT = { asymmetricMatch: (value: unknown) => typeof value === 'string' && value !== '' };
const REQUIRED = {
  activity_id: INTEGER,
  category_uid: 2,
  class_uid: INTEGER,
  type_uid: INTEGER,
  severity_id: INTEGER,
  time: INTEGER,
  metadata: { version: '1.6.0', product: { name: TEXT, vendor_name: TEXT }, profiles: ['cloud'] },
  finding_info: { uid: TEXT, title: TEXT, analytic: { type_id: 1 } },
  cloud: { provider: 'AWS' },
  remediation: { desc: TEXT },
};

function checkEvent(event: OcsfEvent): void {
  expect(event).toMatchObject(REQUIRED);
  expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id);
  expect([1, 2, 3]).toContain(event.activity_id);
  expect([0, 1, 2, 3, 4, 5]).toContain(event.severity_id);
  expect([1, 3, 4, 5]).toContain(event.status_id);
  // Milliseconds: a time in seconds would be of 1970.
  expect(event.time).toBeGreaterThan(Date.UTC(2000, 0));
  for (const { uid, type, role_id } of event.resources)
    expect([typeof uid, typeof type, role_id]).toEqual(['string', 'string', 1]);
  if (event.class_uid === 2003) {
    expect(event.compliance).toMatchObject({ control: TEXT, standards: [TEXT] });
    expect([1, 2, 3]).toContain(event.compliance.status_id);
  } else {
    const { accessors, condition_keys = [], additional_restrictions = [] } = event.access_analysis_result;
    expect(accessors.length).toBeGreaterThan(0);
    for (const { account, name, uid } of accessors)
      expect([account?.uid, name, uid].some((one) => one !== undefined && one !== '')).toBe(true);
    for (const { name, value } of condition_keys) expect([typeof name, typeof value]).toEqual(['string', 'string']);
    for (const restriction of additional_restrictions)
      expect(restriction).toMatchObject({ policy: { name: TEXT }, status_id: INTEGER });
  }
}

const verdicts: readonly (readonly [string, Verdict])[] = [
  ['some of everything', richVerdict()],
  ['hostile names', hostileVerdict()],
  ['clean', judge({ 'us-east-1': 'clean' })],
  ['unread', judge({ 'us-east-1': { problem: 'timeout' } })],
  ['a lax policy', evaluate(buildEvidence({ regions: { 'us-east-1': 'none' } }), policies.prowler)],
];

describe('toOcsf', () => {
  test.each(verdicts)('every event has what OCSF 1.6.0 requires: %s', (_, verdict) => {
    const events = toOcsf(verdict);
    expect(events.filter(({ class_uid }) => class_uid === 2003)).toHaveLength(1);
    for (const event of events) {
      checkEvent(event);
      // Names keep their signs in JSON, and only there: nothing steers who reads a field.
      expect(event.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      for (const { uid, type } of event.resources) expect(`${uid}${type}`).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
  });

  test.each([
    ['PASS', judge({ 'us-east-1': 'clean' }), 1, 1, 4],
    ['UNKNOWN', judge({ 'us-east-1': { problem: 'timeout' } }), 2, 0, 1],
    ['FAIL', judge({ 'us-east-1': seen({}) }), 3, 4, 1],
    ['FAIL', judge({ 'us-east-1': seen({ isPublic: true, action: ['s3:PutObject'] }) }), 3, 5, 1],
    [
      'PASS',
      evaluate(buildEvidence({ regions: { 'us-east-1': 'clean', 'us-west-2': { problem: 'timeout' } } }), {
        unreadable: 'ignore',
      }),
      1,
      1,
      1,
    ],
  ] as const)('the verdict %s is a compliance finding', (status, verdict, complianceId, severityId, statusId) => {
    expect(verdict.status).toBe(status);
    expect(toOcsf(verdict)[0]).toMatchObject({
      class_uid: 2003,
      compliance: { status_id: complianceId, status_code: status, control: 'AccessAnalyzer-001' },
      severity_id: severityId,
      status_id: statusId,
      cloud: { account: { uid: ACCOUNT, type_id: 10 }, cloud_partition: 'aws' },
    });
  });

  test('an access is an IAM analysis finding', () => {
    const event = accesses(richVerdict()).find(({ resources }) => resources[0]!.uid.endsWith('website'));
    expect(event).toMatchObject({
      type_uid: 200_801,
      severity_id: 4,
      time: Date.parse('2026-11-01T00:00:00.000Z'),
      cloud: { provider: 'AWS', account: { uid: ACCOUNT }, region: 'us-east-1', cloud_partition: 'aws' },
      finding_info: { types: ['Public Access'], first_seen_time: Date.parse('2026-11-01T00:00:00.000Z') },
      resources: [{ uid: 'arn:aws:s3:::website', type: 'AWS::S3::Bucket', owner: { account: { uid: ACCOUNT } } }],
      access_analysis_result: {
        accessors: [{ name: 'all principals', uid: '*' }],
        access_type: 'Public',
        access_level: 'Read, Write',
        granted_privileges: ['s3:FutureAction', 's3:GetObject', 's3:PutObject'],
        condition_keys: [{ name: 'aws:SourceIp', value: '203.0.113.0/24' }],
        additional_restrictions: [{ policy: { name: 'Resource control policy' }, status_id: 1 }],
      },
      unmapped: { ageDays: 22, regions: ['us-east-1'] },
    });
  });

  test.each([
    [{ AWS: '444455556666' }, 'Cross-Account', { uid: '444455556666', account: { uid: '444455556666' } }],
    [
      { AWS: 'arn:aws:iam::444455556666:role/r' },
      'Cross-Account',
      { uid: 'arn:aws:iam::444455556666:role/r', account: { uid: '444455556666' } },
    ],
    [{ Federated: 'accounts.google.com' }, 'Federated', { uid: 'accounts.google.com', type: 'Federated' }],
    [{}, 'Cross-Account', { name: 'unknown principal', type_id: 0 }],
  ])('the accessor of %j', (principal, accessType, accessor) => {
    const [event] = accesses(judge({ 'us-east-1': seen({ principal }) }));
    expect(event?.access_analysis_result).toMatchObject({ access_type: accessType, accessors: [accessor] });
  });

  test('excused, archived and resolved access have their own states', () => {
    expect(accesses(judge({ 'us-east-1': seen({ status: 'ARCHIVED' }) })).map(brief)).toEqual([
      'Create Archived arn:aws:s3:::bucket',
    ]);
    expect(accesses(judge({ 'us-east-1': seen({ status: 'RESOLVED' }) })).map(brief)).toEqual([
      'Close Resolved arn:aws:s3:::bucket',
    ]);
    const partner = accesses(richVerdict()).find(({ resources }) => resources[0]!.uid.endsWith('partner'));
    expect(brief(partner!)).toBe('Create Suppressed arn:aws:s3:::partner');
  });

  test('a report without a time is refused, unless the caller says one', () => {
    const nothing = judge({ 'us-east-1': 'lost' });
    expect(() => toOcsf(nothing)).toThrow(/options of toOcsf: at: found nothing/);
    expect(toOcsf(nothing, { at: '2026-11-23T12:00:00Z' })[0]?.time).toBe(Date.UTC(2026, 10, 23, 12));
  });
});

describe('toOcsf with an earlier verdict', () => {
  const DAY_1 = '2026-11-21T12:00:00.000Z';
  const bucket = (name: string): FindingDraft => ({ id: name, resource: `arn:aws:s3:::${name}` });
  const role = { resource: 'arn:aws:iam::111122223333:role/r', resourceType: 'AWS::IAM::Role' };
  const first = judge({ 'us-east-1': seen(bucket('east'), bucket('stays')), 'eu-west-1': seen(bucket('west')) }, DAY_1);

  test('closes what is proven gone, updates what stands, and says nothing of what was not seen', () => {
    const later = judge({ 'us-east-1': seen(bucket('stays'), bucket('fresh')), 'eu-west-1': { problem: 'timeout' } });
    expect(accesses(later, { previous: first }).map(brief).sort()).toEqual([
      'Close Resolved arn:aws:s3:::east',
      'Create New arn:aws:s3:::fresh',
      'Update New arn:aws:s3:::stays',
    ]);
    expect(toOcsf(later, { previous: first })[0]).toMatchObject({ activity_name: 'Update', type_uid: 200_302 });
  });

  test('a complete clean read closes the verdict', () => {
    const clean = judge({ 'us-east-1': 'clean', 'eu-west-1': 'clean' });
    expect(toOcsf(clean, { previous: first })[0]).toMatchObject({
      activity_name: 'Close',
      status: 'Resolved',
      type_uid: 200_303,
    });
    const before = toOcsf(first)[0]!.finding_info.uid;
    expect(toOcsf(clean, { previous: first })[0]!.finding_info.uid).toBe(before);
  });

  test.each([
    ['resolved in one Region', seen({ id: 'e', status: 'RESOLVED', ...role })],
    ['archived in one Region', seen({ id: 'e', status: 'ARCHIVED', ...role })],
    ['gone from one Region', 'clean' as const],
  ])('%s closes nothing that another Region may still show', (_, east) => {
    const both = judge({ 'us-east-1': seen({ id: 'e', ...role }), 'eu-west-1': seen({ id: 'w', ...role }) }, DAY_1);
    expect(accesses(judge({ 'us-east-1': east, 'eu-west-1': { problem: 'timeout' } }), { previous: both })).toEqual([]);
    expect(accesses(judge({ 'us-east-1': east, 'eu-west-1': 'clean' }), { previous: both })).toHaveLength(1);
  });

  test('an older verdict that saw more is not forgotten', () => {
    const old = judge({ 'us-east-1': seen({ id: 'e', ...role }), 'eu-west-1': seen({ id: 'w', ...role }) }, DAY_1);
    const middle = judge(
      { 'us-east-1': seen({ id: 'e', ...role }), 'eu-west-1': { problem: 'timeout' } },
      '2026-11-22T12:00:00.000Z',
    );
    const now = judge({ 'us-east-1': 'clean', 'eu-west-1': { problem: 'timeout' } });
    expect(accesses(now, { previous: [old, middle] })).toEqual([]);
    expect(accesses(now, { previous: [middle, old] })).toEqual([]);
  });

  test('what is hidden now is archived, not closed', () => {
    const hides = judge({
      'us-east-1': {
        analyzers: [{}],
        suppressed: [{ findings: [{ ...bucket('east'), status: 'ARCHIVED', isPublic: true }] }],
      },
      'eu-west-1': 'clean',
    });
    expect(accesses(hides, { previous: first }).map(brief).sort()).toEqual([
      'Close Resolved arn:aws:s3:::stays',
      'Close Resolved arn:aws:s3:::west',
      'Update Archived arn:aws:s3:::east',
    ]);
  });
});
