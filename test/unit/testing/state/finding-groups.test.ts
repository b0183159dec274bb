import { describe, expect, it } from 'vitest';
import { matchFilter } from '../../../../src/filters/index.ts';
import type { Filter } from '../../../../src/model/archive-rule.ts';
import { manyFindings } from '../../../../src/testing/index.ts';
import { firstFrom, groupedPositions } from '../../../../src/testing/state/finding-groups.ts';
import { FindingStore } from '../../../../src/testing/state/finding-store.ts';
import { asFinding, type StoredFinding } from '../../../../src/testing/state/stored-finding.ts';

const TYPES = ['AWS::S3::Bucket', 'AWS::IAM::Role', 'AWS::KMS::Key'];
const OWNERS = ['111122223333', '444455556666'];

function storeOf(count: number): FindingStore {
  const source = manyFindings(count, { resourceTypes: TYPES, owners: OWNERS });
  const account = '111122223333';
  const analyzerArn = `arn:aws:access-analyzer:us-east-1:${account}:analyzer/external`;
  const time = '2026-11-01T00:00:00.000Z';
  const findingType = 'ExternalAccess';
  return new FindingStore(source, { account, analyzerArn, findingType, createdAt: time, analyzedAt: time });
}

const matches = (finding: StoredFinding, filter: Filter): boolean => matchFilter(asFinding(finding), filter) === 'yes';

/** Looks through all. */
function scanned(store: FindingStore, filter: Filter): number[] {
  return [...store.from(0)].flatMap(([position, finding]) => (matches(finding, filter) ? [position] : []));
}

const filters: readonly Filter[] = [
  { resourceType: { eq: ['AWS::S3::Bucket'] } },
  { resourceType: { neq: ['AWS::S3::Bucket', 'AWS::KMS::Key'] } },
  { resourceOwnerAccount: { eq: ['444455556666'] } },
  { resourceType: { eq: ['AWS::IAM::Role'] }, resourceOwnerAccount: { neq: ['444455556666'] } },
  { resourceType: { eq: ['AWS::SNS::Topic'] } },
  { resourceType: { contains: ['Role'] } },
];

describe('positions by resource type and owner', () => {
  it.each(filters)('are those that looking through all finds: %j', (filter) => {
    const store = storeOf(6_000);
    expect(groupedPositions(store, filter, matches)).toEqual(scanned(store, filter));
  });

  it('follow what changes', () => {
    const store = storeOf(6_000);
    const filter = { resourceType: { eq: ['AWS::S3::Bucket'] } };
    const before = groupedPositions(store, filter, matches) ?? [];
    const moved = store.at(before[3] ?? 0);
    store.change(moved?.id ?? '', { resourceType: 'AWS::KMS::Key' });
    const added = store.add({ resourceType: 'AWS::S3::Bucket', resource: 'arn:aws:s3:::added' });
    store.remove(store.at(before[0] ?? 0)?.id ?? '');
    const after = groupedPositions(store, filter, matches);
    expect(after).toEqual(scanned(store, filter));
    expect(after).not.toContain(before[3]);
    expect(after?.map((position) => store.at(position)?.id)).toContain(added.id);
  });

  it('are not made for a few findings, nor for a filter of other properties', () => {
    expect(groupedPositions(storeOf(100), filters[0] ?? {}, matches)).toBeUndefined();
    expect(groupedPositions(storeOf(6_000), { status: { eq: ['ACTIVE'] } }, matches)).toBeUndefined();
  });
});

describe('firstFrom', () => {
  it.each([
    [[], 0, 0],
    [[2, 4, 6], 0, 0],
    [[2, 4, 6], 4, 1],
    [[2, 4, 6], 5, 2],
    [[2, 4, 6], 7, 3],
  ])('of %j from %d on is %d', (positions, start, index) => {
    expect(firstFrom(positions, start)).toBe(index);
  });
});
