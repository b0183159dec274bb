import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseEvidence } from '../../src/model/parse-evidence.ts';
import {
  cleanScenario,
  createFakeAws,
  externalAnalyzer,
  publicFinding,
  type FakeAws,
  type FakeServer,
} from '../../src/testing/index.ts';
import { environmentOf, importExample, runExample, type Ended } from '../helpers/run-example.ts';

const ACCOUNT = '111122223333';
const OPEN = 'us-east-1';
const CLEAN = 'eu-west-1';

/** Two Regions, one of which has a public bucket; reached over HTTP, as AWS is. */
let fake: FakeAws;
let server: FakeServer;
let folder: string;
let env: Record<string, string>;

async function serve(findings = [publicFinding({ resource: 'arn:aws:s3:::open-to-all' })]): Promise<void> {
  fake = createFakeAws(
    cleanScenario({
      account: ACCOUNT,
      regions: [OPEN, CLEAN],
      region: (name, clean) => (name === OPEN ? { ...clean, analyzers: [externalAnalyzer({ findings })] } : clean),
    }),
  );
  server = await fake.listen();
  env = environmentOf(fake, server, ACCOUNT);
}

const analyzer = () => fake.account(ACCOUNT).region(OPEN).analyzer('external');
const deny = () => {
  fake.account(ACCOUNT).region(CLEAN).setDeny('scp');
};
const close = () => {
  for (const { id } of analyzer().findings()) analyzer().changeFinding(id ?? '', { status: 'RESOLVED' });
};
/** In this process; the first test of each script runs it in one of its own. */
const run = (script: string, ...args: readonly string[]): Promise<Ended> => importExample(script, args, env);
const runApart = (script: string, ...args: readonly string[]): Promise<Ended> => runExample(script, args, env);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aak-examples-'));
});
afterEach(() => server.close());
afterAll(() => rm(folder, { recursive: true }));

describe('ten-lines.ts', { timeout: 120_000 }, () => {
  test('is ten lines, says the verdict and exits by it', async () => {
    const text = await readFile(join(import.meta.dirname, '../../examples/ten-lines.ts'), 'utf8');
    expect(text.trim().split('\n').length).toBeLessThanOrEqual(10);
    await serve();
    expect(await runApart('ten-lines.ts')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^FAIL {2}AccessAnalyzer-001/) as string,
    });
    close();
    expect(await run('ten-lines.ts')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^PASS /) as string });
    deny();
    expect(await run('ten-lines.ts')).toMatchObject({ code: 2, stdout: expect.stringMatching(/^UNKNOWN /) as string });
  });
});

describe('node-tool.ts', { timeout: 120_000 }, () => {
  test('prints what is public as a table; "nothing" only when everything was read', async () => {
    await serve();
    const open = await run('node-tool.ts');
    expect(open).toMatchObject({ code: 1, stderr: '' });
    const [head, row] = open.stdout.split('\n');
    expect(head).toMatch(/^SEVERITY +RESOURCE +WHO +CAN +IN$/);
    expect(row).toMatch(/^(critical|high) +arn:aws:s3:::open-to-all +all principals.* us-east-1$/);

    const elsewhere = await run('node-tool.ts', '--regions', CLEAN);
    expect(elsewhere).toMatchObject({ code: 0, stdout: 'Nothing is public.\n' });

    close();
    deny();
    const unread = await run('node-tool.ts');
    expect(unread).toMatchObject({ code: 2, stdout: 'Nothing public was seen, and not everything was read.\n' });
    expect(unread.stderr).toContain(CLEAN);
  });

  test('runs on the embedded account; a wrong option is 64', async () => {
    await serve();
    const fakeRun = await runApart('node-tool.ts', '--fake');
    expect(fakeRun.code).toBe(1);
    expect(fakeRun.stdout).toContain('arn:aws:s3:::cc-project5-log-data');
    expect(await run('node-tool.ts', '--region', OPEN)).toMatchObject({ code: 64, stdout: '' });
  });
});

