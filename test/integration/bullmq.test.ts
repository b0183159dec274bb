import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Queue } from 'bullmq';
import { describe, expect, it, vi } from 'vitest';
import { collectAudit, createAuditWorker, enqueueAudit } from '../../src/bullmq/index.ts';
import { InvalidInputError } from '../../src/errors/invalid-input-error.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { assumeRoles, listAccounts, planAudit } from '../../src/fleet/index.ts';
import {
  DEFAULT_REGIONS,
  fleetAccount,
  fleetScenario,
  OPT_IN_REGIONS,
  type FakeAccount,
} from '../../src/testing/index.ts';
import { describeWithRedis, startRedis } from '../helpers/redis.ts';
import { turns } from '../helpers/turns.ts';
import {
  A,
  afterwards,
  B,
  CALLER,
  M1,
  M2,
  M3,
  publicBucket,
  ROLE,
  startFleet,
  timeless,
  type FleetBed,
} from './fleet-fixture.ts';

describeWithRedis('an audit on a queue', (redis) => {
  async function withQueue<T>(
    { connection, queueName }: ReturnType<typeof newQueue>,
    ask: (queue: Queue) => Promise<T>,
  ): Promise<T> {
    const queue = new Queue(queueName, { connection });
    try {
      return await ask(queue);
    } finally {
      await queue.close();
    }
  }

  let queues = 0;
  /** A queue of the test's own. */
  const newQueue = () => ({ connection: redis().connection, queueName: `queue-${(queues += 1)}` });
  const clientsFor = ({ clients }: FleetBed) => assumeRoles(clients, { roleName: ROLE });
  /** Works until the test is over. */
  async function work(bed: FleetBed, queue: ReturnType<typeof newQueue>, more: object = {}): Promise<void> {
    const worker = await createAuditWorker({ ...queue, clientsFor: clientsFor(bed), ...more });
    afterwards(() => worker.close());
  }

  it('gives what a run in one process gives', async () => {
    const bed = await startFleet(fleetScenario({ account: opened }));
    const queue = newQueue();
    const organization = await listAccounts(bed.organizations);
    for (const regions of ['enabled', [A, B]] as const) {
      const tasks = planAudit({ accounts: organization.accounts, regions });
      const enqueued = await enqueueAudit({ ...queue, tasks, organization });
      expect(enqueued).toStrictEqual({ auditId: tasks[0]!.auditId, tasks: tasks.length, added: true });
      expect(await enqueueAudit({ ...queue, tasks, organization })).toMatchObject({ added: false });
      if (regions === 'enabled') await work(bed, queue);
      const evidence = await collectAudit({ ...queue, auditId: enqueued.auditId });
      expect(evidence.auditId).toBe(enqueued.auditId);
      expect(timeless(evidence)).toStrictEqual(timeless((await bed.run({ regions })).evidence));
      expect(evaluate(evidence).status).toBe('FAIL');
      // It is kept, and can be collected again.
      expect(await collectAudit({ ...queue, auditId: enqueued.auditId })).toStrictEqual(evidence);
    }
  });

  it('survives a worker that is killed in the middle, and loses nothing', async () => {
    const count = 8;
    const bed = await startFleet(fleetScenario({ accounts: count, account: opened }));
    const queue = newQueue();
    const accounts = Array.from({ length: count }, (_, number) => fleetAccount(number));
    const tasks = planAudit({ accounts });
    // Whoever reads this account first hangs, and is killed.
    const fatal = fleetAccount(4);
    bed.fake.inject({ kind: 'stall', operation: 'ListAnalyzers', account: fatal });
    const { accessKeyId, secretAccessKey } = bed.fake.credentialsFor(CALLER);
    const workers = [0, 1].map(() => {
      const begun: string[] = [];
      const child = startWorker({
        AWS_ENDPOINT_URL: bed.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        // A dead worker's task is given to another when its lock has run out.
        QUEUE: JSON.stringify({ ...queue, concurrency: 2, worker: { lockDuration: 1000, stalledInterval: 500 } }),
      });
      afterwards(() => child.kill('SIGKILL'));
      child.stdout!.on('data', (chunk: Buffer) => begun.push(...chunk.toString().trim().split('\n')));
      return {
        begun,
        child,
        ended: new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal))),
      };
    });
    await enqueueAudit({ ...queue, tasks });
    await expect.poll(() => bed.fake.requests.some(({ fault }) => fault === 'stall'), { timeout: 100_000 }).toBe(true);
    const victim = workers.find(({ begun }) => begun.includes(fatal))!;
    victim.child.kill('SIGKILL');
    expect(await victim.ended).toBe('SIGKILL');

    const evidence = await collectAudit({
      ...queue,
      auditId: tasks[0]!.auditId,
      signal: AbortSignal.timeout(150_000),
    });
    const survivor = workers.find((worker) => worker !== victim)!;
    expect(survivor.begun).toContain(fatal);
    expect(timeless(evidence)).toStrictEqual(timeless((await bed.run({ accounts })).evidence));
    expect(evidence.regions).toHaveLength(2 * count);
  }, 300_000);

  it('tries again what may pass, and joins what each attempt saw', async () => {
    const bed = await startFleet(
      fleetScenario({
        accounts: 2,
        regions: [A],
        account: twoPages,
      }),
    );
    // The second page fails once; then the first page does, twice.
    bed.fake.inject({
      kind: 'unavailable',
      operation: 'ListFindings',
      account: M1,
      when: ({ input }) => input['nextToken'] !== undefined,
    });
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M1], suppressed: false });
    await enqueueAudit({ ...queue, tasks, backoffMs: 1 });
    await work(bed, queue);
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(bed.asked('ListAnalyzers', M1)).toBe(2);
    expect(evidence.regions[0]!.analyzers[0]).toMatchObject({ state: 'read', findings: { length: 3 } });
  });

  it('forgets the refusals of Regions that it had to guess, once it is told that they are disabled', async () => {
    const off = Object.fromEntries(OPT_IN_REGIONS.map((region) => [region, { optStatus: 'DISABLED' as const }]));
    const bed = await startFleet(
      fleetScenario({
        accounts: 2,
        regions: DEFAULT_REGIONS,
        account: (account) => ({ ...account, regions: { ...account.regions, ...off } }),
      }),
    );
    bed.fake.inject({ kind: 'throttle', operation: 'ListRegions', account: M1 });
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M1] });
    await enqueueAudit({ ...queue, tasks, backoffMs: 1 });
    await work(bed, queue);
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(bed.asked('ListRegions', M1)).toBe(2);
    const guessed = evidence.regions.filter(({ problem }) => problem?.code === 'region-unusable');
    expect(guessed.map(({ region }) => region)).toStrictEqual([...OPT_IN_REGIONS].sort());
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('PASS');
    expect(verdict.summary.regions).toMatchObject({ inScope: 17, read: 17, disabled: OPT_IN_REGIONS.length });
  });

  it('gives the evidence as it is when the last attempt fails too, with what was seen before', async () => {
    const bed = await startFleet(
      fleetScenario({
        accounts: 2,
        regions: [A],
        account: twoPages,
      }),
    );
    // The first attempt sees one page, the second nothing.
    bed.fake.inject({ kind: 'unavailable', operation: 'ListFindings', account: M1, skip: 1, times: Infinity });
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M1], suppressed: false });
    await enqueueAudit({ ...queue, tasks, attempts: 2, backoffMs: 1 });
    await work(bed, queue);
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(bed.asked('ListAnalyzers', M1)).toBe(2);
    expect(evidence.regions[0]!.analyzers[0]).toMatchObject({
      state: 'partial',
      problem: { code: 'service' },
      findings: [{}],
    });
    expect(evaluate(evidence).status).toBe('FAIL');
  });

  it('does not hold up an audit for a task that fails for good, and says so', async () => {
    const bed = await startFleet();
    const queue = newQueue();
    const tasks = planAudit({ accounts: [CALLER, M1, M2] });
    await enqueueAudit({ ...queue, tasks, attempts: 1 });
    const own = clientsFor(bed);
    await work(bed, queue, {
      clientsFor: (task: (typeof tasks)[number], context: object) => {
        if (task.account !== M2) return own(task, context);
        throw Object.assign(new Error('cannot be'), {
          code: 'INVALID_INPUT',
          [Symbol.for('access-analyzer-kit/error')]: true,
        });
      },
    });
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(evidence.scopes.map(({ account, problem }) => [account, problem?.code])).toStrictEqual([
      [CALLER, undefined],
      [M1, undefined],
      [M2, 'unexpected'],
    ]);
    expect(evaluate(evidence).status).toBe('UNKNOWN');
  });

  it('keeps what a failed task saw until the audit is joined, however long that takes', async () => {
    const bed = await startFleet(
      fleetScenario({
        accounts: 3,
        regions: [A],
        account: twoPages,
      }),
    );
    // The first attempt sees one page, and there is no second one.
    bed.fake.inject({ kind: 'unavailable', operation: 'ListFindings', account: M1, skip: 1, times: Infinity });
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M1, M2], suppressed: false });
    await enqueueAudit({ ...queue, tasks, attempts: 2, backoffMs: 1, keepSeconds: 1 });
    const own = clientsFor(bed);
    let attempts = 0;
    const { now } = Date;
    afterwards(() => void vi.restoreAllMocks());
    await work(bed, queue, {
      clientsFor: async (task: (typeof tasks)[number], context: object) => {
        if (task.account === M1 && (attempts += 1) === 1) return own(task, context);
        if (task.account === M2) {
          await expect
            .poll(() => withQueue(queue, async (there) => there.getFailedCount()), { timeout: 30_000 })
            .toBeGreaterThan(0);
          // What fails now sweeps out what failed long before.
          vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
        }
        throw new InvalidInputError('a role', [{ path: 'roleName', found: 'none', expected: 'one' }]);
      },
    });
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(evidence.regions[0]!.analyzers[0]).toMatchObject({ state: 'partial', findings: [{}] });
    expect(evaluate(evidence).status).toBe('FAIL');
  });

  it('does an audit again that is kept no more, also the tasks of it that had failed', async () => {
    const bed = await startFleet();
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M1] });
    const { auditId } = await enqueueAudit({ ...queue, tasks, attempts: 1 });
    const broken = await createAuditWorker({
      ...queue,
      clientsFor: () => {
        throw new InvalidInputError('a role', [{ path: 'roleName', found: 'none', expected: 'one' }]);
      },
    });
    expect((await collectAudit({ ...queue, auditId })).scopes[0]!.problem?.code).toBe('unexpected');
    await broken.close();
    // Redis forgets the joined evidence first: what came of the tasks ends later than the audit.
    await withQueue(queue, async (there) => {
      const parents = await there.getCompleted();
      expect(parents).toHaveLength(1);
      await parents[0]!.remove({ removeChildren: false });
    });
    expect(await enqueueAudit({ ...queue, tasks })).toMatchObject({ added: true });
    await work(bed, queue);
    const evidence = await collectAudit({ ...queue, auditId });
    expect(evidence.regions.map(({ state }) => state)).toStrictEqual(['read', 'read']);
  });

  it('has a refusal as the account’s evidence, without a second attempt', async () => {
    const bed = await startFleet(
      fleetScenario({ account: (account, number) => (number === 3 ? { ...account, roles: [] } : account) }),
    );
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M3] });
    await enqueueAudit({ ...queue, tasks });
    await work(bed, queue);
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(evidence.scopes[0]!.problem).toMatchObject({ code: 'credentials', operation: 'sts:AssumeRole' });
    expect(bed.asked('AssumeRole')).toBe(1);
  });

  it.each([
    ['aborted, at the cost of no attempt', false],
    ['aborted while it waits for its tasks to end', true],
  ])('gives a task back when the worker is %s', async (_how, isClosing) => {
    const bed = await startFleet();
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M1] });
    bed.fake.inject({ kind: 'stall', operation: 'ListAnalyzers', times: 2 });
    const stop = new AbortController();
    const first = await createAuditWorker({ ...queue, clientsFor: clientsFor(bed), signal: stop.signal });
    await enqueueAudit({ ...queue, tasks, attempts: 1 });
    await expect.poll(() => bed.asked('ListAnalyzers', M1)).toBe(2);
    const closing = isClosing ? first.close() : undefined;
    stop.abort(new Error('enough'));
    await (closing ?? first.close());
    // The closed worker has not taken it once more: others would have to wait until it is called stalled.
    expect(await withQueue(queue, async (there) => there.getJobCounts())).toMatchObject({ active: 0, delayed: 1 });
    await work(bed, queue);
    const evidence = await collectAudit({ ...queue, auditId: tasks[0]!.auditId });
    expect(evidence.regions.map(({ state }) => state)).toStrictEqual(['read', 'read']);
  });

  it('has no worker when it is aborted before there is one', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    const starting = createAuditWorker({ ...newQueue(), clientsFor: () => null as never, signal: stop.signal });
    stop.abort(reason);
    await expect(starting).rejects.toBe(reason);
  });

  it('is not ended by a listener that fails, at once or later', async () => {
    const own = await startRedis();
    afterwards(() => own.stop());
    let told = 0;
    const onError = (): unknown => {
      told += 1;
      const failure = new Error('the log is full');
      if (told === 1) throw failure;
      return Promise.reject(failure);
    };
    const worker = await createAuditWorker({ connection: own.connection, clientsFor: () => null as never, onError });
    await own.stop();
    await expect.poll(() => told).toBeGreaterThan(1);
    await turns();
    worker.close().catch(() => undefined);
  });

  it('stops waiting when it is told to', async () => {
    const queue = newQueue();
    const tasks = planAudit({ accounts: [M1] });
    await enqueueAudit({ ...queue, tasks });
    const stop = new AbortController();
    const reason = new Error('enough');
    const collecting = collectAudit({ ...queue, auditId: tasks[0]!.auditId, signal: stop.signal });
    stop.abort(reason);
    await expect(collecting).rejects.toBe(reason);
    await expect(collectAudit({ ...queue, auditId: 'x', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('says that a queue does not hold an audit', async () => {
    await expect(collectAudit({ ...newQueue(), auditId: 'nobody’s' })).rejects.toMatchObject({
      code: 'AUDIT_FAILED',
    });
  });
});

describe('a queue’s functions refuse before Redis is asked', () => {
  const connection = { host: '127.0.0.1', port: 1 };
  const [task] = planAudit({ accounts: [M1], auditId: 'one' });
  it.each<[string, () => Promise<unknown>, string]>([
    ['no connection', () => enqueueAudit({ tasks: [task!] } as never), 'connection'],
    ['no task', () => enqueueAudit({ connection, tasks: [] }), 'tasks'],
    ['two audits', () => enqueueAudit({ connection, tasks: [task!, { ...task!, auditId: 'two' }] }), 'tasks'],
    [
      'a wrong task',
      () => enqueueAudit({ connection, tasks: [task!, { ...task!, account: 'x' }] }),
      'tasks[1].account',
    ],
    ['what is no task', () => enqueueAudit({ connection, tasks: [null as never] }), 'tasks[0]'],
    ['no attempt', () => enqueueAudit({ connection, tasks: [task!], attempts: 0 }), 'attempts'],
    ['a queue with a colon', () => enqueueAudit({ connection, tasks: [task!], queueName: 'a:b' }), 'queueName'],
    ['no clients', () => createAuditWorker({ connection } as never), 'clientsFor'],
    [
      'no concurrency',
      () => createAuditWorker({ connection, clientsFor: () => null as never, concurrency: 0 }),
      'concurrency',
    ],
    ['no audit', () => collectAudit({ connection, auditId: '' }), 'auditId'],
  ])('%s', async (_name, call, path) => {
    await expect(call()).rejects.toMatchObject({ code: 'INVALID_INPUT', issues: [{ path }] });
  });
});

function withAnalyzer(account: FakeAccount, change: object): FakeAccount {
  const analyzer = account.regions[A]!.analyzers![0]!;
  return { ...account, regions: { ...account.regions, [A]: { analyzers: [{ ...analyzer, ...change }] } } };
}

/** The first member's two findings stand on a page each. */
function twoPages(account: FakeAccount, number: number): FakeAccount {
  return number === 1
    ? withAnalyzer(account, { pageSize: 1, findings: [publicBucket('one'), publicBucket('two')] })
    : account;
}

/** Number 2 is open to everybody, number 3 refuses. */
function opened(account: FakeAccount, number: number): FakeAccount {
  if (number === 2) return withAnalyzer(account, { findings: [publicBucket('open')] });
  return number === 3 ? { ...account, deniedActions: ['access-analyzer:ListFindings'] } : account;
}

function startWorker(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('../helpers/bullmq-worker.ts', import.meta.url))],
    {
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
}
