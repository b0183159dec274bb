import { describe, expect, test } from 'vitest';
import { countEvidence, createArchivedCounter, deservesALook } from '../../../src/model/evidence-counter.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { toFinding } from '../../../src/model/to-finding.ts';

let next = 0;

function finding(members: object): Finding {
  next += 1;
  return toFinding(
    {
      id: `f${next}`,
      findingType: 'ExternalAccess',
      status: 'ACTIVE',
      resourceType: 'AWS::S3::Bucket',
      isPublic: false,
      principal: { AWS: '444455556666' },
      action: ['s3:GetObject'],
      ...members,
    },
    { api: 'v2' },
  );
}

const NOTHING = {
  byStatus: {},
  unknownStatus: 0,
  activeExternal: {
    total: 0,
    public: 0,
    notPublic: 0,
    publicUnknown: 0,
    byResourceType: {},
    byLevel: { List: 0, Read: 0, Write: 0, Permissions: 0, Tagging: 0 },
    unknownActions: 0,
  },
  activeErrors: 0,
  activeUnknownType: 0,
  activeOther: 0,
};

test('no findings count as nothing', () => {
  expect(countEvidence([])).toEqual(NOTHING);
});

describe('an ACTIVE finding', () => {
  test.each<[string, object, object]>([
    ['of external access', {}, { activeExternal: { total: 1, notPublic: 1, public: 0, publicUnknown: 0 } }],
    ['that is public', { isPublic: true }, { activeExternal: { total: 1, public: 1, notPublic: 0 } }],
    [
      'of which AWS did not say',
      { isPublic: undefined },
      { activeExternal: { total: 1, publicUnknown: 1, notPublic: 0 } },
    ],
    ['with an error', { error: 'ACCESS_DENIED' }, { activeErrors: 1, activeExternal: { total: 0 } }],
    ['of a type that nobody knows', { findingType: 'Quantum' }, { activeUnknownType: 1, activeExternal: { total: 0 } }],
    ['of unused access', { findingType: 'UnusedIAMRole' }, { activeOther: 1, activeExternal: { total: 0 } }],
    ['of internal access', { findingType: 'InternalAccess' }, { activeOther: 1, activeExternal: { total: 0 } }],
    [
      'of unused access with an error',
      { findingType: 'UnusedIAMRole', error: 'X' },
      { activeErrors: 1, activeOther: 0 },
    ],
    [
      'that changes things',
      { action: ['s3:PutObject', 's3:GetObject'] },
      { activeExternal: { byLevel: { Read: 1, Write: 1 } } },
    ],
    ['with an unknown action', { action: ['s3:FutureAction'] }, { activeExternal: { unknownActions: 1 } }],
    ['without an action', { action: [] }, { activeExternal: { unknownActions: 1, byLevel: { Read: 0 } } }],
    ['of a hostile type', { resourceType: '__proto__' }, { activeExternal: { total: 1 } }],
  ])('%s', (_, members, expected) => {
    expect(countEvidence([finding(members)])).toMatchObject({ ...expected, byStatus: { ACTIVE: 1 } });
  });
});

test.each(['ARCHIVED', 'RESOLVED'])('a finding that is %s counts by its status alone', (status) => {
  expect(countEvidence([finding({ status })])).toEqual({ ...NOTHING, byStatus: { [status]: 1 } });
});

test.each(['QUARANTINED', 'UNKNOWN', 'active', '__proto__'])('the status %s is unknown', (status) => {
  const { byStatus, unknownStatus } = countEvidence([finding({ status })]);
  expect(unknownStatus).toBe(1);
  expect(Object.entries(byStatus)).toEqual([[status, 1]]);
});

describe('an archived finding', () => {
  test.each<[string, object, Partial<Record<'public' | 'publicUnknown' | 'errors' | 'exceedsRead', number>>, boolean]>([
    ['that lets others read', {}, {}, false],
    ['that lets others list', { action: ['s3:ListBucket'] }, {}, false],
    ['that lets others tag', { action: ['s3:PutObjectTagging'] }, { exceedsRead: 1 }, true],
    ['that lets others write', { action: ['s3:PutObject'] }, { exceedsRead: 1 }, true],
    ['with an unknown action', { action: ['s3:FutureAction'] }, { exceedsRead: 1 }, true],
    ['without an action', { action: [] }, { exceedsRead: 1 }, true],
    ['that is public', { isPublic: true }, { public: 1 }, true],
    ['of which AWS did not say', { isPublic: undefined }, { publicUnknown: 1 }, true],
    ['with an error', { error: 'INTERNAL_ERROR', isPublic: undefined, action: [] }, { errors: 1 }, true],
    ['of unused access', { findingType: 'UnusedIAMRole' }, {}, false],
    ['of a type that nobody knows', { findingType: 'Quantum' }, {}, true],
  ])('%s', (_, members, expected, look) => {
    const counter = createArchivedCounter();
    const archived = finding({ status: 'ARCHIVED', ...members });
    counter.add(archived);
    expect(counter.counts()).toEqual({
      ...{ total: 1, public: 0, publicUnknown: 0, errors: 0, exceedsRead: 0 },
      ...expected,
    });
    expect(deservesALook(archived)).toBe(look);
  });
});