describe('ci-gate.ts', { timeout: 120_000 }, () => {
  const baseline = () => join(folder, 'baseline.json');

  test('fails on what is new against the baseline, and on nothing else', async () => {
    await serve();
    const made = await runApart('ci-gate.ts', '--make-baseline', baseline());
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('1 open accesses are known from now on');
    expect(parseEvidence(JSON.parse(await readFile(baseline(), 'utf8'))).regions).toHaveLength(2);

    const same = await run('ci-gate.ts', '--baseline', baseline());
    expect(same).toMatchObject({ code: 0, stderr: '' });
    expect(same.stdout).toMatch(/^FAIL [^]*Nothing is new\.\n$/);

    analyzer().addFinding({
      resource: 'arn:aws:s3:::brand-new',
      principal: { AWS: '444455556666' },
      action: ['s3:GetObject'],
      isPublic: false,
    });
    const markdown = join(folder, 'summary.md');
    const sarif = join(folder, 'results.sarif');
    const added = await run('ci-gate.ts', '--baseline', baseline(), '--markdown', markdown, '--sarif', sarif);
    expect(added.code, added.stderr).toBe(1);
    expect(added.stdout).toMatch(/New against the baseline \(1\):\nnew: \w+: .*arn:aws:s3:::brand-new\n$/);
    expect(await readFile(markdown, 'utf8')).toContain('brand-new');
    expect(JSON.parse(await readFile(sarif, 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  test('more actions of an access that is known are new as well; less, or its end, are not', async () => {
    await serve([
      {
        id: 'known',
        resource: 'arn:aws:s3:::shared',
        principal: { AWS: '444455556666' },
        action: ['s3:GetObject', 's3:ListBucket'],
        isPublic: false,
      },
    ]);
    await run('ci-gate.ts', '--make-baseline', baseline());
    analyzer().changeFinding('known', { action: ['s3:GetObject'] });
    expect((await run('ci-gate.ts', '--baseline', baseline())).code).toBe(0);
    analyzer().changeFinding('known', { action: ['s3:GetObject', 's3:PutObject'] });
    const more = await run('ci-gate.ts', '--baseline', baseline());
    expect(more.code).toBe(1);
    expect(more.stdout).toContain('changed: ');
    close();
    expect((await run('ci-gate.ts', '--baseline', baseline())).code).toBe(0);
  });

  test('what could not be read is not "nothing new", and makes no baseline', async () => {
    await serve();
    await run('ci-gate.ts', '--make-baseline', baseline());
    deny();
    const unread = await run('ci-gate.ts', '--baseline', baseline());
    expect(unread.code).toBe(2);
    expect(unread.stdout).toContain('Nothing new was seen, and not everything was read.');
    const other = join(folder, 'other.json');
    expect(await run('ci-gate.ts', '--make-baseline', other)).toMatchObject({ code: 2, stdout: '' });
    await expect(readFile(other)).rejects.toThrow('ENOENT');
  });

  test.each([
    [64, []],
    [64, ['--baseline', 'a', '--make-baseline', 'b']],
    [64, ['--basline', 'a']],
    [2, ['--baseline', '/nowhere/baseline.json']],
  ])('%i for %j, without a call to AWS', async (code, args) => {
    await serve();
    expect((await run('ci-gate.ts', ...args)).code).toBe(code);
    expect(fake.requests).toEqual([]);
  });
});

describe('the others that only read', { timeout: 120_000 }, () => {
  test('audit.ts judges the ambient account, keeps its evidence and judges that again without AWS', async () => {
    await serve();
    const file = join(folder, 'evidence.json');
    const read = await runApart('audit.ts', '--evidence-out', file, '--json');
    expect(read.code).toBe(1);
    const verdict = JSON.parse(read.stdout) as { readonly status: string; readonly asOf: unknown };
    expect(verdict.status).toBe('FAIL');
    await server.close();
    const again = await run('audit.ts', '--evidence-in', file, '--json');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.stdout)).toMatchObject({ status: 'FAIL', asOf: verdict.asOf });
  });

  test('fleet.ts judges the embedded organization', async () => {
    await serve();
    const { code, stdout } = await runApart('fleet.ts', '--fake');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}AccessAnalyzer-001/);
  });
});
