import { describe, expect, it } from 'vitest';
import { PARTITIONS, partitionOf } from '../../../src/model/partitions.ts';

describe('partitionOf', () => {
  it.each([
    ['us-east-1', 'aws', 'amazonaws.com'],
    ['mx-central-1', 'aws', 'amazonaws.com'],
    ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
    ['xx-new-1', 'aws', 'amazonaws.com'],
  ])('%s is of %s', (region, id, dnsSuffix) => {
    expect(partitionOf(region)).toMatchObject({ id, dnsSuffix });
  });
});

describe('PARTITIONS', () => {
  it('knows 34 commercial Regions, 17 of them enabled by default', () => {
    expect(partitionOf('us-east-1').regions).toHaveLength(34);
    expect(partitionOf('us-east-1').enabledByDefault).toHaveLength(17);
  });

  it.each(PARTITIONS.map((partition) => [partition.id, partition] as const))('%s is consistent', (id, partition) => {
    const { enabledByDefault, globalRegion, regions } = partition;
    expect(regions).toStrictEqual([...new Set(regions)].sort());
    expect(regions).toStrictEqual(expect.arrayContaining([...enabledByDefault]));
    expect([...regions, globalRegion].map((region) => partitionOf(region).id)).toStrictEqual(
      [...regions, globalRegion].map(() => id),
    );
  });
});
