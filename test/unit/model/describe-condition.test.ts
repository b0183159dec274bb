import { describe, expect, it } from 'vitest';
import { describeCondition } from '../../../src/model/describe-condition.ts';
import { toFinding } from '../../../src/model/to-finding.ts';

describe('describeCondition', () => {
  it('tells global keys from those of services, ordered by key', () => {
    const condition = { 'kms:CallerAccount': '1', 'aws:SourceIp': '10.0.0.0/8', 'AWS:SourceVpc': 'v', awsx: 'y' };
    expect(describeCondition(toFinding({ id: 'f', condition }, { api: 'v1' }))).toEqual([
      { key: 'AWS:SourceVpc', value: 'v', scope: 'global' },
      { key: 'aws:SourceIp', value: '10.0.0.0/8', scope: 'global' },
      { key: 'awsx', value: 'y', scope: 'service' },
      { key: 'kms:CallerAccount', value: '1', scope: 'service' },
    ]);
  });

  it('knows none on a finding without a grant', () => {
    expect(describeCondition(toFinding({ id: 'u', findingType: 'UnusedIAMRole' }, { api: 'v2' }))).toEqual([]);
  });
});
