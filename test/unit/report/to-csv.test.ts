import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { toCsv } from '../../../src/report/index.ts';
import { HOSTILE_CASES } from '../../helpers/hostile-strings.ts';
import { hostileVerdict, judge, richVerdict, seen } from '../../helpers/report-verdicts.ts';

type Row = Readonly<Record<string, string>>;

function rows(verdict: Verdict, record?: string): Row[] {
  const all: Row[] = parse(toCsv(verdict), { columns: true, record_delimiter: '\r\n', relax_column_count: false });
  return record === undefined ? all : all.filter((row) => row['record'] === record);
}

describe('toCsv', () => {
  test('one row says who can do what to which resource', () => {
    const row = rows(richVerdict(), 'access').find(({ findingIds }) => findingIds === 'public');
    expect(row).toMatchObject({
      status: 'ACTIVE',
      severity: 'high',
      resource: 'arn:aws:s3:::website',
      resourceType: 'AWS::S3::Bucket',
      principal: 'all principals',
      isPublic: 'true',
      levels: 'Read; Write',
      actions: 's3:FutureAction; s3:GetObject; s3:PutObject',
      unknownActions: 's3:FutureAction',
      conditions: 'aws:SourceIp = 203.0.113.0/24',
      sources: 'S3_ACCESS_POINT arn:aws:s3:us-east-1:111122223333:accesspoint/a',
      regions: 'us-east-1',
      accounts: '111122223333',
      firstSeen: '2026-11-01T00:00:00.000Z',
      updatedAt: '2026-11-01T00:00:00.000Z',
      ageDays: '22',
      findingIds: 'public',
    });
    expect(row?.['why']).toContain('AWS says that the access is public.');
  });

  test('a role seen in two Regions is one row', () => {
    const role = rows(richVerdict(), 'access').filter((row) => row['resource']?.endsWith('role/shared'));
    expect(role).toHaveLength(1);
    expect(role[0]).toMatchObject({ regions: 'us-east-1; us-west-2', findingIds: 'role; role-west', ageDays: '53' });
  });

  test('what AWS did not say is unknown, not false', () => {
    const hides = rows(richVerdict(), 'access').find((row) => row['findingIds'] === 'hides');
    expect(hides).toMatchObject({ isPublic: 'unknown', resource: '', principal: 'unknown principal' });
  });

  test('an empty table is never all there is: what is unread, hidden and broken has rows', () => {
    const verdict = richVerdict();
    expect(rows(verdict, 'headline')[0]).toMatchObject({ status: 'FAIL' });
    expect(rows(verdict, 'unread').map((row) => `${row['code']} ${row['regions']}`)).toEqual([
      'access-denied eu-west-1',
      'no-analyzer eu-west-2',
      'error-findings us-east-1',
      'unknown-status us-east-1',
    ]);
    expect(rows(verdict, 'error')).toMatchObject([{ resource: 'arn:aws:s3:::broken', code: 'ACCESS_DENIED' }]);
    expect(rows(verdict, 'hidden')).toMatchObject([{ resource: 'arn:aws:s3:::hidden', isPublic: 'true' }]);
    expect(rows(judge({ 'us-east-1': { problem: 'throttled' } }), 'headline')[0]).toMatchObject({ status: 'UNKNOWN' });
  });

  test('open findings that were only counted have a row', () => {
    const verdict = judge({ 'us-east-1': { analyzers: [{ detail: 'counts', kept: 0, findings: [{ id: 'a' }] }] } });
    expect(rows(verdict, 'access')).toEqual([]);
    expect(rows(verdict, 'fail')).toMatchObject([{ code: 'active-findings', regions: 'us-east-1' }]);
  });

  test('ends each record with CR LF and nothing else', () => {
    const text = toCsv(hostileVerdict());
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test('the columns are these, in this order: new ones come at the end', () => {
    expect(toCsv(judge({})).split('\r\n')[0]).toBe(
      'record,status,severity,resource,resourceType,resourceOwnerAccount,principal,principalKind,isPublic,levels,actions,unknownActions,conditions,sources,resourceControlPolicyRestriction,why,accounts,regions,firstSeen,updatedAt,ageDays,accessId,fingerprint,analyzers,findingIds,code,text',
    );
  });

  test.each(HOSTILE_CASES)('no cell is a formula or steers a terminal: %s', (_, name) => {
    for (const row of rows(
      judge({
        'us-east-1': seen({
          id: name,
          resource: name,
          resourceType: name,
          principal: { AWS: name },
          action: [name, name],
          condition: { [name]: name },
        }),
      }),
    )) {
      for (const cell of Object.values(row)) {
        expect(cell).not.toMatch(/(^|[;,|] *)[=+\-@＝＋－＠]/);
        expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
    }
  });

  test('a harmless name stands as it came', () => {
    const name = 'arn:aws:s3:::bucket/a=b+c-d@e, "quoted"';
    expect(rows(judge({ 'us-east-1': seen({ resource: name }) }), 'access')[0]?.['resource']).toBe(name);
  });

  test('a formula keeps its text behind an apostrophe', () => {
    const name = "=cmd|' /C calc'!A0";
    expect(rows(judge({ 'us-east-1': seen({ resource: name }) }), 'access')[0]?.['resource']).toBe(`'${name}`);
  });
});
