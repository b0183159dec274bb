import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { collectFleetEvidence, type Checkpoint, type FleetSummary } from '../../src/fleet/index.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import { fleetAccount, fleetScenario, type FakeAccount } from '../../src/testing/index.ts';
import {
  A,
  afterwards,
  CALLER,
  M1,
  M2,
  M3,
  publicBucket,
  startFleet,
  timeless,
  type FleetBed,
} from './fleet-fixture.ts';

let directory: string;
beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'fleet-checkpoint-'));
  afterwards(() => rm(root, { recursive: true, force: true }));
  directory = join(root, 'checkpoint');
});

/** The files of the one run in the directory. */
async function files(): Promise<{ readonly folder: string; readonly names: readonly string[] }> {
  const [plan = ''] = await readdir(directory);
  const folder = join(directory, plan);
  return { folder, names: (await readdir(folder)).sort() };
}

/** Runs until `count` tasks are done, and leaves it at that. */
async function interrupted(bed: FleetBed, count = 2, options: object = {}): Promise<void> {
  const parts = collectFleetEvidence({
    clients: bed.clients,
    organization: bed.organizations,
    roleName: 'access-analyzer-audit',
    concurrency: 1,
    checkpoint: directory,
    ...options,
  });
  for (let done = 0; done < count; done += 1) await parts.next();
  await parts.return({} as FleetSummary);
  bed.fake.clearRequests();
}

const readAccounts = (bed: FleetBed): string[] => [
  ...new Set(bed.fake.requests.filter(({ operation }) => operation === 'ListAnalyzers').map(({ account }) => account)),
];

describe('a run that is killed', () => {
  interface Told {
    readonly done: string[];
    readonly result: { readonly summary: FleetSummary; readonly parts: Evidence[] } | undefined;
    readonly signal: NodeJS.Signals | null;
  }

  /** Runs an audit in a process of its own, and kills it with SIGKILL when `killWhen` says so. */
  async function runProcess(
    bed: FleetBed,
    env: Readonly<Record<string, string>>,
    killWhen?: (done: readonly string[]) => boolean,
  ): Promise<Told> {
    const script = fileURLToPath(new URL('../helpers/fleet-process.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      env: {
        ...process.env,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_ENDPOINT_URL: bed.url,
        AWS_REGION: 'us-east-1',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const done: string[] = [];
    let result: Told['result'];
    let rest = '';
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const message = JSON.parse(line) as { done?: string } & Partial<NonNullable<Told['result']>>;
        if (message.done !== undefined) done.push(message.done);
        else result = message as NonNullable<Told['result']>;
      }
      if (killWhen?.(done) === true) child.kill('SIGKILL');
    });
    const signal = await new Promise<NodeJS.Signals | null>((resolve) => {
      child.on('close', (_code, ended) => resolve(ended));
    });
    if (signal === null && result === undefined) throw new Error(errors);
    return { done, result, signal };
  }

  it('and started again repeats no finished task, loses none, and gives what a run in one go gives', async () => {
    const count = 9;
    const scenario = fleetScenario({
      accounts: count,
      account: (account: FakeAccount, number: number) =>
        number !== 2
          ? account
          : {
              ...account,
              regions: {
                ...account.regions,
                [A]: { analyzers: [{ name: 'external', type: 'ACCOUNT', findings: [publicBucket('open')] }] },
              },
            },
    });
    const bed = await startFleet(scenario);
    const { accessKeyId, secretAccessKey } = bed.fake.credentialsFor(CALLER);
    const env = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      FLEET: JSON.stringify({ checkpoint: directory }),
    };
    // The last accounts hang, so that the kill comes in the middle of work.
    const release = bed.fake.inject({
      kind: 'stall',
      operation: 'ListAnalyzers',
      when: ({ account }) => account === fleetAccount(7) || account === fleetAccount(8),
      times: Number.POSITIVE_INFINITY,
    });
    const killed = await runProcess(bed, env, (done) => done.length === 7);
    expect(killed).toMatchObject({ signal: 'SIGKILL', result: undefined });
    expect(killed.done).toHaveLength(7);
    release();
    bed.fake.clearRequests();

    const again = await runProcess(bed, env);
    expect(readAccounts(bed).sort()).toStrictEqual([fleetAccount(7), fleetAccount(8)]);
    expect(bed.asked('AssumeRole')).toBe(2);
    expect(again.result!.summary).toMatchObject({ tasks: count, fromCheckpoint: 7, checkpointProblems: [] });

    const whole = await bed.run();
    const joined = mergeEvidence(...again.result!.parts);
    expect(timeless(joined)).toStrictEqual(timeless(whole.evidence));
    expect(joined.regions).toHaveLength(2 * count);
  }, 180_000);
});

