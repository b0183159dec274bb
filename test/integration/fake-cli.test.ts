import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createFakeAws, rulePageScenario } from '../../src/testing/index.ts';
import { awsCliEnvironment, awsCliTitle, hasAwsCli } from './aws-cli.ts';

const run = promisify(execFile);

describe.skipIf(!hasAwsCli)(awsCliTitle('the AWS CLI against the fake'), { timeout: 120_000 }, () => {
  test('asks who it is and which Regions there are, and is told what is wrong', async () => {
    const scenario = rulePageScenario();
    const account = scenario.accounts[0]?.id ?? '';
    const fake = createFakeAws(scenario);
    await using server = await fake.listen();
    const env = awsCliEnvironment(fake, server.url, account);
    const aws = async (...args: string[]): Promise<unknown> => JSON.parse((await run('aws', args, { env })).stdout);
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
