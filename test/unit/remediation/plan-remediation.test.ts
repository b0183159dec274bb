import { describe, expect, it } from 'vitest';
import { planRemediation } from '../../../src/remediation/index.ts';
import { lintArchiveRule, matchesFilter, normalizeFilter } from '../../../src/filters/index.ts';
import { RESOURCE_TYPES, type ExternalAccessFinding, type Finding } from '../../../src/model/finding.ts';
import { RESOURCE_UNITS } from '../../../src/remediation/resource-units.ts';
import { ANALYZER, ARNS, publicSample, sample, UNUSED } from './samples.ts';
import type { RemediationPlan, RemediationStep } from '../../../src/remediation/index.ts';

function lines(steps: readonly RemediationStep[]): string[] {
  return steps.flatMap(({ cli }) => cli?.line ?? []);
}

function commands(steps: readonly RemediationStep[]): string[] {
  return steps.flatMap(({ sdk }) => sdk?.command ?? []);
}

function plan(finding: Finding): RemediationPlan {
  return planRemediation(finding, { analyzer: ANALYZER });
}

it('has one unit for each resource type', () => {
  expect(RESOURCE_UNITS.map(({ resourceType }) => resourceType).sort()).toEqual([...RESOURCE_TYPES].sort());
});

describe.each(RESOURCE_TYPES)('%s', (resourceType) => {
  const external = plan(sample(resourceType));
  const open = plan(publicSample(resourceType));

  it('says who can do what to which resource', () => {
    expect(external.exposure).toContain('AWS account 111122223333 can read');
    expect(external.exposure).toContain(ARNS[resourceType]);
    expect(open.exposure).toContain('All principals (public)');
  });

  it('offers a rule that matches the finding, lints clean and leaves public access alone', () => {
    const rule = external.intended.archiveRule!;
    expect(matchesFilter(sample(resourceType), rule.filter)).toBe(true);
    expect(matchesFilter(publicSample(resourceType), rule.filter)).toBe(false);
    expect(normalizeFilter(rule.filter, { use: 'archive-rule', access: 'external' })).toEqual(rule.filter);
    expect(lintArchiveRule(rule)).toEqual(external.intended.diagnostics);
    expect(external.intended.diagnostics.map(({ code }) => code)).toEqual(['hides-wider-access']);
    expect(external.intended.needsAllowPublic).toBe(false);
  });

  it('says that accepting public access needs allowPublic', () => {
    expect(open.intended.needsAllowPublic).toBe(true);
    expect(open.intended.diagnostics.map(({ code }) => code)).toContain('hides-public-access');
    expect(open.warnings.join()).toContain('allowPublic: true');
  });

  it('has something to do, and every step that changes AWS has a way back', () => {
    for (const { unintended } of [external, open]) {
      expect(unintended.steps.length).toBeGreaterThan(0);
      if (unintended.steps.some(({ writes, sdk }) => writes && sdk !== undefined)) {
        expect(unintended.undo.length).toBeGreaterThan(0);
      }
    }
  });

  it('rescans the resource', () => {
    expect(lines(external.rescan?.steps ?? []).join()).toMatch(
      /^aws accessanalyzer start-resource-scan --analyzer-arn /,
    );
    expect(external.rescan?.scope).toBe(resourceType === 'AWS::IAM::Role' ? 'every' : 'one');
  });

  it.each([
    ['aws', 'https://console.aws.amazon.com/'],
    ['aws-cn', 'https://console.amazonaws.cn/'],
    ['aws-us-gov', 'https://console.amazonaws-us-gov.com/'],
    ['aws-eusc', 'https://console.amazonaws-eusc.eu/'],
  ])('links to the console of %s', (partition, host) => {
    const resource = ARNS[resourceType].replace('arn:aws:', `arn:${partition}:`);
    const { consoleUrl } = plan(sample(resourceType, { resource })).unintended;
    expect(consoleUrl?.startsWith(host)).toBe(true);
    expect(new URL(consoleUrl!).href).toBe(consoleUrl);
  });

  it('links nowhere in a partition without a known console', () => {
    const resource = ARNS[resourceType].replace('arn:aws:', 'arn:aws-iso:');
    expect(plan(sample(resourceType, { resource })).unintended.consoleUrl).toBeUndefined();
  });

  it('is plain JSON and the same each time', () => {
    expect(JSON.parse(JSON.stringify(open))).toEqual(open);
    expect(plan(publicSample(resourceType))).toEqual(open);
  });
});