describe('a checkpoint', () => {
  it('holds one file a task, for its owner alone, and no credential', async () => {
    const bed = await startFleet();
    await bed.run({ checkpoint: directory });
    const { folder, names } = await files();
    expect(names).toStrictEqual([CALLER, M1, M2, M3, 'run'].map((name) => `${name}.json`));
    for (const name of names) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
      expect(await readFile(join(folder, name), 'utf8')).not.toMatch(/fake-secret|fake-session|ASIA|AKIA/);
    }
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
  });

  it('is not continued when the run came to its end', async () => {
    const bed = await startFleet();
    const first = await bed.run({ checkpoint: directory });
    bed.fake.clearRequests();
    const second = await bed.run({ checkpoint: directory });
    expect(second.summary).toMatchObject({ fromCheckpoint: 0, checkpointProblems: [] });
    expect(second.evidence.auditId).not.toBe(first.evidence.auditId);
    expect(readAccounts(bed)).toHaveLength(4);
  });

  it('continues the audit under its id', async () => {
    const bed = await startFleet();
    await interrupted(bed);
    const { evidence, summary, events } = await bed.run({ checkpoint: directory });
    expect(summary.fromCheckpoint).toBe(2);
    expect(events[0]).toMatchObject({ type: 'plan', resumedFrom: expect.any(String) as string });
    expect(new Set(evidence.scopes.map(({ account }) => account)).size).toBe(4);
    expect(readAccounts(bed).sort()).toStrictEqual([M2, M3]);
  });

  const withOtherOptions: readonly (readonly [string, object])[] = [
    ['other Regions', { regions: [A] }],
    ['another detail', { detail: 'counts' }],
    ['without what is hidden', { suppressed: false }],
    ['other accounts', { accounts: [CALLER, M1] }],
  ];
  it.each(withOtherOptions)('is not used by a run with %s', async (_name, options) => {
    const bed = await startFleet();
    await interrupted(bed);
    const { summary } = await bed.run({ checkpoint: directory, organization: bed.organizations, ...options });
    expect(summary.fromCheckpoint).toBe(0);
    // And the first run can still be continued.
    bed.fake.clearRequests();
    expect((await bed.run({ checkpoint: directory })).summary.fromCheckpoint).toBe(2);
  });

  it('is not used by another audit', async () => {
    const bed = await startFleet();
    await interrupted(bed, 2, { auditId: 'one' });
    const { evidence, summary } = await bed.run({ checkpoint: directory, auditId: 'two' });
    expect(evidence.auditId).toBe('two');
    expect(summary).toMatchObject({ fromCheckpoint: 0, checkpointProblems: [{ code: 'foreign' }] });
  });

  it.each([
    ['too old', 25 * 3_600_000, 'too-old'],
    ['of a time to come', -60_000, 'foreign'],
  ])('is not used when it is %s', async (_name, later, code) => {
    const bed = await startFleet();
    await interrupted(bed);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + later });
    afterwards(() => vi.useRealTimers());
    const { summary } = await bed.run({ checkpoint: directory });
    expect(summary).toMatchObject({ fromCheckpoint: 0, checkpointProblems: [{ code }] });
  });

  it.each([
    ['left', 25 * 3_600_000],
    ['left, though the clock was put back since', -3_600_000],
  ])('gives a run nothing that an earlier run of the same audit %s', async (_how, passed) => {
    const bed = await startFleet();
    await bed.run({ checkpoint: directory, auditId: 'nightly' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + passed });
    afterwards(() => vi.useRealTimers());
    await interrupted(bed, 2, { auditId: 'nightly' });
    const { summary } = await bed.run({ checkpoint: directory, auditId: 'nightly' });
    expect(summary).toMatchObject({ fromCheckpoint: 2, checkpointProblems: [] });
    expect(readAccounts(bed).sort()).toStrictEqual([M2, M3]);
  });

  it('gives a run all that it saved itself, though the clock was put back in the middle', async () => {
    const bed = await startFleet();
    await interrupted(bed, 1);
    const begun = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: begun + 3_600_000 });
    afterwards(() => vi.useRealTimers());
    const { folder } = await files();
    const run = join(folder, 'run.json');
    const record = JSON.parse(await readFile(run, 'utf8')) as { startedAt: string };
    const task = join(folder, `${CALLER}.json`);
    const later = new Date(begun + 1_800_000).toISOString();
    // As if the run had begun while the clock was half an hour fast.
    for (const file of [run, task]) {
      await writeFile(file, (await readFile(file, 'utf8')).replace(record.startedAt, later));
    }
    expect((await bed.run({ checkpoint: directory })).summary).toMatchObject({
      fromCheckpoint: 1,
      checkpointProblems: [],
    });
  });

  it('may be as old as the caller allows', async () => {
    const bed = await startFleet();
    await interrupted(bed);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
    afterwards(() => vi.useRealTimers());
    const { summary } = await bed.run({ checkpoint: directory, checkpointMaxAgeMs: 26 * 3_600_000 });
    expect(summary.fromCheckpoint).toBe(2);
  });

  /** What somebody did to the file of M1's task, and what is said of it. */
  const spoiled: readonly (readonly [string, (file: string, folder: string) => Promise<unknown>, string])[] = [
    ['cut off', async (file) => writeFile(file, (await readFile(file, 'utf8')).slice(0, -20)), 'damaged'],
    [
      'cut off in its first line',
      async (file) => writeFile(file, (await readFile(file, 'utf8')).slice(0, 20)),
      'damaged',
    ],
    ['empty', async (file) => writeFile(file, ''), 'damaged'],
    [
      'changed',
      async (file) => writeFile(file, (await readFile(file, 'utf8')).replace('"ACTIVE"', '"INACTIVE"')),
      'damaged',
    ],
    ['no JSON', async (file) => writeFile(file, '<html></html>'), 'damaged'],
    ['of another program', async (file) => writeFile(file, '{"name":"something"}\n{}'), 'damaged'],
    [
      'another account’s',
      async (file, folder) => writeFile(file, await readFile(join(folder, `${CALLER}.json`))),
      'foreign',
    ],
    [
      'another audit’s',
      async (file) => {
        const [header = '', body = ''] = (await readFile(file, 'utf8')).split('\n');
        await writeFile(file, `${header.replace(/"auditId":"[^"]+"/, '"auditId":"another"')}\n${body}`);
      },
      'foreign',
    ],
    [
      'a symbolic link',
      async (file) => {
        await writeFile(`${file}.elsewhere`, await readFile(file), { mode: 0o600 });
        await rm(file);
        await symlink(`${file}.elsewhere`, file);
      },
      'unreadable',
    ],
    ['writable for others', async (file) => chmod(file, 0o666), 'unreadable'],
    ['a directory', async (file) => rm(file).then(async () => mkdir(file)), 'unreadable'],
  ];
  it.each(spoiled)('tells and ignores a file that is %s', async (_name, spoil, code) => {
    const bed = await startFleet();
    await interrupted(bed);
    const { folder, names } = await files();
    expect(names).toContain(`${M1}.json`);
    await spoil(join(folder, `${M1}.json`), folder);
    const { evidence, summary, events } = await bed.run({ checkpoint: directory });
    expect(summary.fromCheckpoint).toBe(1);
    expect(summary.checkpointProblems[0]).toMatchObject({ code, name: expect.stringContaining(M1) as string });
    expect(events.filter(({ type }) => type === 'checkpoint')).toHaveLength(summary.checkpointProblems.length);
    expect(readAccounts(bed)).toContain(M1);
    expect(evidence.regions).toHaveLength(8);
  });

  it('tells and ignores a damaged record of the run', async () => {
    const bed = await startFleet();
    await interrupted(bed);
    const { folder } = await files();
    await writeFile(join(folder, 'run.json'), '{"schema"');
    const { summary } = await bed.run({ checkpoint: directory });
    expect(summary.fromCheckpoint).toBe(0);
    expect(summary.checkpointProblems[0]).toMatchObject({
      code: 'damaged',
      name: expect.stringMatching(/\/run$/) as string,
    });
    expect(readAccounts(bed)).toHaveLength(4);
  });

  it('does not mind what is left of a write that was cut off, and removes it when nobody can be writing it', async () => {
    const bed = await startFleet();
    await interrupted(bed);
    const { folder } = await files();
    const draftOf = (account: string): string => `${account}.json.0aa9a0a4-0000-4000-8000-000000000000.tmp`;
    for (const name of [draftOf(M1), draftOf(M2), 'notes.tmp']) await writeFile(join(folder, name), '{"half');
    for (const name of [draftOf(M2), 'notes.tmp']) await utimes(join(folder, name), 0, 0);
    const { summary } = await bed.run({ checkpoint: directory });
    expect(summary).toMatchObject({ fromCheckpoint: 2, checkpointProblems: [] });
    const { names } = await files();
    expect(names.filter((name) => name.endsWith('.tmp'))).toStrictEqual([draftOf(M1), 'notes.tmp']);
  });

  it('is refused, before anything is read, where it cannot be written or is a link', async () => {
    const bed = await startFleet();
    const file = join(directory, '..', 'file');
    await writeFile(file, '');
    await mkdir(`${directory}-real`);
    await symlink(`${directory}-real`, directory);
    for (const checkpoint of [file, directory]) {
      await expect(bed.run({ checkpoint })).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
    }
    expect(bed.asked('ListAnalyzers')).toBe(0);
    expect(await readdir(`${directory}-real`)).toStrictEqual([]);
  });

  it('is not begun for an organization that is none', async () => {
    const bed = await startFleet();
    const organization = { id: 'o-x', partition: 'aws', managementAccount: CALLER, accounts: ['1'], outOfScope: [] };
    await expect(bed.run({ checkpoint: directory, organization })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(readdir(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('does again what may have passed, and keeps what was seen before', async () => {
    const bed = await startFleet(
      fleetScenario({
        accounts: 3,
        regions: [A],
        account: (account, number) =>
          number !== 1
            ? account
            : {
                ...account,
                regions: {
                  [A]: {
                    analyzers: [
                      {
                        name: 'external',
                        type: 'ACCOUNT',
                        pageSize: 1,
                        findings: [publicBucket('one'), publicBucket('two')],
                      },
                    ],
                  },
                },
              },
      }),
    );
    // M1's second page fails in the service, and M2 refuses for good.
    bed.fake.inject({
      kind: 'unavailable',
      operation: 'ListFindings',
      account: M1,
      when: ({ input }) => input['nextToken'] !== undefined,
      times: Number.POSITIVE_INFINITY,
    });
    bed.fake.inject({
      kind: 'access-denied',
      operation: 'ListAnalyzers',
      account: M2,
      times: Number.POSITIVE_INFINITY,
    });
    await interrupted(bed, 3);
    const { evidence, summary } = await bed.run({ checkpoint: directory });
    // Once more nothing but M1, and once more in vain: its first finding is still there.
    expect(readAccounts(bed)).toStrictEqual([M1]);
    expect(summary).toMatchObject({ fromCheckpoint: 2, partial: 1, unreadable: 1 });
    const findings = evidence.regions.flatMap(({ analyzers }) => analyzers.flatMap((analyzer) => analyzer.findings));
    expect(findings.filter(({ status }) => status === 'ACTIVE')).toHaveLength(1);
  });

  it('does again an account whose role could not be assumed', async () => {
    const bed = await startFleet(
      fleetScenario({ account: (account, number) => (number === 1 ? { ...account, roles: [] } : account) }),
    );
    await interrupted(bed, 3);
    bed.fake.account(M1).putRole(fleetScenario().accounts[1]!.roles![0]!);
    const { summary, evidence } = await bed.run({ checkpoint: directory });
    expect(summary).toMatchObject({ fromCheckpoint: 2, unreadable: 0 });
    expect(evidence.scopes.every(({ problem }) => problem === undefined)).toBe(true);
  });

  describe('of the caller’s own making', () => {
    function memory(): Checkpoint & { readonly texts: Map<string, string> } {
      const texts = new Map<string, string>();
      return {
        texts,
        load: async (name) => texts.get(name),
        save: async (name, text) => void texts.set(name, text),
      };
    }

    it('serves as well as a directory', async () => {
      const bed = await startFleet();
      const checkpoint = memory();
      await interrupted(bed, 2, { checkpoint });
      expect([...checkpoint.texts.keys()].every((name) => /^[a-z0-9.-]+\/[a-z0-9.-]+$/.test(name))).toBe(true);
      expect((await bed.run({ checkpoint })).summary.fromCheckpoint).toBe(2);
    });

    it.each([
      ['null for what it does not have', null, []],
      [
        'what is no text',
        { text: 'x' },
        [{ code: 'unreadable', message: expect.stringContaining('an object') as string }],
      ],
    ] as const)('may say %s', async (_name, nothing, problems) => {
      const bed = await startFleet();
      const checkpoint = memory();
      await interrupted(bed, 2, { checkpoint });
      const lacking: Checkpoint = {
        save: checkpoint.save,
        load: async (name) => (name.endsWith(M1) ? (nothing as never) : checkpoint.texts.get(name)),
      };
      const { evidence, summary } = await bed.run({ checkpoint: lacking });
      expect(summary).toMatchObject({ fromCheckpoint: 1, unreadable: 0, checkpointProblems: problems });
      expect(evidence.regions).toHaveLength(8);
    });

    it('that fails to save costs no evidence', async () => {
      const bed = await startFleet();
      const checkpoint = memory();
      const failing: Checkpoint = {
        load: checkpoint.load,
        save: async (name, text, options) => {
          if (!name.endsWith('/run')) throw new Error('disk full');
          await checkpoint.save(name, text, options);
        },
      };
      const { evidence, summary } = await bed.run({ checkpoint: failing });
      expect(evidence.regions).toHaveLength(8);
      expect(summary.checkpointProblems).toStrictEqual(
        [CALLER, M1, M2, M3].map((account) => ({
          code: 'not-saved',
          name: expect.stringContaining(account) as string,
          message: 'It could not be saved: disk full',
        })),
      );
    });
  });
});
