import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFakeAws, rulePageScenario, type FakeAws } from '../../src/testing/index.ts';
import { awsCliEnvironment, awsCliTitle, hasAwsCli } from './aws-cli.ts';

const ACCOUNT = '123456789012';
const ANALYZER = `arn:aws:access-analyzer:us-east-1:${ACCOUNT}:analyzer/cc-access-analyzer`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:cc-project5-app-queue`;
const BUCKET = 'cc-project5-log-data';

/**
 * The way of the page that documents AccessAnalyzer-001, as somebody types it. The page itself has two slips, and a copy of either
 * does nothing: a command that begins with `aws aws`, and one whose line is broken without a backslash. Here they are
 * repaired; the tests below show what they do.
 */
const PAGE = {
  listAnalyzers: `aws accessanalyzer list-analyzers \\
  --region us-east-1 \\
  --query 'analyzers[*].arn'`,
  listFindings: `aws accessanalyzer list-findings \\
  --region us-east-1 \\
  --analyzer-arn ${ANALYZER} \\
  --filter '{"status": {"eq": ["ACTIVE"]}}' \\
  --query 'findings[*].resource'`,
  createArchiveRule: `aws accessanalyzer create-archive-rule \\
  --region us-east-1 \\
  --analyzer-name cc-access-analyzer \\
  --rule-name cc-archive-intended-access \\
  --filter file://rule-criteria.json`,
  putPublicAccessBlock: `aws s3api put-public-access-block \\
  --region us-east-1 \\
  --bucket ${BUCKET} \\
  --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
  startResourceScan: `aws accessanalyzer start-resource-scan \\
  --region us-east-1 \\
  --analyzer-arn ${ANALYZER} \\
  --resource-arn arn:aws:s3:::${BUCKET}`,
  getFinding: `aws accessanalyzer get-finding \\
  --region us-east-1 \\
  --analyzer-arn ${ANALYZER} \\
  --id abcdabcd-1234-1234-1234-abcdabcdabcd \\
  --query 'finding.status'`,
};

/** What the page leaves out: a rule leaves existing findings alone until somebody applies it. */
const APPLY = `aws accessanalyzer apply-archive-rule \\
  --region us-east-1 \\
  --analyzer-arn ${ANALYZER} \\
  --rule-name cc-archive-intended-access`;

const withAwsTwice = (command: string): string => command.replace(/^aws /, 'aws aws ');
/** The first line break loses its backslash: the shell takes what follows for another command. */
const withBrokenLine = (command: string): string => command.replace(' \\\n', '\n');

describe.skipIf(!hasAwsCli)(awsCliTitle("the rule page's own commands"), { timeout: 120_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aak-rule-page-'));
    await writeFile(join(folder, 'rule-criteria.json'), JSON.stringify({ resource: { eq: [QUEUE] } }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  let fake: FakeAws;
  beforeEach(() => {
    fake = createFakeAws(rulePageScenario());
  });

  /** Types commands into a shell, in the folder of rule-criteria.json. */
  async function shell(commands: readonly string[]): Promise<{ outputs: string; errors: string; failed: boolean }> {
    await using server = await fake.listen();
    const options = { cwd: folder, env: awsCliEnvironment(fake, server.url, ACCOUNT) };
    return await new Promise((resolve) => {
      execFile('bash', ['-c', commands.join('\n')], options, (error, outputs, errors) => {
        resolve({ outputs, errors, failed: error !== null });
      });
    });
  }

  const statusOf = (resource: string) =>
    fake
      .account(ACCOUNT)
      .region('us-east-1')
      .analyzer('cc-access-analyzer')
      .findings()
      .filter((finding) => finding.resource === resource)
      .map(({ status }) => status);

  test('find the analyzer and its three active findings', async () => {
    const { errors, outputs } = await shell(['set -e', PAGE.listAnalyzers, PAGE.listFindings]);
    expect(errors).toBe('');
    const [analyzers, resources] = outputs.split(/(?<=\])\n/).filter((text) => text !== '') as [string, string];
    expect(JSON.parse(analyzers)).toEqual([ANALYZER]);
    expect((JSON.parse(resources) as string[]).sort()).toEqual([
      `arn:aws:s3:::${BUCKET}`,
      QUEUE,
      `arn:aws:sqs:us-east-1:${ACCOUNT}:cc-staging-queue`,
    ]);
  });

  test('make a rule that leaves the existing finding ACTIVE until it is applied', async () => {
    const made = await shell(['set -e', PAGE.createArchiveRule, PAGE.listFindings]);
    expect(made).toMatchObject({ errors: '', failed: false });
    expect(made.outputs).toContain(QUEUE);
    expect(statusOf(QUEUE)).toEqual(['ACTIVE']);
    const applied = await shell(['set -e', APPLY, PAGE.listFindings]);
    expect(applied).toMatchObject({ errors: '', failed: false });
    expect(applied.outputs).not.toContain(QUEUE);
    expect(statusOf(QUEUE)).toEqual(['ARCHIVED']);
  });

  test('block the bucket, scan it, and see "RESOLVED"', async () => {
    const before = await shell(['set -e', PAGE.putPublicAccessBlock, PAGE.getFinding]);
    expect(before).toMatchObject({ errors: '', outputs: '"ACTIVE"\n' });
    const after = await shell(['set -e', PAGE.startResourceScan, PAGE.getFinding]);
    expect(after).toMatchObject({ errors: '', outputs: '"RESOLVED"\n' });
    expect(statusOf(`arn:aws:s3:::${BUCKET}`)).toEqual(['RESOLVED']);
  });

  test('the slip `aws aws`: the CLI refuses it, and nothing is sent', async () => {
    const slipped = await shell([withAwsTwice(PAGE.createArchiveRule)]);
    expect(slipped.failed).toBe(true);
    expect(slipped.errors).toMatch(/argument command: Invalid choice|invalid choice: 'aws'/i);
    expect(fake.requests).toEqual([]);
  });

  test('the slip of the line break without a backslash: half a command is refused, the rest is none, and nothing is sent', async () => {
    const slipped = await shell([withBrokenLine(PAGE.createArchiveRule)]);
    expect(slipped.failed).toBe(true);
    expect(slipped.errors).toMatch(/the following arguments are required: --analyzer-name/);
    expect(slipped.errors).toMatch(/--region: (?:command not found|invalid option)/);
    expect(fake.requests).toEqual([]);
  });
});
