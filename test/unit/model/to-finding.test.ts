import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { toFinding } from '../../../src/model/to-finding.ts';

const V1 = { api: 'v1' } as const;
const V2 = { api: 'v2' } as const;

const WIRE = {
  id: 'f-1',
  resource: 'arn:aws:s3:::b',
  resourceType: 'AWS::S3::Bucket',
  resourceOwnerAccount: '111122223333',
  status: 'ACTIVE',
  createdAt: '2026-01-02T03:04:05.123456789Z',
  analyzedAt: '2026-01-03T05:04:05+02:00',
  updatedAt: '2026-01-03T03:04:05Z',
  isPublic: false,
  principal: { AWS: '444455556666' },
  action: ['s3:GetObject', 's3:PutObject'],
  condition: { 'aws:SourceVpc': 'vpc-1', 'aws:PrincipalOrgID': 'o-1' },
  sources: [{ type: 'S3_ACCESS_POINT', detail: { accessPointArn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/a' } }],
  resourceControlPolicyRestriction: 'NOT_APPLICABLE',
};

/** The same finding as the SDK gives it: dates, members in the model's order, absent ones undefined. */
const SDK = {
  ...Object.fromEntries(Object.entries(WIRE).reverse()),
  createdAt: new Date('2026-01-02T03:04:05.123Z'),
  analyzedAt: new Date('2026-01-03T03:04:05Z'),
  updatedAt: new Date('2026-01-03T03:04:05Z'),
  error: undefined,
};

describe('toFinding', () => {
  it('gives one text whether it came from the wire, the SDK, GetFindingV2 or our own JSON', () => {
    const { principal, action, condition, sources, isPublic, resourceControlPolicyRestriction, ...flat } = WIRE;
    const details = { principal, action, condition, sources, isPublic, resourceControlPolicyRestriction };
    const expected = JSON.stringify(toFinding(WIRE, V1));
    const withDetails = { ...flat, findingDetails: [{ externalAccessDetails: details }] };
    expect(JSON.stringify(toFinding(SDK, V1))).toBe(expected);
    expect(JSON.stringify(toFinding({ ...withDetails, findingType: 'ExternalAccess' }, V2))).toBe(expected);
    expect(JSON.stringify(toFinding(withDetails, V2))).toBe(expected);
    expect(JSON.stringify(toFinding(JSON.parse(expected), V2))).toBe(expected);
    expect(expected).toMatchInlineSnapshot(
      `"{"id":"f-1","findingType":"ExternalAccess","status":"ACTIVE","resource":"arn:aws:s3:::b","resourceType":"AWS::S3::Bucket","resourceOwnerAccount":"111122223333","isPublic":false,"principal":{"AWS":"444455556666"},"action":["s3:GetObject","s3:PutObject"],"condition":{"aws:PrincipalOrgID":"o-1","aws:SourceVpc":"vpc-1"},"sources":[{"type":"S3_ACCESS_POINT","detail":{"accessPointArn":"arn:aws:s3:us-east-1:111122223333:accesspoint/a"}}],"resourceControlPolicyRestriction":"NOT_APPLICABLE","createdAt":"2026-01-02T03:04:05.123Z","analyzedAt":"2026-01-03T03:04:05.000Z","updatedAt":"2026-01-03T03:04:05.000Z"}"`,
    );
  });

  it('keeps a finding of which nothing is known', () => {
    expect(toFinding({}, V1)).toEqual({
      id: expect.stringMatching(/^unidentified:[0-9a-f]{32}$/) as string,
      findingType: 'ExternalAccess',
      status: 'UNKNOWN',
      resourceType: 'UNKNOWN',
      principal: {},
      action: [],
      condition: {},
    });
    expect(toFinding({}, V2)).toMatchObject({ findingType: 'Unknown' });
  });

  it('tells two findings without an id apart, and gives one of them the same id each time', () => {
    const id = (status: string): string => toFinding({ status, resource: 'arn:aws:s3:::b' }, V1).id;
    expect(id('ACTIVE')).toBe(id('ACTIVE'));
    expect(id('ACTIVE')).not.toBe(id('ARCHIVED'));
  });

  it.each([
    ['null members', { ...WIRE, condition: null, action: null, isPublic: null, principal: null, createdAt: null }],
    [
      'members of other types',
      { ...WIRE, condition: 7, action: {}, isPublic: 'yes', principal: [], createdAt: 'soon' },
    ],
  ])('makes %s absent or empty', (_, raw) => {
    const finding = toFinding(raw, V1);
    expect(finding).toMatchObject({ id: 'f-1', condition: {}, action: [], principal: {} });
    expect(finding).not.toHaveProperty('isPublic');
    expect(finding).not.toHaveProperty('createdAt');
  });

  it.each(['', 0, null, undefined, 'finding', [WIRE]])('refuses %j, which is no object', (raw) => {
    expect(() => toFinding(raw, V1)).toThrow(InvalidInputError);
  });

  it('passes values that this release does not know', () => {
    const raw = { ...WIRE, status: 'SNOOZED', resourceType: 'AWS::New::Thing', error: 'NEW_ERROR' };
    expect(toFinding(raw, V1)).toMatchObject({
      status: 'SNOOZED',
      resourceType: 'AWS::New::Thing',
      error: 'NEW_ERROR',
    });
    expect(toFinding({ ...WIRE, findingType: 'FutureAccess' }, V2)).toMatchObject({
      findingType: 'Unknown',
      awsFindingType: 'FutureAccess',
      id: 'f-1',
    });
  });

  it.each([
    ['external', 'ExternalAccess'],
    ['internal', 'InternalAccess'],
    ['unused', 'Unknown'],
    ['unknown', 'Unknown'],
  ] as const)('calls an untyped V2 finding of an analyzer of %s access %s', (analyzerAccess, findingType) => {
    expect(toFinding({ id: 'a' }, { api: 'v2', analyzerAccess }).findingType).toBe(findingType);
  });

  describe('with several details', () => {
    const external = (...details: unknown[]): unknown => ({
      id: 'f',
      status: 'ACTIVE',
      findingType: 'ExternalAccess',
      findingDetails: details,
    });
    const detail = (members: object): object => ({ externalAccessDetails: members });

    it('unites the actions and keeps only what all agree on', () => {
      const raw = external(
        detail({
          action: ['a:1', 'a:2'],
          principal: { AWS: '*', X: '1' },
          condition: { k: 'v', l: 'w' },
          isPublic: false,
        }),
        detail({ action: ['a:2', 'a:3'], principal: { AWS: '*', X: '2' }, condition: { k: 'v' }, isPublic: false }),
      );
      expect(toFinding(raw, V2)).toMatchObject({
        action: ['a:1', 'a:2', 'a:3'],
        principal: { AWS: '*' },
        condition: { k: 'v' },
        isPublic: false,
      });
    });

    it.each([
      [[true, false], true],
      [[false, undefined, true], true],
      [[false, undefined], undefined],
      [[false, false], false],
    ])('folds isPublic of %j to %j', (values, folded) => {
      const raw = external(...values.map((isPublic) => detail({ isPublic, condition: {} })));
      expect((toFinding(raw, V2) as { isPublic?: boolean }).isPublic).toBe(folded);
    });

    it('takes a union member that it does not know as knowing nothing', () => {
      const known = detail({ isPublic: false, principal: { AWS: '1' }, action: ['a:1'], condition: { k: 'v' } });
      const finding = toFinding(external(known, { $unknown: ['futureDetails', {}] }), V2);
      // What it allows may be anything: known actions alone would let an exception with a level excuse it.
      expect(finding).toMatchObject({ principal: {}, condition: {}, action: [] });
      expect(finding).not.toHaveProperty('isPublic');
    });
  });

  it('keeps the details of unused access under the names of AWS', () => {
    const raw = {
      id: 'u',
      status: 'ACTIVE',
      findingType: 'UnusedPermission',
      resourceType: 'AWS::IAM::Role',
      findingDetails: [
        {
          unusedPermissionDetails: {
            serviceNamespace: 's3',
            lastAccessed: new Date(0),
            actions: [{ action: 'GetObject' }],
          },
        },
        { $unknown: ['x', 1] },
      ],
    };
    expect(toFinding(raw, V2)).toEqual({
      ...raw,
      findingDetails: [
        {
          unusedPermissionDetails: {
            serviceNamespace: 's3',
            actions: [{ action: 'GetObject' }],
            lastAccessed: '1970-01-01T00:00:00.000Z',
          },
        },
      ],
    });
    const { findingDetails: _, ...listed } = raw;
    expect(toFinding(listed, V2)).toEqual(listed);
  });

  it('folds the details of internal access into the finding', () => {
    const raw = {
      id: 'i',
      status: 'ACTIVE',
      findingType: 'InternalAccess',
      findingDetails: [
        {
          internalAccessDetails: {
            principal: { AWS: 'arn:aws:iam::111122223333:role/r' },
            action: ['s3:GetObject'],
            accessType: 'INTRA_ORG',
            principalType: 'IAM_ROLE',
            principalOwnerAccount: '111122223333',
            serviceControlPolicyRestriction: 'APPLIED',
          },
        },
      ],
    };
    expect(toFinding(raw, V2)).toEqual({
      id: 'i',
      status: 'ACTIVE',
      findingType: 'InternalAccess',
      resourceType: 'UNKNOWN',
      condition: {},
      ...raw.findingDetails[0]?.internalAccessDetails,
    });
  });

  it('keeps `__proto__` as an ordinary key', () => {
    const finding = toFinding(JSON.parse('{"id":"p","condition":{"__proto__":"x"},"principal":{"__proto__":"y"}}'), V1);
    expect(JSON.stringify(finding)).toContain('"condition":{"__proto__":"x"}');
    expect(Object.getPrototypeOf((finding as { condition: object }).condition)).toBe(Object.prototype);
  });
});
