import { describe, expect, it } from 'vitest';
import type { FindingListing } from '../../../../src/findings/finding-listing.ts';
import { createSliceReader } from '../../../../src/findings/partition/slice-reader.ts';
import { toFinding } from '../../../../src/model/to-finding.ts';
import type { Finding } from '../../../../src/model/finding.ts';
import type { Slice } from '../../../../src/findings/partition/slice.ts';

/** A reader is only told here what was found: nothing is asked for. */
const listing = {
  context: {},
  pagesOf: () => () => Promise.reject(new Error('nobody asks')),
} as unknown as FindingListing;

let number = 0;
const found = (resourceType: string | undefined, resourceOwnerAccount: string | undefined): Finding =>
  toFinding({ id: `f${(number += 1)}`, status: 'ACTIVE', resourceType, resourceOwnerAccount }, { api: 'v1' });

const counted = (slice: Slice, ...pages: Finding[][]): object => {
  const reader = createSliceReader(listing, undefined, slice);
  for (const page of pages) reader.note(page);
  const { counts, lacking } = reader.seen;
  return {
    types: [...counts.resourceType],
    owners: [...counts.resourceOwnerAccount],
    lacking: [...lacking],
    pages: reader.pages,
  };
};

describe('createSliceReader', () => {
  it('counts the values of what it read, by which it may be split', () => {
    expect(counted({}, [found('T', '1'), found('U', '1')], [found('T', '2')])).toStrictEqual({
      types: [
        ['T', 2],
        ['U', 1],
      ],
      owners: [
        ['1', 2],
        ['2', 1],
      ],
      lacking: [],
      pages: 2,
    });
  });

  it('notes what some finding lacks: it cannot be split by that', () => {
    expect(counted({}, [found(undefined, '1'), found('T', undefined)])).toMatchObject({
      types: [['T', 1]],
      owners: [['1', 1]],
      lacking: ['resourceType', 'resourceOwnerAccount'],
    });
  });

  it('counts only what it is not split by yet', () => {
    expect(counted({ resourceType: { eq: ['T'] } }, [found('T', '1')])).toMatchObject({
      types: [],
      owners: [['1', 1]],
    });
    const both: Slice = { resourceType: { eq: ['T'] }, resourceOwnerAccount: { eq: ['1'] } };
    expect(counted(both, [found('T', '1')])).toStrictEqual({ types: [], owners: [], lacking: [], pages: 1 });
  });

  it('keeps the ids of the first page, and of no other', () => {
    const reader = createSliceReader(listing, undefined, {});
    expect([reader.firstIds, reader.pages]).toStrictEqual([[], 0]);
    const first = [found('T', '1'), found('T', '1')];
    reader.note(first);
    reader.note([found('T', '1')]);
    expect(reader.firstIds).toStrictEqual(first.map(({ id }) => id));
  });
});
