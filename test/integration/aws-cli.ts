import { execFileSync } from 'node:child_process';
import type { FakeAws } from '../../src/testing/index.ts';

/** Whether this machine has an `aws` command. Tests that need it say in their title when they are skipped. */
export const hasAwsCli: boolean = (() => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A title that says so where the tests under it cannot run. */
export function awsCliTitle(title: string): string {
  return hasAwsCli ? title : `${title} (skipped: no \`aws\` command here)`;
}

/** The environment of an `aws` command that talks to the fake alone, with nothing of this machine's own configuration. */
export function awsCliEnvironment(fake: FakeAws, url: string, account: string): Record<string, string | undefined> {
  const { accessKeyId, secretAccessKey } = fake.credentialsFor(account);
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
}
