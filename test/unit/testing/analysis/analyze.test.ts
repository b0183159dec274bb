import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyzeBucket, analyzeRoleTrust, isPublicPolicy, readPolicy } from '../../../../src/testing/analysis/index.ts';
import type {
  FakeAccess,
  FakeBucket,
  FakeOwner,
  FakePolicy,
  FakePublicAccessBlock,
  FakeZoneOfTrust,
} from '../../../../src/testing/types.ts';

const OWN_CANONICAL_ID = '0'.repeat(64);

const OWNER: FakeOwner = { account: '111122223333', partition: 'aws', canonicalUserId: OWN_CANONICAL_ID };

const ZONES: Record<'account' | 'organization', FakeZoneOfTrust> = {
  account: {
    kind: 'account',
    accounts: new Set(['111122223333']),
    canonicalUserIds: new Set([OWN_CANONICAL_ID]),
  },
  organization: {
    kind: 'organization',
    accounts: new Set(['111122223333', '222233334444']),
    canonicalUserIds: new Set([OWN_CANONICAL_ID]),
    organizationId: 'o-own',
  },
};

interface Case {
  readonly title: string;
  readonly zone?: 'account' | 'organization';
  readonly expect: readonly FakeAccess[];
}

interface BucketCase extends Case {
  readonly bucket: Partial<FakeBucket>;
  readonly accountBlock?: FakePublicAccessBlock;
}

interface RoleCase extends Case {
  readonly trustPolicy: FakePolicy;
}

describe('analyzeBucket', () => {
  it.each(cases<BucketCase>('bucket-cases.json'))(
    '$title',
    ({ bucket, zone = 'account', accountBlock, expect: want }) => {
      const owner = { ...OWNER, publicAccessBlock: accountBlock };
      expect(analyzeBucket({ name: 'b', region: 'us-east-1', ...bucket }, owner, ZONES[zone])).toEqual(want);
    },
  );

  it('reads a policy that is JSON text', () => {
    const policy = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
    });
    expect(analyzeBucket({ name: 'b', region: 'us-east-1', policy }, OWNER, ZONES.account)).toHaveLength(1);
  });

  it('uses the ARNs of the owner’s partition', () => {
    const policy = {
      Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws-cn:s3:::b/*' },
    };
    const bucket = { name: 'b', region: 'cn-north-1', policy };
    expect(analyzeBucket(bucket, { ...OWNER, partition: 'aws-cn' }, ZONES.account)).toHaveLength(1);
    expect(analyzeBucket(bucket, OWNER, ZONES.account)).toEqual([]);
  });

  it('does not multiply very many condition values out', () => {
    const values = Array.from({ length: 300 }, (_, index) => `vpce-${index}`);
    const policy = {
      Statement: {
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: 'arn:aws:s3:::b/*',
        Condition: { StringEquals: { 'aws:SourceVpce': values } },
      },
    };
    const accesses = analyzeBucket({ name: 'b', region: 'us-east-1', policy }, OWNER, ZONES.account);
    expect(accesses).toHaveLength(1);
    expect(accesses[0]).toMatchObject({ isPublic: false, condition: { 'aws:SourceVpce': values.join(',') } });
  });
});

describe('analyzeRoleTrust', () => {
  it.each(cases<RoleCase>('role-trust-cases.json'))('$title', ({ trustPolicy, zone = 'account', expect: want }) => {
    expect(analyzeRoleTrust({ name: 'r', trustPolicy }, ZONES[zone])).toEqual(want);
  });
});

describe('isPublicPolicy', () => {
  it('looks at the policy alone, whatever blocks it', () => {
    const policy = { Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' } };
    const bucket = { name: 'b', region: 'us-east-1', publicAccessBlock: { RestrictPublicBuckets: true } };
    const owner = { ...OWNER, publicAccessBlock: { RestrictPublicBuckets: true } };
    expect(isPublicPolicy(policy, bucket, owner)).toBe(true);
    expect(isPublicPolicy({ Statement: [] }, bucket, owner)).toBe(false);
  });
});

describe('readPolicy', () => {
  it.each([
    ['no JSON', '{', SyntaxError],
    ['a list', [], TypeError],
    ['no statement', {}, TypeError],
    ['no effect', { Statement: [{}] }, TypeError],
    ['a principal that is no principal', { Statement: { Effect: 'Allow', Principal: 'everybody' } }, TypeError],
    ['a condition without keys', { Statement: { Effect: 'Allow', Condition: { Bool: 'x' } } }, TypeError],
    ['an action that is no text', { Statement: { Effect: 'Allow', Action: [{}] } }, TypeError],
  ])('refuses %s, so that a typing error is never "no access"', (_title, policy, error) => {
    expect(() => readPolicy(policy)).toThrow(error);
  });
});

function cases<T>(file: string): T[] {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T[];
}
