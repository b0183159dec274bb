import { describe, expect, it } from 'vitest';
import { readsAlike } from '../../../src/findings/reads-alike.ts';

const time = '2026-11-20T10:00:00Z';
const external = {
  id: 'f-1',
  principal: { AWS: '*' },
  action: ['s3:GetObject'],
  condition: {},
  isPublic: true,
  sources: [{ type: 'BUCKET_ACL', detail: { accessPointArn: 'arn' } }],
  createdAt: time,
  analyzedAt: time,
  updatedAt: time,
};
const unused = { id: 'f-1', findingType: 'UnusedIAMRole', createdAt: time, analyzedAt: time, updatedAt: null };

describe('a page of findings reads the same to the SDK', () => {
  it.each<[string, unknown, 'v1' | 'v2']>([
    ['without a token', { findings: [external] }, 'v1'],
    ['with one', { findings: [external, external], nextToken: 't' }, 'v1'],
    ['with null for one', { findings: [], nextToken: null }, 'v1'],
    ['without times and sources', { findings: [{ id: 'f-1' }] }, 'v1'],
    ['with sources that are no list, which nobody reads', { findings: [{ ...external, sources: 'all' }] }, 'v1'],
    ['of unused access', { findings: [unused] }, 'v2'],
  ])('%s', (_name, json, api) => {
    expect(readsAlike(json, api)).toBe(true);
  });
});

describe('a page of findings is left to the SDK', () => {
  it.each<[string, unknown]>([
    ['that is no object', null],
    ['that is a list', [external]],
    ['without a list', {}],
    ['whose list is none', { findings: { 0: external } }],
    ['with a token that is a number', { findings: [], nextToken: 7 }],
    ['with a finding that is a text', { findings: [external, 'f-2'] }],
    ['with a source that is a text', { findings: [{ ...external, sources: [external.sources[0], 'acl'] }] }],
    ['with a source whose detail is a list', { findings: [{ ...external, sources: [{ detail: [] }] }] }],
  ])('%s', (_name, json) => {
    expect(readsAlike(json, 'v1')).toBe(false);
  });

  it.each(['createdAt', 'analyzedAt', 'updatedAt'])('with %s in another form', (member) => {
    for (const value of [1_700_000_000, true, 'yesterday', '', {}]) {
      expect(readsAlike({ findings: [external, { ...external, [member]: value }] }, 'v1')).toBe(false);
    }
    for (const value of [undefined, null, '2026-11-20T10:00:00.123Z']) {
      expect(readsAlike({ findings: [{ ...external, [member]: value }] }, 'v1')).toBe(true);
    }
  });

  it.each<['v1' | 'v2', string[]]>([
    ['v1', ['__type', 'findingType', 'awsFindingType', 'findingDetails']],
    [
      'v2',
      [
        '__type',
        'awsFindingType',
        'findingDetails',
        'principal',
        'action',
        'condition',
        'isPublic',
        'sources',
        'resourceControlPolicyRestriction',
        'serviceControlPolicyRestriction',
        'principalOwnerAccount',
        'accessType',
        'principalType',
      ],
    ],
  ])('of %s with a member that the SDK drops', (api, members) => {
    for (const member of members) {
      expect([member, readsAlike({ findings: [{ id: 'f-1', [member]: 'x' }] }, api)]).toStrictEqual([member, false]);
      expect(readsAlike({ findings: [{ id: 'f-1', [member]: undefined }] }, api)).toBe(true);
    }
  });
});
