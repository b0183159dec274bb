import {
  cleanScenario,
  externalAnalyzer,
  manyFindings,
  type FakeFindingSource,
  type FakeScenario,
} from 'access-analyzer-kit/testing';

export const READ_ACCOUNT = '111122223333';
export const READ_REGION = 'us-east-1';
/** As many Regions as AWS has. */
export const AUDIT_REGIONS = 34;
export const AUDIT_PAGE = 100;

/** What the benchmarks of reading serve, by name; `count` findings where it varies. */
export const readScenarios: Readonly<Record<string, (count: number) => FakeScenario>> = {
  /** In each of 34 Regions one analyzer of three pages. */
  audit: () =>
    cleanScenario({
      account: READ_ACCOUNT,
      regions: AUDIT_REGIONS,
      region: (region) => ({
        analyzers: [externalAnalyzer({ findings: manyFindings(2.5 * AUDIT_PAGE, { region }), pageSize: AUDIT_PAGE })],
      }),
    }),
  /** One analyzer of one account. */
  account: (count) => oneAnalyzer('ACCOUNT', manyFindings(count)),
  /** One analyzer of an organization: five resource types, forty accounts, of which a few have most. */
  organization: (count) => oneAnalyzer('ORGANIZATION', longTail(count)),
};

function oneAnalyzer(type: 'ACCOUNT' | 'ORGANIZATION', findings: FakeFindingSource): FakeScenario {
  const scenario = cleanScenario({
    account: READ_ACCOUNT,
    regions: [READ_REGION],
    region: () => ({ analyzers: [externalAnalyzer({ type, findings })] }),
  });
  return { ...scenario, organization: { managementAccount: READ_ACCOUNT } };
}

const TYPES = ['AWS::S3::Bucket', 'AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::SQS::Queue', 'AWS::SNS::Topic'];
const OWNERS = 40;

/** The n-th account has a share of 1/n, spread evenly over the list. */
function longTail(count: number): FakeFindingSource {
  const shares = Array.from({ length: OWNERS }, (_, index) => 1 / (index + 1));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const turns: string[] = [];
  shares.forEach((share, index) => {
    const owner = String(200_000_000_000 + index);
    for (let turn = 0; turn < Math.max(1, Math.round((share / total) * 1000)); turn += 1) turns.push(owner);
  });
  // Every 617th: a step that meets each turn once, so that no account's findings stand together.
  const owners = turns.map((_, index) => turns[(index * 617) % turns.length] ?? '');
  return manyFindings(count, { owners, resourceTypes: TYPES });
}
