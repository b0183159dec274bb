import { AccessAnalyzerClient, GetAnalyzerCommand, GetFindingsStatisticsCommand } from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { countFindings, type FindingCounts } from '../../../src/findings/count-findings.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const client = new AccessAnalyzerClient({ region: 'eu-central-1' });
const mock = mockClient(client);
const analyzer = toAnalyzer({ arn: 'arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/a', type: 'ACCOUNT' });
const totals = { totalActiveFindings: 5, totalArchivedFindings: 2, totalResolvedFindings: 9 };

beforeEach(() => {
  mock.reset();
});

it.each<[string, object, FindingCounts]>([
  [
    'external access',
    {
      findingsStatistics: [
        {
          externalAccessFindingsStatistics: {
            ...totals,
            resourceTypeStatistics: {
              'AWS::S3::Bucket': { totalActivePublic: 1, totalActiveCrossAccount: 3, totalActiveErrors: 0 },
              'AWS::IAM::Role': { totalActiveCrossAccount: 1 },
            },
          },
        },
      ],
      lastUpdatedAt: new Date('2026-11-23T01:02:03.004Z'),
    },
    {
      active: 5,
      archived: 2,
      resolved: 9,
      byResourceType: {
        'AWS::IAM::Role': { activeCrossAccount: 1 },
        'AWS::S3::Bucket': { activePublic: 1, activeCrossAccount: 3, activeErrors: 0 },
      },
      byUnusedAccessType: {},
      lastUpdatedAt: '2026-11-23T01:02:03.004Z',
    },
  ],
  [
    'internal access',
    {
      findingsStatistics: [
        {
          internalAccessFindingsStatistics: {
            ...totals,
            resourceTypeStatistics: {
              'AWS::S3::Bucket': { totalActiveFindings: 5, totalResolvedFindings: 9, totalArchivedFindings: 2 },
            },
          },
        },
      ],
    },
    {
      active: 5,
      archived: 2,
      resolved: 9,
      byResourceType: { 'AWS::S3::Bucket': { active: 5, archived: 2, resolved: 9 } },
      byUnusedAccessType: {},
    },
  ],
  [
    'unused access',
    {
      findingsStatistics: [
        {
          unusedAccessFindingsStatistics: {
            ...totals,
            unusedAccessTypeStatistics: [{ unusedAccessType: 'UnusedIAMRole', total: 5 }, {}],
            topAccounts: [{ account: '111122223333' }],
          },
        },
      ],
    },
    { active: 5, archived: 2, resolved: 9, byResourceType: {}, byUnusedAccessType: { UnusedIAMRole: 5 } },
  ],
  [
    'several kinds together, by name, and nothing that is no number of findings',
    {
      findingsStatistics: [
        null,
        'none',
        {
          externalAccessFindingsStatistics: {
            totalActiveFindings: 2,
            totalArchivedFindings: -1,
            totalResolvedFindings: '3',
            resourceTypeStatistics: {
              'AWS::SQS::Queue': { totalActivePublic: 0, totalActiveErrors: Number.NaN },
              'AWS::IAM::Role': 'many',
              'AWS::KMS::Key': null,
            },
          },
        },
        {
          internalAccessFindingsStatistics: {
            totalActiveFindings: 3,
            totalArchivedFindings: 4,
            totalResolvedFindings: Number.POSITIVE_INFINITY,
            resourceTypeStatistics: {
              'AWS::RDS::DBSnapshot': {
                totalActiveFindings: 1,
                totalArchivedFindings: 2,
                totalResolvedFindings: 3,
              },
            },
          },
          unusedAccessFindingsStatistics: {
            resourceTypeStatistics: ['AWS::IAM::User'],
            unusedAccessTypeStatistics: [
              { unusedAccessType: 'UnusedPermission', total: 2 },
              null,
              { unusedAccessType: 7, total: 2 },
              { unusedAccessType: 'UnusedIAMUserPassword', total: -2 },
              { unusedAccessType: 'UnusedIAMRole', total: 1 },
            ],
          },
        },
      ],
      lastUpdatedAt: 'some time',
    },
    {
      active: 5,
      archived: 4,
      byResourceType: {
        'AWS::RDS::DBSnapshot': { active: 1, archived: 2, resolved: 3 },
        'AWS::SQS::Queue': { activePublic: 0 },
      },
      byUnusedAccessType: { UnusedIAMRole: 1, UnusedPermission: 2 },
    },
  ],
  [
    'several parts of one kind or type together, as the totals',
    {
      findingsStatistics: [
        {
          externalAccessFindingsStatistics: {
            totalActiveFindings: 3,
            resourceTypeStatistics: { 'AWS::S3::Bucket': { totalActivePublic: 1, totalActiveCrossAccount: 2 } },
          },
        },
        {
          externalAccessFindingsStatistics: {
            totalActiveFindings: 4,
            resourceTypeStatistics: { 'AWS::S3::Bucket': { totalActiveCrossAccount: 3, totalActiveErrors: 1 } },
          },
        },
        {
          internalAccessFindingsStatistics: {
            totalActiveFindings: 5,
            resourceTypeStatistics: { 'AWS::S3::Bucket': { totalActiveFindings: 5 } },
          },
        },
        {
          unusedAccessFindingsStatistics: {
            totalActiveFindings: 6,
            unusedAccessTypeStatistics: [
              { unusedAccessType: 'UnusedIAMRole', total: 2 },
              { unusedAccessType: 'UnusedIAMRole', total: 4 },
            ],
          },
        },
      ],
    },
    {
      active: 18,
      byResourceType: { 'AWS::S3::Bucket': { activePublic: 1, activeCrossAccount: 5, activeErrors: 1, active: 5 } },
      byUnusedAccessType: { UnusedIAMRole: 6 },
    },
  ],
  [
    'nothing that is not where it belongs',
    { findingsStatistics: { externalAccessFindingsStatistics: totals } },
    { byResourceType: {}, byUnusedAccessType: {} },
  ],
  ['nothing computed yet, which is unknown and not zero', {}, { byResourceType: {}, byUnusedAccessType: {} }],
  ['an empty list, which is unknown too', { findingsStatistics: [] }, { byResourceType: {}, byUnusedAccessType: {} }],
  [
    'a kind of next year',
    { findingsStatistics: [{ $unknown: ['later', {}] }] },
    { byResourceType: {}, byUnusedAccessType: {} },
  ],
])('counts %s', async (_name, answer, expected) => {
  mock.on(GetFindingsStatisticsCommand).resolves(answer);
  const counts = await countFindings(client, analyzer);
  expect(counts).toStrictEqual(expected);
  for (const member of ['byResourceType', 'byUnusedAccessType'] as const) {
    expect(Object.keys(counts[member])).toStrictEqual(Object.keys(expected[member]).sort());
  }
});

describe('countFindings', () => {
  it('asks for a name’s analyzer first, with its ARN then, and for nothing once it is aborted', async () => {
    mock.on(GetAnalyzerCommand).resolves({ analyzer: { ...analyzer, name: 'a' } as never });
    mock.on(GetFindingsStatisticsCommand).resolves({});
    await countFindings(client, 'a');
    expect(mock.calls().map(({ args: [command] }) => command.input)).toStrictEqual([
      { analyzerName: 'a' },
      { analyzerArn: analyzer.arn },
    ]);
    mock.resetHistory();
    await expect(countFindings(client, 'a', { signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
    await expect(countFindings(client, {} as never)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(mock.calls()).toHaveLength(0);
  });

  it('throws what AWS refuses', async () => {
    mock.on(GetFindingsStatisticsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await expect(countFindings(client, analyzer)).rejects.toMatchObject({
      problem: { code: 'access-denied', missingAction: 'access-analyzer:GetFindingsStatistics' },
    });
  });
});
