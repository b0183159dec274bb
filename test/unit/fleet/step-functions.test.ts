import { readFile } from 'node:fs/promises';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import aslValidator from 'asl-validator';
import { mockClient } from 'aws-sdk-client-mock';
import { createClients } from 'access-analyzer-kit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  createHandlers,
  type AuditTaskEvent,
  type Handlers,
  type Plan,
  type PlanEvent,
} from '../../../examples/step-functions/handlers.ts';
import { s3ObjectStore, type ObjectStore } from '../../../examples/step-functions/object-store.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { assumeRoles, type AuditTask } from '../../../src/fleet/index.ts';
import { parseEvidence } from '../../../src/model/parse-evidence.ts';
import { requiredPermissions } from '../../../src/model/required-permissions.ts';
import {
  createFakeAws,
  fleetAccount,
  fleetScenario,
  publicFinding,
  type FakeAws,
  type FakeScenario,
} from '../../../src/testing/index.ts';
import { markdownBlocks } from '../../docs/blocks.ts';

const folder = new URL('../../../examples/step-functions/', import.meta.url);
const load = async (file: string): Promise<unknown> => JSON.parse(await readFile(new URL(file, folder), 'utf8'));
const recorded = {
  plan: (await load('events/plan.json')) as PlanEvent,
  auditTask: (await load('events/audit-task.json')) as AuditTaskEvent,
  merge: (await load('events/merge.json')) as Plan,
};
const BUCKET = recorded.plan.bucket;

afterEach(() => void vi.unstubAllEnvs());