describe('what each type asks for', () => {
  const policy = (service: string, read: string, write: string): RegExp =>
    new RegExp(
      `^aws ${service} ${read} [^\\n]* > access-\\w{8}-before.json\\naws ${service} ${write} .*file://access-\\w{8}-after.json`,
    );
  const cases: [ExternalAccessFinding, RegExp, RegExp][] = [
    [sample('AWS::IAM::Role'), policy('iam', 'get-role', 'update-assume-role-policy'), /before\.json/],
    [sample('AWS::SQS::Queue'), policy('sqs', 'get-queue-attributes', 'set-queue-attributes'), /before\.json/],
    [sample('AWS::SNS::Topic'), policy('sns', 'get-topic-attributes', 'set-topic-attributes'), /before\.json/],
    [
      sample('AWS::SecretsManager::Secret'),
      policy('secretsmanager', 'get-resource-policy', 'put-resource-policy'),
      /before\.json/,
    ],
    [
      sample('AWS::EFS::FileSystem'),
      policy('efs', 'describe-file-system-policy', 'put-file-system-policy'),
      /before\.json/,
    ],
    [sample('AWS::ECR::Repository'), policy('ecr', 'get-repository-policy', 'set-repository-policy'), /before\.json/],
    [sample('AWS::DynamoDB::Table'), policy('dynamodb', 'get-resource-policy', 'put-resource-policy'), /before\.json/],
    [sample('AWS::DynamoDB::Stream'), policy('dynamodb', 'get-resource-policy', 'put-resource-policy'), /stream\//],
    [
      sample('AWS::S3Express::DirectoryBucket'),
      policy('s3api', 'get-bucket-policy', 'put-bucket-policy'),
      /before\.json/,
    ],
    [sample('AWS::Lambda::Function'), /remove-permission .*--statement-id "\$\{STATEMENT_ID:\?\}"/, /add-permission/],
    [
      sample('AWS::Lambda::LayerVersion'),
      /remove-layer-version-permission --layer-name \S*:layer:tools --version-number 3 /,
      /--principal 111122223333/,
    ],
    [publicSample('AWS::Lambda::LayerVersion'), /remove-layer-version-permission/, /--principal '\*'/],
    [
      sample('AWS::EC2::Snapshot'),
      /--operation-type remove --user-ids 111122223333/,
      /--operation-type add --user-ids 111122223333/,
    ],
    [
      publicSample('AWS::EC2::Snapshot'),
      /--operation-type remove --group-names all/,
      /--operation-type add --group-names all/,
    ],
    [
      sample('AWS::RDS::DBSnapshot'),
      /modify-db-snapshot-attribute --db-snapshot-identifier before-upgrade .*--values-to-remove 111122223333/,
      /--values-to-add 111122223333/,
    ],
    [
      publicSample('AWS::RDS::DBClusterSnapshot'),
      /modify-db-cluster-snapshot-attribute .*--values-to-remove all/,
      /--values-to-add all/,
    ],
    [
      sample('AWS::EC2::Snapshot', { principal: { AWS: 'arn:aws:iam::111122223333:root' } }),
      /--user-ids 111122223333/,
      /--user-ids 111122223333/,
    ],
    [sample('AWS::EC2::Snapshot', { principal: {} }), /--user-ids "\$\{ACCOUNT_ID:\?\}"/, /ACCOUNT_ID/],
  ];
  it.each(cases)('%#', (finding, steps, undo) => {
    const { unintended } = plan(finding);
    expect(lines(unintended.steps).join('\n')).toMatch(steps);
    expect(lines(unintended.undo).join('\n')).toMatch(undo);
  });

  it('tells what the caller must fill in', () => {
    const [, remove] = plan(sample('AWS::Lambda::Function')).unintended.steps;
    expect(remove?.cli?.variables).toEqual(['STATEMENT_ID']);
    expect(remove?.sdk).toEqual({
      package: '@aws-sdk/client-lambda',
      client: 'LambdaClient',
      command: 'RemovePermissionCommand',
      region: 'eu-west-1',
      input: { FunctionName: ARNS['AWS::Lambda::Function'] },
      fillIn: ['StatementId'],
    });
  });
});

describe('S3 buckets by their sources', () => {
  const accessPoint = (accessPointArn: string) => ({
    sources: [{ type: 'S3_ACCESS_POINT', detail: { accessPointArn } }],
  });

  it('public: blocks all four flags at the bucket, offers the account-level block, keeps what was', () => {
    const { unintended, warnings, rescan } = plan(publicSample('AWS::S3::Bucket', { sources: [{ type: 'POLICY' }] }));
    expect(commands(unintended.steps)).toEqual(['GetPublicAccessBlockCommand', 'PutPublicAccessBlockCommand']);
    expect(unintended.steps[1]?.sdk).toMatchObject({
      client: 'S3Client',
      input: {
        Bucket: 'example-bucket',
        ExpectedBucketOwner: '123456789012',
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    expect(commands(unintended.undo)).toEqual(['PutPublicAccessBlockCommand', 'DeletePublicAccessBlockCommand']);
    expect(lines(unintended.alternatives).join('\n')).toMatch(
      /s3control put-public-access-block --account-id 123456789012/,
    );
    expect(warnings.join('\n')).toMatch(/public website[^]*named accounts and principals stay/);
    expect(rescan?.notes.join('\n')).toContain('6 to 12 hours');
  });

  it('isPublic unsaid: blocks and closes the named grants too', () => {
    const { isPublic: _isPublic, ...unsaid } = sample('AWS::S3::Bucket', { sources: [{ type: 'POLICY' }] });
    expect(commands(plan(unsaid).unintended.steps)).toEqual([
      'GetPublicAccessBlockCommand',
      'PutPublicAccessBlockCommand',
      'GetBucketPolicyCommand',
      'PutBucketPolicyCommand',
    ]);
  });

  it.each([
    ['policy', [{ type: 'POLICY' }], ['GetBucketPolicyCommand', 'PutBucketPolicyCommand']],
    ['ACL', [{ type: 'BUCKET_ACL' }], ['GetBucketAclCommand', 'PutBucketAclCommand']],
    [
      'access points of an account',
      [{ type: 'S3_ACCESS_POINT_ACCOUNT' }],
      ['GetBucketPolicyCommand', 'PutBucketPolicyCommand'],
    ],
    ['something new', [{ type: 'SOMETHING_NEW' }], ['GetBucketPolicyCommand', 'PutBucketPolicyCommand']],
    [
      'nothing said',
      undefined,
      ['GetBucketPolicyCommand', 'PutBucketPolicyCommand', 'GetBucketAclCommand', 'PutBucketAclCommand'],
    ],
  ])('named, by %s', (_name, sources, expected) => {
    const finding = sample('AWS::S3::Bucket', sources === undefined ? {} : { sources });
    expect(commands(plan(finding).unintended.steps)).toEqual(expected);
  });

  it('an access point: its own policy, its own Region, perhaps another account', () => {
    const { unintended, warnings } = plan(
      sample('AWS::S3::Bucket', accessPoint('arn:aws:s3:us-east-1:999988887777:accesspoint/shared')),
    );
    expect(lines(unintended.steps)[0]).toMatch(
      /^aws s3control get-access-point-policy --account-id 999988887777 --name shared --region us-east-1 /,
    );
    expect(warnings.join()).toContain('The access point belongs to account 999988887777');
  });

  it('a multi-Region access point: hours until AWS looks', () => {
    const { unintended, rescan } = plan(
      sample('AWS::S3::Bucket', accessPoint('arn:aws:s3::123456789012:accesspoint/abc.mrap')),
    );
    expect(lines(unintended.steps)).toEqual([
      'aws s3control list-multi-region-access-points --account-id 123456789012 --region us-west-2',
    ]);
    expect(rescan?.notes.join()).toContain('6 hours');
  });
});

describe('KMS keys', () => {
  it('a finding that a grant could cause: looks for the grant first', () => {
    const finding = sample('AWS::KMS::Key', { action: ['kms:Decrypt', 'kms:DescribeKey'] });
    expect(commands(plan(finding).unintended.steps)).toEqual([
      'ListGrantsCommand',
      'RevokeGrantCommand',
      'GetKeyPolicyCommand',
      'PutKeyPolicyCommand',
    ]);
  });

  it.each([
    ['an action that no grant gives', sample('AWS::KMS::Key', { action: ['kms:Decrypt', 'kms:PutKeyPolicy'] })],
    ['everybody', publicSample('AWS::KMS::Key', { action: ['kms:Decrypt'] })],
  ])('%s: the key policy', (_name, finding) => {
    expect(commands(plan(finding).unintended.steps)).toEqual(['GetKeyPolicyCommand', 'PutKeyPolicyCommand']);
  });
});

describe('the intended branch', () => {
  it('creates the rule, applies it to what exists, and can be undone', () => {
    const { intended } = plan(
      sample('AWS::SQS::Queue', { condition: { 'aws:SourceIp': '10.0.0.0/8', 'aws:Odd': 'x' } }),
    );
    expect(intended.archiveRule).toEqual({
      ruleName: expect.stringMatching(/^intended-jobs-[\da-f]{8}$/) as string,
      filter: {
        resource: { eq: [ARNS['AWS::SQS::Queue']] },
        'principal.AWS': { eq: ['111122223333'] },
        isPublic: { eq: ['false'] },
        'condition.aws:SourceIp': { eq: ['10.0.0.0/8'] },
      },
    });
    expect(commands(intended.steps)).toEqual(['CreateArchiveRuleCommand', 'ApplyArchiveRuleCommand']);
    expect(commands(intended.undo)).toEqual(['DeleteArchiveRuleCommand', 'UpdateFindingsCommand']);
  });

  it('gives what it can from a name, and says what is missing without an analyzer', () => {
    const finding = sample('AWS::SQS::Queue');
    expect(commands(planRemediation(finding, { analyzer: 'main' }).intended.steps)).toEqual([
      'CreateArchiveRuleCommand',
    ]);
    const bare = planRemediation(finding);
    expect(bare.intended.steps).toEqual([]);
    expect(bare.intended.archiveRule).toBeDefined();
    expect(bare.rescan?.steps).toEqual([]);
    expect(bare.warnings.join()).toContain('Pass the analyzer');
  });

  it('an absent isPublic may be public', () => {
    const { isPublic: _isPublic, ...unsaid } = sample('AWS::SQS::Queue');
    expect(plan(unsaid).intended.needsAllowPublic).toBe(true);
    expect(plan(unsaid).exposure).toContain('public or not: AWS does not say');
  });

  const { resource: _resource, ...nameless } = sample('AWS::SQS::Queue');
  it.each<[string, Finding, string[]]>([
    ['no principal', sample('AWS::SQS::Queue', { principal: {} }), ['UpdateFindingsCommand']],
    ['no resource', nameless, ['UpdateFindingsCommand']],
    ['an invented id', { ...nameless, id: 'unidentified:1' }, []],
    ['an error', sample('AWS::SQS::Queue', { error: 'ACCESS_DENIED' }), []],
    ['internal access', { ...sample('AWS::S3::Bucket'), findingType: 'InternalAccess' }, ['UpdateFindingsCommand']],
    ['an unknown kind', { ...sample('AWS::S3::Bucket'), findingType: 'Unknown' }, ['UpdateFindingsCommand']],
  ])('%s: no rule, and why', (_name, finding, steps) => {
    const { intended } = plan(finding);
    expect(intended.archiveRule).toBeUndefined();
    expect(intended.reason).toMatch(/\.$/);
    expect(commands(intended.steps)).toEqual(steps);
  });
});

describe('other findings', () => {
  it.each(UNUSED.map((finding) => [finding.findingType, finding] as const))('%s', (_type, finding) => {
    const { exposure, unintended, rescan, intended } = plan(finding);
    expect(exposure).toContain('tracking period');
    expect(unintended.steps.some(({ cli }) => cli !== undefined)).toBe(true);
    expect(unintended.undo.length).toBeGreaterThan(0);
    expect(rescan).toBeUndefined();
    expect(intended.needsAllowPublic).toBe(false);
    expect(matchesFilter(finding, intended.archiveRule!.filter)).toBe(true);
    expect(intended.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('an error finding: the cause, not the access', () => {
    const { exposure, unintended } = plan(
      sample('AWS::KMS::Key', { error: 'ACCESS_DENIED', principal: {}, action: [] }),
    );
    expect(exposure).toContain('could not analyse');
    expect(unintended.steps.map(({ description }) => description).join()).toContain('AWSServiceRoleForAccessAnalyzer');
    expect(commands(unintended.steps)).toEqual([]);
  });

  it.each(['not an arn', ''])('a resource that is no ARN (%j) gets no command', (resource) => {
    const { unintended, rescan } = plan(sample('AWS::SQS::Queue', { resource }));
    expect(commands(unintended.steps)).toEqual([]);
    expect(rescan).toBeUndefined();
  });

  it('a type that this release does not know', () => {
    const { exposure, unintended } = plan({ ...sample('AWS::SQS::Queue'), resourceType: 'AWS::New::Thing' });
    expect(exposure).toContain('resource of type AWS::New::Thing');
    expect(unintended.steps).toHaveLength(1);
  });
});

describe('rescanning', () => {
  it('a role: in every Region that is known to have an analyzer', () => {
    const { rescan } = planRemediation(sample('AWS::IAM::Role'), {
      analyzer: ANALYZER,
      regions: ['us-east-1', 'eu-west-1'],
    });
    expect(rescan).toMatchObject({ scope: 'every', regions: ['eu-west-1', 'us-east-1'] });
    expect(rescan?.notes.join()).toContain('each Region');
  });

  it.each([
    ['own account', ANALYZER, undefined],
    ['another account’s analyzer', ANALYZER.replace('123456789012', '999988887777'), '123456789012'],
  ])('%s: resourceOwnerAccount', (_name, analyzer, owner) => {
    expect(planRemediation(sample('AWS::S3::Bucket'), { analyzer }).rescan?.resourceOwnerAccount).toBe(owner);
  });

  it('an organization analyzer: always the owner', () => {
    const analyzer = {
      arn: ANALYZER,
      name: 'main',
      type: 'ORGANIZATION',
      status: 'ACTIVE',
      partition: 'aws',
      region: 'eu-west-1',
      account: '123456789012',
      access: 'external',
      zoneOfTrust: 'organization',
      serviceLinked: false,
    } as const;
    const { rescan } = planRemediation(sample('AWS::S3::Bucket'), { analyzer });
    expect(rescan?.steps[0]?.sdk?.input).toEqual({
      analyzerArn: ANALYZER,
      resourceArn: ARNS['AWS::S3::Bucket'],
      resourceOwnerAccount: '123456789012',
    });
  });
});
