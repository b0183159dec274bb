import { AccessAnalyzerClient, GetFindingsStatisticsCommand } from '@aws-sdk/client-accessanalyzer';
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
  ['nothing computed yet, which is unknown and not zero', {}, { byResourceType: {}, byUnusedAccessType: {} }],
  ['an empty list, which is unknown too', { findingsStatistics: [] }, { byResourceType: {}, byUnusedAccessType: {} }],
  [
    'a kind of next year',
    { findingsStatistics: [{ $unknown: ['later', {}] }] },
    { byResourceType: {}, byUnusedAccessType: {} },
  ],
])('counts %s', async (_name, answer, expected) => {
  mock.on(GetFindingsStatisticsCommand).resolves(answer);
  expect(await countFindings(client, analyzer)).toStrictEqual(expected);
});

describe('countFindings', () => {
  it('throws what AWS refuses', async () => {
    mock.on(GetFindingsStatisticsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    await expect(countFindings(client, analyzer)).rejects.toMatchObject({
      problem: { code: 'access-denied', missingAction: 'access-analyzer:GetFindingsStatistics' },
    });
  });
});
