import { describe, expect, test } from 'vitest';
import { placeKey, placesOf, uniqueScopes } from '../../../src/evaluate/place.ts';
import type { RegionEvidence, Scope } from '../../../src/model/evidence.ts';
import { ACCOUNT, buildEvidence, buildRegion } from '../../helpers/build-evidence.ts';

const [scope] = buildEvidence({ regions: { 'us-east-1': 'clean' } }).scopes as [Scope];
const byKey = (...records: readonly RegionEvidence[]): ReadonlyMap<string, RegionEvidence> =>
  new Map(records.map((record) => [placeKey(record), record]));

describe('a Region is disabled', () => {
  const read = buildRegion(ACCOUNT, 'us-east-1', 'clean');
  const saysDisabled = buildRegion(ACCOUNT, 'us-east-1', 'said-disabled');
  const wants: Scope = { ...scope, regions: ['us-east-1'], disabled: [] };
  const lacks: Scope = { ...scope, regions: [], disabled: [] };
  const knows: Scope = { ...scope, regions: [], disabled: ['us-east-1'] };

  const refused = buildRegion(ACCOUNT, 'us-east-1', { problem: 'region-unusable' });
  const withAnalyzer = buildRegion(ACCOUNT, 'us-east-1', { problem: 'region-unusable', analyzers: [{}] });
  const unreachable = buildRegion(ACCOUNT, 'us-east-1', { problem: 'network' });

  test.each<[string, Scope | undefined, RegionEvidence | undefined, boolean]>([
    ['when ListRegions said so, though nobody looked', knows, undefined, true],
    ['when ListRegions said so and the record does', knows, saysDisabled, true],
    ['not when the scope says both', { ...knows, regions: ['us-east-1'] }, saysDisabled, false],
    ['not when the scope says both and there is no record', { ...knows, regions: ['us-east-1'] }, undefined, false],
    [
      'when ListRegions said so and another pass, which guessed, was refused there as in such a Region',
      knows,
      refused,
      true,
    ],
    ['not when that pass saw something there', knows, withAnalyzer, false],
    ['not when the record holds something all the same', knows, { ...read, state: 'disabled' }, false],
    ['not when that pass was kept off by anything else', knows, unreachable, false],
    ['not when nobody but that refusal says so', lacks, refused, false],
    ['not when the refusal came where the list of Regions is a guess', { ...lacks, source: 'static' }, refused, false],
    ['not when it was read after all', knows, read, false],
    ['not when it was read after all, in no scope', undefined, read, false],
    ['not when it was read after all, beside the scope', lacks, read, false],
    ['not when it was wanted and only its record says so', wants, saysDisabled, false],
    ['not when it was wanted and there is no record', wants, undefined, false],
    ['when the record says so of a Region that the account has not enabled', lacks, saysDisabled, true],
    ['when the record says so of a Region that nobody selected', { ...lacks, source: 'selected' }, saysDisabled, true],
    ['not when the list of Regions is a guess', { ...lacks, source: 'static' }, saysDisabled, false],
    ['not when there is no scope', undefined, saysDisabled, false],
  ])('%s', (_what, given, record, disabled) => {
    const places = placesOf(given === undefined ? [] : [given], byKey(...(record === undefined ? [] : [record])));
    expect(places).toEqual([
      { partition: 'aws', account: ACCOUNT, region: 'us-east-1', scope: given, record, disabled },
    ]);
  });
});

test('places are ordered by partition, account and Region, and each stands once', () => {
  const at = (partition: string, account: string, region: string): RegionEvidence => ({
    ...buildRegion(account, region, 'clean'),
    partition,
  });
  const records = [
    at('aws-cn', '111111111111', 'cn-north-1'),
    at('aws', '333333333333', 'eu-west-1'),
    at('aws', '222222222222', 'us-east-1'),
    at('aws', '222222222222', 'eu-west-1'),
  ];
  const scopes: readonly Scope[] = [{ ...scope, account: '222222222222', regions: ['us-east-1', 'us-west-2'] }];
  expect(placesOf(scopes, byKey(...records)).map(({ account, region }) => `${account} ${region}`)).toEqual([
    '222222222222 eu-west-1',
    '222222222222 us-east-1',
    '222222222222 us-west-2',
    '333333333333 eu-west-1',
    '111111111111 cn-north-1',
  ]);
});

describe('scopes', () => {
  test('of one account have to be merged first', () => {
    expect(() => uniqueScopes([scope, { ...scope, source: 'static' }])).toThrow(
      expect.objectContaining({
        code: 'EVIDENCE_CONFLICT',
        message: `Two scopes of account ${ACCOUNT} in partition aws: join the parts of an audit with mergeEvidence first.`,
      }) as Error,
    );
  });

  test('of two accounts or partitions are two', () => {
    const scopes = [scope, { ...scope, account: '999988887777' }, { ...scope, partition: 'aws-cn' }];
    expect(uniqueScopes(scopes)).toEqual(scopes);
  });
});
