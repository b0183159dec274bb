import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import fc from 'fast-check';
import { normalizeFilter } from '../../src/filters/index.ts';
import type { FilterInput } from '../../src/model/archive-rule.ts';
import {
  createFakeAws,
  type FakeAnalyzer,
  type FakeAnalyzerHandle,
  type FakeAws,
  type FakeBehavior,
  type FakeFinding,
} from '../../src/testing/index.ts';
import { filterInput } from './filters-arbitraries.ts';

const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';

/** A filter that AWS takes for an archive rule of an external analyzer. */
export const ruleFilter: fc.Arbitrary<FilterInput> = filterInput.filter((filter) => {
  try {
    normalizeFilter(filter, { use: 'archive-rule', access: 'external' });
    return true;
  } catch {
    return false;
  }
});

export const fakeFindings: fc.Arbitrary<FakeFinding[]> = fc
  .array(
    fc.record({
      resource: fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:aws:sqs:eu-west-1:123456789012:q'),
      status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'ARCHIVED' as const, 'RESOLVED' as const),
      principal: fc.constantFrom({ AWS: '111122223333' }, { AWS: '*' }, { Federated: 'accounts.google.com' }),
      isPublic: fc.boolean(),
      condition: fc.constantFrom({}, { 'aws:SourceIp': '10.0.0.0/8' }, { 'aws:PrincipalOrgID': 'o-1' }),
      omit: fc.subarray(['isPublic', 'principal', 'resource'] as const),
    }),
    { maxLength: 8 },
  )
  .map((findings) => findings.map((finding, index) => ({ ...finding, id: `f-${index}` })));

export const behaviors: fc.Arbitrary<FakeBehavior> = fc.record({
  absentMemberUnderNeq: fc.constantFrom('match', 'no-match'),
  pageSize: fc.constantFrom(1, 3, 100),
});

/** What an account is made of. */
export interface AccountParts {
  readonly behavior?: FakeBehavior;
  readonly findings?: readonly FakeFinding[];
  /** Members of its analyzer, which is called `external` and of external access otherwise. */
  readonly analyzer?: Partial<FakeAnalyzer>;
}

/** What a test works with. */
export interface Account {
  readonly client: AccessAnalyzerClient;
  readonly analyzer: FakeAnalyzerHandle;
  /** The operations that changed something, or were to, so far. */
  readonly writes: () => string[];
  readonly fake: FakeAws;
}

/** An account with one analyzer in one Region. */
export async function withAccount<T>(
  { analyzer: members = {}, behavior = {}, findings = [] }: AccountParts,
  use: (account: Account) => Promise<T>,
): Promise<T> {
  const described = { name: 'external', type: 'ACCOUNT', findings, ...members };
  const fake = createFakeAws({
    accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers: [described] } } }],
    behavior,
  });
  const client = new AccessAnalyzerClient({
    region: REGION,
    credentials: fake.credentialsFor(ACCOUNT),
    requestHandler: fake.requestHandler,
    maxAttempts: 1,
  });
  const writes = (): string[] =>
    fake.requests
      .map(({ operation }) => operation)
      .filter((operation) => /^(Create|Update|Delete|Apply)/.test(operation));
  try {
    return await use({ client, fake, writes, analyzer: fake.account(ACCOUNT).region(REGION).analyzer(described.name) });
  } finally {
    client.destroy();
  }
}