/** A bucket in memory. */
function memoryStore(): ObjectStore & { readonly objects: Map<string, string> } {
  const objects = new Map<string, string>();
  return {
    objects,
    put: async (bucket, key, json) => void objects.set(`${bucket}/${key}`, JSON.stringify(json)),
    get: async (bucket, key) => {
      const text = objects.get(`${bucket}/${key}`);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    list: async (bucket, prefix) =>
      [...objects.keys()]
        .filter((key) => key.startsWith(`${bucket}/${prefix}`))
        .map((key) => key.slice(bucket.length + 1)),
  };
}

interface Bed extends Handlers {
  readonly fake: FakeAws;
  readonly store: ReturnType<typeof memoryStore>;
  /** What the Map state does: each task with the members of ItemSelector; what a task throws is tolerated. */
  map(plan: Plan): Promise<void>;
}

function bed(scenario: FakeScenario = fleetScenario({ accounts: 3 })): Bed {
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  const fake = createFakeAws(scenario);
  const clients = createClients({
    requestHandler: fake.requestHandler,
    credentials: fake.credentialsFor(fleetAccount(0)),
  });
  const store = memoryStore();
  const handlers = createHandlers({
    store,
    organizations: new OrganizationsClient(clients.clientConfig('us-east-1')),
    clientsFor: assumeRoles(clients, { roleName: 'access-analyzer-audit' }),
  });
  let requests = 0;
  return {
    ...handlers,
    fake,
    store,
    map: async ({ bucket, prefix, tasksKey }) => {
      for (const task of (await store.get(bucket, tasksKey)) as AuditTask[]) {
        const awsRequestId = `request-${(requests += 1)}`;
        await handlers.auditTask({ task, bucket, prefix }, { awsRequestId }).catch(() => undefined);
      }
    },
  };
}

describe('the functions of the state machine', () => {
  it('plan what the execution asks for, of all accounts of the organization', async () => {
    const { plan, store } = bed();
    expect(await plan(recorded.plan)).toStrictEqual(recorded.merge);
    const tasks = (await store.get(BUCKET, recorded.merge.tasksKey)) as AuditTask[];
    expect(tasks.map(({ id }) => id)).toStrictEqual(
      [0, 1, 2].flatMap((number) => ['eu-west-1', 'us-east-1'].map((region) => `${fleetAccount(number)}.${region}`)),
    );
    expect(tasks).toContainEqual(recorded.auditTask.task);
    expect(await store.get(BUCKET, `${recorded.merge.prefix}/organization.json`)).toMatchObject({
      managementAccount: fleetAccount(0),
    });
  });

  it('plan the accounts that the execution names, without asking the organization', async () => {
    const { plan, store, fake } = bed();
    await plan({ ...recorded.plan, request: { accounts: [fleetAccount(1)] } });
    expect(await store.get(BUCKET, recorded.merge.tasksKey)).toMatchObject([
      { id: fleetAccount(1), regions: 'enabled' },
    ]);
    expect(fake.requests).toStrictEqual([]);
  });

  it('plan the accounts that the execution names in the partition of the state machine', async () => {
    const { plan, store } = bed();
    await plan({ ...recorded.plan, partition: 'aws-us-gov', request: { accounts: [fleetAccount(1)] } });
    expect(await store.get(BUCKET, recorded.merge.tasksKey)).toMatchObject([{ partition: 'aws-us-gov' }]);
  });

  it('leave a task’s evidence under a key of its own', async () => {
    const { auditTask, store } = bed();
    const key = `${recorded.merge.prefix}/evidence/100000000001.eu-west-1/one.json`;
    expect(await auditTask(recorded.auditTask, { awsRequestId: 'one' })).toStrictEqual({
      task: '100000000001.eu-west-1',
      key,
    });
    const evidence = parseEvidence(await store.get(BUCKET, key));
    expect(evidence.regions).toMatchObject([{ account: '100000000001', region: 'eu-west-1', state: 'read' }]);
  });

  it('leave the evidence and ask for another attempt when something may be read later', async () => {
    const { auditTask, fake, store } = bed();
    fake.inject({ kind: 'unavailable', operation: 'ListAnalyzers' });
    await expect(auditTask(recorded.auditTask, { awsRequestId: 'one' })).rejects.toMatchObject({
      name: 'TryAgainError',
    });
    await auditTask(recorded.auditTask, { awsRequestId: 'two' });
    expect((await store.list(BUCKET, `${recorded.merge.prefix}/evidence/`)).length).toBe(2);
  });

  it('do not ask for another attempt when AWS refuses for good', async () => {
    const { auditTask, fake } = bed();
    fake.inject({ kind: 'access-denied', operation: 'ListAnalyzers' });
    await expect(auditTask(recorded.auditTask, { awsRequestId: 'one' })).resolves.toMatchObject({});
  });

  it('refuse what is no task', async () => {
    const { auditTask } = bed();
    await expect(auditTask({ ...recorded.auditTask, task: {} }, { awsRequestId: 'one' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  it('merge and judge what the tasks left', async () => {
    const { plan, map, merge, store } = bed();
    const planned = await plan(recorded.plan);
    await map(planned);
    const judged = await merge(recorded.merge);
    expect(judged).toMatchObject({ status: 'PASS', strictStatus: 'PASS', ignored: [] });
    expect(judged.summary).toContain('PASS  AccessAnalyzer-001');
    const evidence = parseEvidence(await store.get(BUCKET, judged.evidenceKey));
    expect(evaluate(evidence).status).toBe('PASS');
    expect(await store.get(BUCKET, judged.verdictKey)).toMatchObject({
      status: 'PASS',
      auditId: recorded.plan.auditId,
    });
    // Every attempt twice, as an Express workflow may do: the same to the byte.
    for (const key of await store.list(BUCKET, `${planned.prefix}/evidence/`)) {
      await store.put(BUCKET, key.replace('.json', '-again.json'), await store.get(BUCKET, key));
    }
    const before = store.objects.get(`${BUCKET}/${judged.evidenceKey}`);
    await merge(planned);
    expect(store.objects.get(`${BUCKET}/${judged.evidenceKey}`)).toBe(before);
  });

  it('do not let a lost task pass', async () => {
    const { plan, map, merge, store } = bed();
    const planned = await plan(recorded.plan);
    await map(planned);
    const [lost = ''] = await store.list(BUCKET, `${planned.prefix}/evidence/`);
    store.objects.delete(`${BUCKET}/${lost}`);
    expect(await merge(planned)).toMatchObject({ status: 'UNKNOWN', ignored: [] });
  });

  it.each<[string, (json: Record<string, unknown>) => unknown]>([
    ['half of one', () => ({ schema: 'access-analyzer-kit/evidence@1' })],
    ['another audit’s', (json) => ({ ...json, auditId: 'another' })],
    ['no evidence', () => 'hello'],
  ])('ignore an object that is %s, and say so', async (_name, spoil) => {
    const { plan, map, merge, store } = bed();
    const planned = await plan(recorded.plan);
    await map(planned);
    const [key = ''] = await store.list(BUCKET, `${planned.prefix}/evidence/`);
    await store.put(BUCKET, key, spoil((await store.get(BUCKET, key)) as Record<string, unknown>));
    expect(await merge(planned)).toMatchObject({
      status: 'UNKNOWN',
      ignored: [{ key, why: expect.any(String) as string }],
    });
  });

  it('ignore an object that is no JSON', async () => {
    const { plan, map, merge, store } = bed();
    const planned = await plan(recorded.plan);
    await map(planned);
    const [key = ''] = await store.list(BUCKET, `${planned.prefix}/evidence/`);
    store.objects.set(`${BUCKET}/${key}`, '{"half');
    expect(await merge(planned)).toMatchObject({ status: 'UNKNOWN', ignored: [{ key }] });
  });

  it('give Step Functions no more than it takes, however much is ignored', async () => {
    const { plan, merge, store } = bed();
    const planned = await plan(recorded.plan);
    const strange = Object.fromEntries(Array.from({ length: 100 }, (_, number) => [`member${number}`, number]));
    for (let number = 0; number < 2000; number += 1) {
      await store.put(BUCKET, `${planned.prefix}/evidence/strange/${number}.json`, { scopes: [strange] });
    }
    const judged = await merge(planned);
    expect(judged).toMatchObject({ status: 'UNKNOWN', ignoredCount: 2000 });
    expect(judged.ignored[0]).toMatchObject({ key: expect.stringContaining('strange') as string });
    expect(Buffer.byteLength(JSON.stringify(judged))).toBeLessThan(256 * 1024);
  });

  it('do not judge without evidence that is there and that S3 did not give', async () => {
    const { plan, map, merge, store } = bed();
    const planned = await plan(recorded.plan);
    await map(planned);
    const [key = ''] = await store.list(BUCKET, `${planned.prefix}/evidence/`);
    const { get } = store;
    store.get = async (bucket, wanted) => {
      if (wanted === key) throw Object.assign(new Error('slow down'), { name: 'SlowDown' });
      return get(bucket, wanted);
    };
    await expect(merge(planned)).rejects.toMatchObject({ name: 'SlowDown' });
    expect(await store.list(BUCKET, planned.prefix)).not.toContain(`${planned.prefix}/verdict.json`);
  });

  it('fail an audit with an open access, whatever else was lost', async () => {
    const scenario = fleetScenario({
      accounts: 3,
      account: (account, number) =>
        number !== 1
          ? account
          : {
              ...account,
              regions: {
                'eu-west-1': { analyzers: [{ name: 'external', type: 'ACCOUNT', findings: [publicFinding()] }] },
              },
            },
    });
    const { plan, auditTask, merge } = bed(scenario);
    const planned = await plan(recorded.plan);
    await auditTask(recorded.auditTask, { awsRequestId: 'one' });
    expect(await merge(planned)).toMatchObject({ status: 'FAIL' });
  });
});

describe('objects in S3', () => {
  it('are put, got and listed to the last page', async () => {
    const s3 = mockClient(S3Client);
    s3.on(ListObjectsV2Command).resolvesOnce({ Contents: [{ Key: 'p/1' }], NextContinuationToken: 'more' });
    s3.on(ListObjectsV2Command, { ContinuationToken: 'more' }).resolves({ Contents: [{ Key: 'p/2' }] });
    s3.on(GetObjectCommand).resolves({ Body: { transformToString: async () => '{"a":1}' } as never });
    s3.on(PutObjectCommand).resolves({});
    const store = s3ObjectStore(new S3Client({ region: 'us-east-1' }));
    expect(await store.list('b', 'p/')).toStrictEqual(['p/1', 'p/2']);
    expect(await store.get('b', 'p/1')).toStrictEqual({ a: 1 });
    await store.put('b', 'p/3', { b: 2 });
    expect(s3.commandCalls(PutObjectCommand)[0]!.args[0].input).toMatchObject({
      Bucket: 'b',
      Key: 'p/3',
      Body: '{"b":2}',
    });
  });

  it('may be missing, and are not taken for missing when S3 refuses', async () => {
    const s3 = mockClient(S3Client);
    const store = s3ObjectStore(new S3Client({ region: 'us-east-1' }));
    s3.on(GetObjectCommand).rejectsOnce(Object.assign(new Error('none'), { name: 'NoSuchKey' }));
    expect(await store.get('b', 'k')).toBeUndefined();
    s3.on(GetObjectCommand).rejects(Object.assign(new Error('denied'), { name: 'AccessDenied' }));
    await expect(store.get('b', 'k')).rejects.toThrow('denied');
  });
});

describe('the state machine', async () => {
  interface State {
    readonly Type: string;
    readonly Next?: string;
    readonly Parameters?: Readonly<Record<string, unknown>>;
    readonly [member: string]: unknown;
  }
  const definition = (await load('state-machine.asl.json')) as { readonly States: Readonly<Record<string, State>> };

  it('is valid Amazon States Language', () => {
    const { isValid, errorsText } = aslValidator(definition);
    expect([isValid, errorsText()]).toStrictEqual([true, '']);
  });

  it('is refused when a state leads nowhere', () => {
    const broken = {
      ...definition,
      States: { ...definition.States, Plan: { ...definition.States['Plan'], Next: 'Nowhere' } },
    };
    expect(aslValidator(broken).isValid).toBe(false);
  });

  it('hands on what the functions take and give', async () => {
    const { Plan: plan, Audit: audit, Merge: merge } = definition.States;
    const payload = plan!.Parameters!['Payload'] ?? {};
    expect(Object.keys(payload).map(withoutPath).sort()).toStrictEqual(Object.keys(recorded.plan).sort());
    expect(
      Object.keys(plan!['ResultSelector'] as object)
        .map(withoutPath)
        .sort(),
    ).toStrictEqual(Object.keys(recorded.merge).sort());
    expect(
      Object.keys(audit!['ItemSelector'] as object)
        .map(withoutPath)
        .sort(),
    ).toStrictEqual(Object.keys(recorded.auditTask).sort());
    const { plan: planNow, map, merge: mergeNow } = bed();
    await map(await planNow(recorded.plan));
    expect(
      Object.keys(merge!['ResultSelector'] as object)
        .map(withoutPath)
        .sort(),
    ).toStrictEqual(Object.keys(await mergeNow(recorded.merge)).sort());
  });

  it('gives each execution a place of its own, and the partition that it runs in', () => {
    // A name comes again after 90 days, and in another Region at once: earlier evidence must not stand for what this one did not read.
    expect(definition.States['Plan']!.Parameters!['Payload']).toMatchObject({
      'auditId.$': "States.Format('{}-{}', $$.Execution.Name, States.UUID())",
      'partition.$': "States.ArrayGetItem(States.StringSplit($$.Execution.Id, ':'), 1)",
    });
  });

  it('tries a task again that failed before it left its evidence', () => {
    const audit = definition.States['Audit']!;
    const task = (audit['ItemProcessor'] as typeof definition).States['AuditTask']!;
    expect((task['Retry'] as object[]).at(-1)).toMatchObject({ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 });
  });

  it('tries again for the error that the function throws, and tolerates every task that fails', () => {
    const audit = definition.States['Audit']!;
    const task = (audit['ItemProcessor'] as typeof definition).States['AuditTask']!;
    expect(task['Retry']).toContainEqual(expect.objectContaining({ ErrorEquals: ['TryAgainError'] }));
    expect(task['Catch']).toStrictEqual([{ ErrorEquals: ['TryAgainError'], Next: 'PartlyRead' }]);
    expect(audit['ToleratedFailurePercentage']).toBe(100);
    expect(audit['Catch']).toStrictEqual([{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Merge' }]);
  });
});

describe('the guide', async () => {
  interface Statement {
    readonly Sid: string;
    readonly Action: string | readonly string[];
    readonly Resource?: string;
  }
  const text = await readFile(new URL('README.md', folder), 'utf8');
  const statements = markdownBlocks('README.md', text)
    .filter(({ language }) => language === 'json')
    .flatMap((block) => (JSON.parse(block.text) as { readonly Statement?: readonly Statement[] }).Statement ?? []);
  /** What the statements allow whose Sid begins so. */
  const allowed = (who: string): string[] =>
    statements
      .filter(({ Sid }) => Sid.startsWith(who))
      .flatMap(({ Action }) => Action)
      .sort();

  it('gives the role in each account what reading needs, and nothing else', () => {
    const [role, trust] = statements.filter(({ Sid }) => Sid.startsWith('AuditRole'));
    expect(role!.Action).toStrictEqual(requiredPermissions['collectEvidence']);
    expect(trust!.Action).toBe('sts:AssumeRole');
  });

  it('gives each function what it asks of AWS, and nothing else', async () => {
    const { fake, store, ...handlers } = bed();
    const asked = new Set<string>();
    const ACTIONS = { put: 's3:PutObject', get: 's3:GetObject', list: 's3:ListBucket' } as const;
    for (const method of ['put', 'get', 'list'] as const) {
      const real = store[method].bind(store) as (...args: readonly unknown[]) => Promise<never>;
      store[method] = async (...args: readonly unknown[]) => {
        asked.add(ACTIONS[method]);
        return real(...args);
      };
    }
    const asksOf = async (act: () => Promise<unknown>): Promise<string[]> => {
      asked.clear();
      fake.clearRequests();
      await act();
      const own = fake.requests.filter(({ account }) => account === fleetAccount(0));
      for (const { operation } of own) {
        if (operation === 'ListAccounts') asked.add('organizations:ListAccounts');
        if (operation === 'AssumeRole') asked.add('sts:AssumeRole');
      }
      return [...asked].sort();
    };
    expect(await asksOf(async () => handlers.plan(recorded.plan))).toStrictEqual(allowed('PlanFunction'));
    expect(await asksOf(async () => handlers.auditTask(recorded.auditTask, { awsRequestId: 'one' }))).toStrictEqual(
      allowed('AuditTaskFunction'),
    );
    expect(await asksOf(async () => handlers.merge(recorded.merge))).toStrictEqual(allowed('MergeFunction'));
  });

  it('asks Organizations where the functions run: each partition has an endpoint of its own', async () => {
    expect(await readFile(new URL('lambda.ts', folder), 'utf8')).not.toMatch(/\b[a-z]{2}(-gov)?-[a-z]+-\d\b/);
  });

  it('names the role that the functions assume by default, and the machine all that its definition calls', async () => {
    const lambda = await readFile(new URL('lambda.ts', folder), 'utf8');
    const { Resource = '' } = statements.find(({ Sid }) => Sid === 'AuditTaskFunction') ?? {};
    expect(lambda).toContain(`'${Resource.split('/').at(-1)}'`);
    const definition = await readFile(new URL('state-machine.asl.json', folder), 'utf8');
    const called = [...definition.matchAll(/arn:aws:states:::(\w+):(\w+)/g)].map(([, service, action]) =>
      `${service}:${action}`.toLowerCase().replace('lambda:invoke', 'lambda:invokefunction'),
    );
    const machine = allowed('StateMachine').map((action) => action.toLowerCase());
    expect(machine).toStrictEqual(expect.arrayContaining([...new Set(called), 'states:startexecution']));
  });
});

/** `task.$` → `task`. */
function withoutPath(member: string): string {
  return member.replace(/\.\$$/, '');
}
