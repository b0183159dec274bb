import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createFakeAws, rulePageScenario, type FakeAws } from '../../src/testing/index.ts';

const run = promisify(execFile);

function hasAwsCli(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const available = hasAwsCli();

/** Runs the AWS CLI against the fake, with nothing of this machine's own configuration. */
function awsCli(fake: FakeAws, url: string, account: string): (...args: string[]) => Promise<unknown> {
  const { accessKeyId, secretAccessKey } = fake.credentialsFor(account);
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
  return async (...args) => {
    const { stdout } = await run('aws', ['--endpoint-url', url, '--output', 'json', ...args], { env });
    return stdout === '' ? undefined : (JSON.parse(stdout) as unknown);
  };
}

const title = available
  ? 'the AWS CLI against the fake'
  : 'the AWS CLI against the fake (skipped: no `aws` command here)';

describe.skipIf(!available)(title, { timeout: 120_000 }, () => {
  test('reads, archives, blocks, rescans and sees the finding RESOLVED', async () => {
    const scenario = rulePageScenario();
    const account = scenario.accounts[0]?.id ?? '';
    const fake = createFakeAws(scenario);
    await using server = await fake.listen();
    const aws = awsCli(fake, server.url, account);
    const { analyzers } = (await aws('accessanalyzer', 'list-analyzers')) as {
      analyzers: { arn: string; name: string }[];
    };
    const { arn = '', name = '' } = analyzers[0] ?? {};
    const list = (): Promise<unknown> =>
      aws(
        'accessanalyzer',
        'list-findings',
        '--analyzer-arn',
        arn,
        '--filter',
        '{"status":{"eq":["ACTIVE"]}}',
        '--query',
        'findings[].resource',
      );
    const active = (await list()) as string[];
    expect(active).toHaveLength(3);
    const [queue = ''] = active.filter((resource) => resource.endsWith('cc-project5-app-queue'));
    const filter = JSON.stringify({ resource: { eq: [queue] } });
    await aws(
      'accessanalyzer',
      'create-archive-rule',
      '--analyzer-name',
      name,
      '--rule-name',
      'app',
      '--filter',
      filter,
    );
    expect(await list()).toContain(queue);
    await aws('accessanalyzer', 'apply-archive-rule', '--analyzer-arn', arn, '--rule-name', 'app');
    expect(await list()).not.toContain(queue);
    const block = 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true';
    const bucket = 'cc-project5-log-data';
    await aws('s3api', 'put-public-access-block', '--bucket', bucket, '--public-access-block-configuration', block);
    await aws(
      'accessanalyzer',
      'start-resource-scan',
      '--analyzer-arn',
      arn,
      '--resource-arn',
      `arn:aws:s3:::${bucket}`,
    );
    const id = 'abcdabcd-1234-1234-1234-abcdabcdabcd';
    const found = await aws(
      'accessanalyzer',
      'get-finding',
      '--analyzer-arn',
      arn,
      '--id',
      id,
      '--query',
      'finding.status',
    );
    expect(found).toBe('RESOLVED');
  });

  test('asks who it is and which Regions there are, and is told what is wrong', async () => {
    const scenario = rulePageScenario();
    const account = scenario.accounts[0]?.id ?? '';
    const fake = createFakeAws(scenario);
    await using server = await fake.listen();
    const aws = awsCli(fake, server.url, account);
    expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Account: account });
    expect(await aws('account', 'list-regions')).toMatchObject({
      Regions: [{ RegionOptStatus: 'ENABLED_BY_DEFAULT' }],
    });
    await expect(aws('accessanalyzer', 'get-analyzer', '--analyzer-name', 'nope')).rejects.toThrow(
      'An error occurred (ResourceNotFoundException) when calling the GetAnalyzer operation',
    );
    fake.inject({ kind: 'scp' });
    await expect(aws('accessanalyzer', 'list-analyzers')).rejects.toThrow(
      /An error occurred \(AccessDeniedException\) when calling the ListAnalyzers operation: .* explicit deny in a service control policy/u,
    );
  });
});
