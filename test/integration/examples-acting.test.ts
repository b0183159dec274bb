import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveRulesToCloudFormation, filterToCliJson } from '../../src/filters/index.ts';
import type { JournalEntry } from '../../src/journal/index.ts';
import { createFakeAws, DEMO_ACCOUNT, demoScenario, type FakeAws } from '../../src/testing/index.ts';
import { runExample } from '../helpers/run-example.ts';

const BUCKET = 'cc-project5-log-data';
const QUEUE = `arn:aws:sqs:us-east-1:${DEMO_ACCOUNT}:cc-project5-app-queue`;

const folders: string[] = [];
async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aak-examples-'));
  folders.push(folder);
  return folder;
}
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

describe('on the embedded account', { timeout: 120_000 }, () => {
  test.each<[string, readonly string[], number, readonly RegExp[]]>([
    [
      'archive-intended.ts',
      [],
      0,
      [/can read and write to the SQS queue/, /\n {2}isPublic = false\n/, /Dry run\. With --yes/],
    ],
    ['archive-intended.ts', ['--yes'], 0, [/The rule is created\. Archived:\n {2}1234abcd\S+ {2}arn:aws:sqs:/]],
    ['fix-public-bucket.ts', [], 0, [/mind: A public website/, /Nothing was changed; --yes/]],
    [
      'fix-public-bucket.ts',
      ['--yes'],
      0,
      [
        /Blocked in us-east-1\. Before: no block.*\n {2}undo: aws s3api delete-public-access-block --bucket cc/,
        /\nRESOLVED\n/,
      ],
    ],
    [
      'sync-archive-rules.ts',
      [],
      0,
      [/create +project5-queue\n {4}\+ isPublic eq false/, /Nothing was changed; --yes/],
    ],
    ['sync-archive-rules.ts', ['--prune', '--yes'], 0, [/delete +public-website\n {4}- isPublic eq true/]],
    ['rescan-many.ts', ['--match', BUCKET], 1, [/still-active +us-east-1 +arn:aws:s3:::cc-project5-log-data/]],
    [
      'rule-everywhere.ts',
      [],
      1,
      [/us-east-1 +external-access: would be created/, /ap-northeast-3 .*no external access/],
    ],
  ])('%s %j', async (script, args, code, expected) => {
    const ended = await runExample(script, ['--fake', ...args]);
    expect(ended.stderr).not.toContain('Error');
    expect(ended.code, ended.stderr).toBe(code);
    for (const text of expected) expect(ended.stdout).toMatch(text);
  });

  test.each([
    ['archive-intended.ts', ['--fidning', 'x'], 64],
    ['sync-archive-rules.ts', ['--fake', '--max-changes', '0'], 2],
  ])('%s %j: nothing is done', async (script, args, code) => {
    const ended = await runExample(script, args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(code === 64 ? /Usage: npx tsx examples\// : /Nothing was changed/);
  });

  test('demo.ts goes full circle: audit, accept, close, rescan, audit again', async () => {
    const { code, stdout } = await runExample('demo.ts', []);
    expect(code).toBe(0);
    const inOrder = [
      /^FAIL {2}AccessAnalyzer-001/,
      /\nIntended: .*cc-project5-app-queue/,
      /it would hide 1 of 6 active findings, 0 of them public/,
      /created, and applied to what exists: 1 archived/,
      /\nNot intended: .*cc-project5-log-data/,
      /public access blocked in us-east-1/,
      /rescanned in us-east-1: RESOLVED/,
      /\nAudit again\n/,
      /\nFAIL {2}AccessAnalyzer-001/,
      /23 open accesses before, 21 now; 1 archived, 1 resolved, 0 new/,
    ];
    let rest = stdout;
    for (const text of inOrder) {
      expect(rest).toMatch(text);
      rest = rest.slice(rest.search(text) + 1);
    }
  });
});

describe('on an account reached over HTTP, as a real one is', { timeout: 120_000 }, () => {
  let fake: FakeAws;
  let server: Awaited<ReturnType<FakeAws['listen']>>;
  let env: Record<string, string>;

  beforeAll(async () => {
    fake = createFakeAws(demoScenario({ now: new Date() }));
    server = await fake.listen();
    const { accessKeyId, secretAccessKey } = fake.credentialsFor(DEMO_ACCOUNT);
    env = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'us-east-1',
    };
  });
  afterAll(() => server.close());

  const analyzer = (region = 'us-east-1') => fake.account(DEMO_ACCOUNT).region(region).analyzer('external-access');
  const statusesOf = (resource: string) =>
    analyzer()
      .findings()
      .filter((finding) => finding.resource === resource)
      .map(({ status }) => status);
  const writes = () => fake.requests.filter(({ operation }) => /^(Create|Update|Delete|Apply|Put)/.test(operation));

  test('sync-archive-rules.ts shows, makes, and then finds nothing to do', async () => {
    const folder = await scratch();
    const rules = join(folder, 'template.json');
    const filter = { resource: { eq: QUEUE }, 'principal.AWS': { eq: '123412341234' }, isPublic: { eq: false } };
    const ArchiveRules = archiveRulesToCloudFormation([{ ruleName: 'queue', filter }]);
    const Properties = { Type: 'ACCOUNT', AnalyzerName: 'external-access', ArchiveRules };
    await writeFile(
      rules,
      JSON.stringify({ Resources: { Analyzer: { Type: 'AWS::AccessAnalyzer::Analyzer', Properties } } }),
    );
    const journal = join(folder, 'journal.jsonl');
    const args = ['--rules', rules, '--prune', '--apply', '--reason', 'T-1', '--journal', journal];
    const before = analyzer().archiveRules;

    const shown = await runExample('sync-archive-rules.ts', args, env);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain(`would archive:\n      1234abcd-1234-abcd-1234-abcd1234abcd  ${QUEUE}, beyond Read`);
    expect(shown.stdout).toContain('Rules to change: 3. Findings to archive: 1. Nothing was changed');
    expect(analyzer().archiveRules).toEqual(before);
    expect(writes()).toEqual([]);

    const made = await runExample('sync-archive-rules.ts', [...args, '--yes'], env);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('Rules changed: 3. Findings archived: 1.');
    expect(analyzer().archiveRules.map(({ ruleName }) => ruleName)).toEqual(['queue']);
    expect(statusesOf(QUEUE)).toEqual(['ARCHIVED']);
    const entries = (await readFile(journal, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalEntry);
    expect(new Set(entries.map(({ reason }) => reason))).toEqual(new Set(['T-1']));
    expect(entries.filter(({ phase }) => phase === 'after').map(({ result }) => result)).toEqual([
      'done',
      'done',
      'done',
      'done',
    ]);

    const written = writes().length;
    const again = await runExample('sync-archive-rules.ts', [...args, '--yes'], env);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('Nothing to do: the rules are as the file says.');
    expect(writes()).toHaveLength(written);
  });

  test('archive-intended.ts accepts one finding of a Region, by id', async () => {
    const finding = analyzer('us-east-2')
      .findings()
      .find(({ status }) => status === 'ACTIVE');
    const args = ['--region', 'us-east-2', '--finding', finding?.id ?? '', '--allow-public', '--yes'];
    const ended = await runExample('archive-intended.ts', args, env);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toContain(`Archived:\n  ${finding?.id ?? ''}`);
    expect(analyzer('us-east-2').finding(finding?.id ?? '')?.status).toBe('ARCHIVED');
  });

  test('rescan-many.ts changes nothing; fix-public-bucket.ts blocks the bucket and sees it resolved', async () => {
    const arn = `arn:aws:s3:::${BUCKET}`;
    const open = await runExample('rescan-many.ts', ['--regions', 'us-east-1', '--match', BUCKET], env);
    expect(open.code, open.stderr).toBe(1);
    expect(open.stdout).toMatch(
      /still-active +us-east-1 +arn:aws:s3:::cc-project5-log-data\n\nThe worst of 1: still-active/,
    );

    const args = ['--bucket', BUCKET, '--regions', 'us-east-1'];
    const shown = await runExample('fix-public-bucket.ts', args, env);
    expect(shown.code, shown.stderr).toBe(0);
    expect(fake.account(DEMO_ACCOUNT).bucket(BUCKET)?.publicAccessBlock).toBeUndefined();

    const fixed = await runExample('fix-public-bucket.ts', [...args, '--yes'], env);
    expect(fixed.code, fixed.stderr).toBe(0);
    expect(fixed.stdout).toMatch(/rescanned us-east-1: resolved\n\nRESOLVED\n/);
    expect(statusesOf(arn)).toEqual(['RESOLVED']);
  });

  test('rescan-many.ts proves nothing where a Region could not be read', async () => {
    const release = fake.inject({ kind: 'access-denied', operation: 'ListAnalyzers', times: Number.POSITIVE_INFINITY });
    const ended = await runExample('rescan-many.ts', ['--regions', 'us-east-1'], env);
    release();
    expect(ended.code, ended.stderr).toBe(2);
    expect(ended.stdout).not.toContain('resolved');
    expect(ended.stderr).toContain('not everything could be read');
  });

  test('rule-everywhere.ts makes the same rule in each Region, from the CLI’s JSON', async () => {
    const filter = join(await scratch(), 'filter.json');
    await writeFile(filter, filterToCliJson({ 'principal.AWS': { eq: '555566667777' }, isPublic: { eq: false } }));
    const regions = ['eu-west-1', 'eu-central-1'];
    const args = ['--rule-name', 'our-data-lake', '--filter', filter, '--regions', regions.join(','), '--yes'];
    const ended = await runExample('rule-everywhere.ts', args, env);
    expect(ended.code, ended.stderr).toBe(0);
    for (const region of regions) {
      expect(analyzer(region).archiveRules.map(({ ruleName }) => ruleName)).toContain('our-data-lake');
      expect(ended.stdout).toMatch(new RegExp(`${region} +external-access: created`));
    }
    const again = await runExample('rule-everywhere.ts', args, env);
    expect(again.stdout.match(/: unchanged/g)).toHaveLength(2);
  });
});
