import { describe, expect, it } from 'vitest';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const ARN = 'arn:aws-cn:access-analyzer:cn-north-1:111122223333:analyzer/main';

describe('toAnalyzer', () => {
  it('adds what the ARN and the type imply', () => {
    const raw = {
      arn: ARN,
      name: 'main',
      type: 'ORGANIZATION',
      createdAt: new Date('2026-01-02T03:04:05Z'),
      status: 'DISABLED',
      statusReason: { code: 'ORGANIZATION_DELETED' },
      lastResourceAnalyzed: undefined,
      tags: { b: '2', a: '1' },
    };
    expect(JSON.stringify(toAnalyzer(raw))).toBe(
      JSON.stringify({
        arn: ARN,
        name: 'main',
        type: 'ORGANIZATION',
        status: 'DISABLED',
        statusReason: { code: 'ORGANIZATION_DELETED' },
        createdAt: '2026-01-02T03:04:05.000Z',
        tags: { a: '1', b: '2' },
        partition: 'aws-cn',
        region: 'cn-north-1',
        account: '111122223333',
        access: 'external',
        zoneOfTrust: 'organization',
        serviceLinked: false,
      }),
    );
    expect(toAnalyzer(toAnalyzer(raw))).toEqual(toAnalyzer(raw));
  });

  it.each([
    ['ACCOUNT', 'external', 'account'],
    ['ORGANIZATION', 'external', 'organization'],
    ['ACCOUNT_UNUSED_ACCESS', 'unused', 'account'],
    ['ORGANIZATION_UNUSED_ACCESS', 'unused', 'organization'],
    ['ACCOUNT_INTERNAL_ACCESS', 'internal', 'account'],
    ['ORGANIZATION_INTERNAL_ACCESS', 'internal', 'organization'],
    ['ACCOUNT_FUTURE_ACCESS', 'unknown', undefined],
    [undefined, 'unknown', undefined],
  ])('reads type %s as %s access of zone %s', (type, access, zoneOfTrust) => {
    const analyzer = toAnalyzer({ arn: ARN, type });
    expect(analyzer).toMatchObject({ name: 'main', type: type ?? 'UNKNOWN', status: 'UNKNOWN', access });
    expect(analyzer.zoneOfTrust).toBe(zoneOfTrust);
  });

  it.each([
    [{ arn: ARN, managedBy: 'securityhubv2.amazonaws.com' }],
    [{ arn: ARN.replace('main', '_AccessAnalyzerForSecurityHub-1') }],
  ])('marks a service-linked analyzer', (raw) => {
    expect(toAnalyzer(raw).serviceLinked).toBe(true);
  });

  it.each([
    [{}, "arn: found nothing, expected an analyzer's ARN"],
    [{ arn: 'arn:aws:s3:::b' }, 'arn: found "arn:aws:s3:::b", expected an analyzer\'s ARN'],
    ['x', 'analyzer: found "x", expected an object'],
  ])('refuses %j', (raw, message) => {
    expect(() => toAnalyzer(raw)).toThrow(message);
  });
});
