import { describe, expect, it, vi } from 'vitest';
import { createClients } from '../../src/clients/create-clients.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { createEvaluator } from '../../src/evaluate/create-evaluator.ts';
import {
  assumeRoles,
  collectFleetEvidence,
  estimateAudit,
  listAccounts,
  planAudit,
  runAuditTask,
} from '../../src/fleet/index.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { externalAnalyzer, fleetScenario, type FakeAccount } from '../../src/testing/index.ts';
import { A, afterwards, B, CALLER, M1, M2, M3, publicBucket, ROLE, startFleet } from './fleet-fixture.ts';
import { turns } from '../helpers/turns.ts';

const OPT_IN = 'af-south-1';

const scopeOf = ({ scopes }: Evidence, account: string) => scopes.find((scope) => scope.account === account)!;
const regionsOf = ({ regions }: Evidence, account: string) => regions.filter((record) => record.account === account);

/** The account with this finding in Region A. */
function withFinding(account: FakeAccount, finding = publicBucket(`open-in-${account.id}`)): FakeAccount {
  const own = account.regions[A]!.analyzers![0]!;
  const findings = [...((own.findings ?? []) as []), finding];
  return { ...account, regions: { ...account.regions, [A]: { analyzers: [{ ...own, findings }] } } };
}

describe('a fleet', () => {
  it('is read with a role in each account, and with its own credentials in the caller’s', async () => {
    const bed = await startFleet(
      fleetScenario({ account: (account, number) => (number === 2 ? withFinding(account) : account) }),
    );
    const { evidence, summary, parts, events } = await bed.run({ externalId: 'external', sourceIdentity: 'auditor' });
    expect(parts).toHaveLength(4);
    expect(evidence.scopes.map(({ account, source, regions }) => [account, source, regions])).toStrictEqual(
      [CALLER, M1, M2, M3].map((account) => [account, 'account', [A, B]]),
    );
    expect(evidence.regions.map(({ account, region, state }) => [account, region, state])).toStrictEqual(
      [CALLER, M1, M2, M3].flatMap((account) => [A, B].map((region) => [account, region, 'read'])),
    );
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('FAIL');
    expect(verdict.accesses.filter(({ fails }) => fails).map(({ resource }) => resource)).toStrictEqual([
      `arn:aws:s3:::open-in-${M2}`,
    ]);
    expect(summary).toStrictEqual({
      auditId: evidence.auditId,
      accounts: 4,
      tasks: 4,
      fromCheckpoint: 0,
      partial: 0,
      unreadable: 0,
      outOfScope: [],
      checkpointProblems: [],
    });
    expect(events[0]).toMatchObject({ type: 'plan', accounts: 4, tasks: 4, auditId: evidence.auditId });
    expect(events.slice(1)).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ type: 'task', done: 4, total: 4, state: 'read', fromCheckpoint: false });
    expect(events.find((event) => event.type === 'task' && event.account === M2)).toMatchObject({ findings: 1 });

    // Assumed once an account, by the caller, through one Region; nobody asks again whose session that is.
    const assumed = bed.fake.requests.filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.map(({ input }) => input['RoleArn']).sort()).toStrictEqual(
      [M1, M2, M3].map((account) => `arn:aws:iam::${account}:role/${ROLE}`),
    );
    for (const { input, account } of assumed) {
      expect(account).toBe(CALLER);
      expect(input).toMatchObject({
        RoleSessionName: 'access-analyzer-kit',
        DurationSeconds: '3600',
        ExternalId: 'external',
        SourceIdentity: 'auditor',
      });
    }
    expect(bed.asked('GetCallerIdentity')).toBe(1);
    expect(bed.asked('ListRegions')).toBe(4);
  });

  it('asks once an account, however many Regions are listed', async () => {
    const bed = await startFleet();
    const { parts, summary } = await bed.run({ regions: [B, A], concurrency: 3 });
    expect(summary.tasks).toBe(8);
    expect(parts.map(({ regions }) => regions.length)).toStrictEqual(Array<number>(8).fill(1));
    expect(bed.asked('AssumeRole')).toBe(3);
    expect(bed.asked('ListRegions')).toBe(4);
    expect(bed.asked('ListAnalyzers')).toBe(8);
  });

  it('reads a Region that was enabled after an earlier audit of the same id', async () => {
    const bed = await startFleet(
      fleetScenario({
        account: (account) => ({
          ...account,
          regions: {
            ...account.regions,
            [OPT_IN]: {
              optStatus: 'DISABLED',
              analyzers: [externalAnalyzer({ findings: [publicBucket(`opt-in-${account.id}`)] })],
            },
          },
        }),
      }),
    );
    const clientsFor = assumeRoles(bed.clients, { roleName: ROLE });
    const status = async (regions: 'enabled' | readonly string[]): Promise<string> =>
      evaluate((await bed.run({ clientsFor, auditId: 'nightly', accounts: [CALLER, M1], regions })).evidence).status;
    expect([await status('enabled'), await status([A, OPT_IN])]).toStrictEqual(['PASS', 'PASS']);
    const set = (optStatus: 'ENABLED' | 'DISABLED'): void => {
      for (const account of [CALLER, M1]) bed.fake.account(account).region(OPT_IN).setOptStatus(optStatus);
    };
    set('ENABLED');
    expect(await status('enabled')).toBe('FAIL');
    // Of the Regions that are named each is a task of its own: they share an answer for a minute, whichever way the clock goes.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    afterwards(() => vi.useRealTimers());
    expect(await status([A, OPT_IN])).toBe('FAIL');
    set('DISABLED');
    vi.setSystemTime(Date.now() - 61_000);
    expect(await status([A, OPT_IN])).toBe('PASS');
  });

  it('asks the regional endpoint of STS, of the Region that was named', async () => {
    const hosts: string[] = [];
    const bed = await startFleet();
    const { fake } = bed;
    const clients = createClients({
      credentials: fake.credentialsFor(CALLER),
      requestHandler: {
        handle: async (request, options) => {
          hosts.push(request.hostname);
          return fake.requestHandler.handle(request, options);
        },
      },
    });
    afterwards(() => clients.destroy());
    await bed.run({ clients, accounts: [M1], stsRegion: 'eu-central-1', regions: [A] });
    expect(hosts.filter((host) => host.startsWith('sts.'))).toStrictEqual([
      expect.stringMatching(/^sts\.[a-z0-9-]+\.amazonaws\.com$/),
      'sts.eu-central-1.amazonaws.com',
    ]);
  });

  it('takes one account’s refusal for that account’s evidence, and reads the others', async () => {
    const bed = await startFleet(
      fleetScenario({ account: (account, number) => (number === 2 ? { ...account, roles: [] } : account) }),
    );
    for (const regions of ['enabled', [A, B]] as const) {
      bed.fake.clearRequests();
      const { evidence, summary, events } = await bed.run({ regions });
      const { problem } = scopeOf(evidence, M2);
      expect(problem).toMatchObject({
        code: 'credentials',
        operation: 'sts:AssumeRole',
        awsError: 'AccessDenied',
        httpStatus: 403,
        retryable: false,
        missingAction: 'sts:AssumeRole',
      });
      expect(problem!.message).toContain(`arn:aws:iam::${M2}:role/${ROLE} could not be assumed`);
      expect(problem!.remedy).toContain('trust policy');
      expect(regionsOf(evidence, M2).map(({ state }) => state)).toStrictEqual(
        regions === 'enabled' ? [] : ['unreadable', 'unreadable'],
      );
      expect(evidence.regions.filter(({ state }) => state === 'read')).toHaveLength(6);
      expect(summary.unreadable).toBe(regions === 'enabled' ? 1 : 2);
      expect(events.find((event) => event.type === 'task' && event.account === M2)).toMatchObject({
        state: 'unreadable',
        problem: { operation: 'sts:AssumeRole' },
      });
      // Its Regions do not all ask again.
      expect(bed.fake.requests.filter(({ input }) => String(input['RoleArn']).includes(M2))).toHaveLength(1);
      const verdict = evaluate(evidence);
      expect(verdict.status).toBe('UNKNOWN');
      expect(verdict.reasons.filter(({ effect }) => effect === 'UNKNOWN').map(({ account }) => account)).toContain(M2);
      expect(JSON.stringify(evidence)).not.toMatch(/fake-secret|fake-session/);
    }
  });

  it('reads nothing with a role of another account', async () => {
    const bed = await startFleet();
    const { evidence } = await bed.run({
      accounts: [M1, M2],
      roleArn: (account) => `arn:aws:iam::${account === M1 ? M3 : account}:role/${ROLE}`,
    });
    expect(scopeOf(evidence, M1).problem?.code).toBe('account-mismatch');
    expect(regionsOf(evidence, M1)).toStrictEqual([]);
    expect(regionsOf(evidence, M2)).toHaveLength(2);
    expect(bed.asked('ListAnalyzers', M3)).toBe(0);
    expect(evaluate(evidence).status).toBe('UNKNOWN');
  });

  it('says of every account that there are no credentials when the caller has none', async () => {
    const bed = await startFleet(fleetScenario(), {
      credentials: async () => {
        throw new Error('signed out');
      },
    });
    const { evidence } = await bed.run({ accounts: [M1, M2] });
    expect(evidence.scopes.map(({ problem }) => [problem?.code, problem?.operation])).toStrictEqual([
      ['credentials', 'credentials'],
      ['credentials', 'credentials'],
    ]);
    expect(bed.fake.requests).toStrictEqual([]);
  });

  it('renews a role’s credentials before they expire', async () => {
    let now = Date.now();
    const bed = await startFleet(fleetScenario(), { fake: { now: () => new Date(now) } });
    vi.useFakeTimers({ toFake: ['Date'], now });
    afterwards(() => vi.useRealTimers());
    const clientsFor = assumeRoles(bed.clients, { roleName: ROLE, durationSeconds: 900 });
    const tasks = planAudit({ accounts: [M1], regions: [A, B] });
    const first = await runAuditTask(tasks[0]!, { clientsFor });
    now += 14 * 60_000;
    vi.setSystemTime(now);
    const second = await runAuditTask(tasks[1]!, { clientsFor });
    expect([first, second].map(({ regions }) => regions[0]!.state)).toStrictEqual(['read', 'read']);
    expect(bed.asked('AssumeRole')).toBe(2);
  });

  it('has no more requests in flight than the clients’ concurrency, and starts nothing after an abort', async () => {
    const bed = await startFleet();
    let inFlight = 0;
    let most = 0;
    const stop = new AbortController();
    const reason = new Error('enough');
    const clients = createClients({
      credentials: bed.fake.credentialsFor(CALLER),
      concurrency: 3,
      requestHandler: {
        handle: async (request, options) => {
          most = Math.max(most, (inFlight += 1));
          try {
            return await bed.fake.requestHandler.handle(request, options);
          } finally {
            inFlight -= 1;
          }
        },
      },
    });
    await bed.run({ clients, accounts: [CALLER, M1, M2, M3], concurrency: Number.POSITIVE_INFINITY });
    expect(most).toBe(3);

    bed.fake.clearRequests();
    bed.fake.inject({ kind: 'stall', operation: 'ListAnalyzers', times: Number.POSITIVE_INFINITY });
    const run = bed.run({ clients, accounts: [CALLER, M1], signal: stop.signal });
    await expect.poll(() => bed.asked('ListAnalyzers')).toBeGreaterThan(0);
    stop.abort(reason);
    await expect(run).rejects.toBe(reason);
    const before = bed.fake.requests.length;
    await turns();
    expect(bed.fake.requests).toHaveLength(before);
  });

  it('leaves one listener a task on the caller’s signal', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    afterwards(() => process.off('warning', warned));
    const bed = await startFleet();
    const regions = Array.from({ length: 20 }, (_, number) => `eu-west-${number}`);
    await bed.run({ accounts: [M1], regions, concurrency: 20, signal: new AbortController().signal });
    await turns();
    expect(warned).not.toHaveBeenCalled();
  });

  it('stops asking when the consumer stops', async () => {
    const bed = await startFleet();
    const parts = collectFleetEvidence({
      clients: bed.clients,
      accounts: [CALLER, M1, M2, M3],
      roleName: ROLE,
      concurrency: 1,
    });
    for await (const part of parts) {
      expect(part.scopes).toHaveLength(1);
      break;
    }
    // One is being read while the first is looked at, never more.
    const asked = new Set(bed.fake.requests.map(({ account }) => account));
    expect(asked.has(M3)).toBe(false);
  });

  it('can be folded, scope by scope and record by record, into the verdict of the whole', async () => {
    const bed = await startFleet(
      fleetScenario({ account: (account, number) => (number === 2 ? withFinding(account) : account) }),
    );
    const { parts, evidence } = await bed.run({ regions: [A, B] });
    const evaluator = createEvaluator([], undefined, { auditId: evidence.auditId });
    for (const part of parts) {
      for (const scope of part.scopes) evaluator.addScope(scope);
      for (const record of part.regions) evaluator.add(record);
    }
    expect(evaluator.finish()).toStrictEqual(evaluate(evidence));
  });
});

describe('estimateAudit', () => {
  it.each([
    ['all Regions', { regions: 'enabled' as const }],
    ['listed Regions', { regions: [A, B] }],
    ['without what is hidden', { suppressed: false }],
  ])('says how many calls it will be (%s)', async (_name, options) => {
    const bed = await startFleet();
    const accounts = [M1, M2, M3];
    const estimate = estimateAudit(planAudit({ accounts, ...options }), { regionsPerAccount: 2 });
    await bed.run({ accounts, ...options });
    // The caller asks once who it is itself.
    expect(bed.asked('GetCallerIdentity')).toBe(1);
    expect(estimate).toMatchObject({ accounts: 3, regions: 6, calls: bed.fake.requests.length - 1 });
  });

  it('says how long they take', () => {
    const tasks = planAudit({ accounts: [M1], regions: [A], suppressed: false });
    expect(estimateAudit(tasks, { concurrency: 2, latencyMs: 100, assumesRoles: false }).seconds).toBeCloseTo(0.15);
    expect(() => estimateAudit(tasks, { latencyMs: 0 })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }) as Error,
    );
  });
});

describe('an organization', () => {
  const closing = {
    accounts: [
      { id: CALLER },
      { id: M1 },
      { id: M2, status: 'SUSPENDED' },
      { id: M3, status: 'PENDING_CLOSURE' },
      { id: '200000000000', status: 'A_STATE_OF_TOMORROW' },
    ],
  } as const;

  it('is listed with those that cannot be audited, and why', async () => {
    const bed = await startFleet(fleetScenario({ organization: closing }));
    expect(await listAccounts(bed.organizations)).toStrictEqual({
      id: 'o-exampleorgid',
      partition: 'aws',
      managementAccount: CALLER,
      accounts: [CALLER, M1, '200000000000'].sort(),
      outOfScope: [
        { account: M2, reason: 'suspended (SUSPENDED)' },
        { account: M3, reason: 'closing (PENDING_CLOSURE)' },
      ],
    });
  });

  it('names suspended and closing accounts in the summary, the evidence and the verdict, and asks nothing of them', async () => {
    const bed = await startFleet(fleetScenario({ organization: closing }));
    const { evidence, summary, events } = await bed.run();
    const outOfScope = [
      { account: M2, reason: 'suspended (SUSPENDED)' },
      { account: M3, reason: 'closing (PENDING_CLOSURE)' },
    ];
    expect(summary.outOfScope).toStrictEqual(outOfScope);
    expect(events[0]).toMatchObject({ type: 'plan', outOfScope });
    expect(scopeOf(evidence, CALLER).organization?.outOfScope).toStrictEqual(outOfScope);
    const verdict = evaluate(evidence);
    expect(verdict.scope.accounts.find(({ account }) => account === CALLER)?.outOfScope).toStrictEqual(outOfScope);
    expect(verdict.scope.text).toContain("2 of the organization's accounts out of scope");
    expect(bed.fake.requests.filter(({ input }) => JSON.stringify(input).includes(M2))).toStrictEqual([]);
  });

  it('reads every page of the list', async () => {
    const accounts = Array.from({ length: 45 }, (_, index) => ({ id: String(300_000_000_000 + index) }));
    const bed = await startFleet(fleetScenario({ organization: { accounts: [{ id: CALLER }, ...accounts] } }));
    expect((await listAccounts(bed.organizations)).accounts).toHaveLength(46);
    expect(bed.asked('ListAccounts')).toBe(3);
  });

  it.each(['access-denied', 'truncated', 'repeat-token'] as const)(
    'is not audited in part when its list fails (%s)',
    async (kind) => {
      const accounts = Array.from({ length: 25 }, (_, index) => ({ id: String(300_000_000_000 + index) }));
      const bed = await startFleet(fleetScenario({ organization: { accounts: [{ id: CALLER }, ...accounts] } }), {
        faults: [{ kind, operation: 'ListAccounts', skip: 1 }],
      });
      await expect(bed.run()).rejects.toMatchObject({
        code: 'AWS_CALL_FAILED',
        operation: 'organizations:ListAccounts',
      });
      expect(bed.asked('ListAnalyzers')).toBe(0);
    },
  );

  it('names the members that were not chosen', async () => {
    const bed = await startFleet();
    const { summary, evidence } = await bed.run({ organization: bed.organizations, accounts: [M2, M1] });
    expect(summary.outOfScope).toStrictEqual([
      { account: CALLER, reason: 'not chosen for this audit' },
      { account: M3, reason: 'not chosen for this audit' },
    ]);
    expect(scopeOf(evidence, M1).organization?.outOfScope).toHaveLength(2);
    expect(scopeOf(evidence, M2).organization).toBeUndefined();
  });

  /** M1 is the delegated administrator and owns the organization's analyzers, in A only; the others have none of their own. */
  const delegated = (member: Partial<FakeAccount> = {}) =>
    fleetScenario({
      accounts: 3,
      organization: { delegatedAdministrators: [M1] },
      account: (account, number) => ({
        ...account,
        ...member,
        regions: {
          [A]: {
            analyzers:
              number === 1
                ? [
                    {
                      name: 'organization',
                      type: 'ORGANIZATION',
                      findings: [publicBucket('open', { resourceOwnerAccount: M2, status: 'ARCHIVED' })],
                    },
                  ]
                : [],
          },
          [B]: { analyzers: number === 1 ? [externalAnalyzer({ findings: [auditRoleFinding] })] : [] },
        },
      }),
    });
  const auditRoleFinding = {
    resource: `arn:aws:iam::${M1}:role/${ROLE}`,
    resourceType: 'AWS::IAM::Role',
    principal: { AWS: CALLER },
    action: ['sts:AssumeRole'],
    isPublic: false,
    status: 'ARCHIVED',
  };

  it.each([true, false])(
    'has its analyzers credited to the members that they cover, Region by Region (members see them: %s)',
    async (showsOrganizationAnalyzers) => {
      const bed = await startFleet(delegated({ showsOrganizationAnalyzers }));
      for (const regions of ['enabled', [A, B]] as const) {
        const { evidence } = await bed.run({ regions });
        const verdict = evaluate(evidence);
        expect(verdict.regions.map(({ account, region, coverage }) => [account, region, coverage])).toStrictEqual([
          [CALLER, A, 'covered-by-owner'],
          [CALLER, B, 'not-covered'],
          [M1, A, 'covered'],
          [M1, B, 'covered'],
          [M2, A, 'covered-by-owner'],
          [M2, B, 'not-covered'],
        ]);
        expect(verdict.status).toBe('UNKNOWN');
      }
    },
  );

  it('does not credit anybody without its list', async () => {
    const bed = await startFleet(delegated());
    const { evidence } = await bed.run({ accounts: [CALLER, M1, M2] });
    expect(evaluate(evidence).regions.filter(({ coverage }) => coverage === 'covered-by-owner')).toStrictEqual([]);
  });

  it('counts the access once that its analyzer and the account’s own both see', async () => {
    const open = publicBucket('open');
    const bed = await startFleet(
      fleetScenario({
        accounts: 2,
        regions: [A],
        account: (account, number) =>
          number === 1
            ? withFinding(account, open)
            : {
                ...account,
                regions: {
                  [A]: {
                    analyzers: [
                      { name: 'organization', type: 'ORGANIZATION', findings: [{ ...open, resourceOwnerAccount: M1 }] },
                    ],
                  },
                },
              },
      }),
    );
    const { evidence } = await bed.run();
    const open1 = evaluate(evidence).accesses.filter(({ fails }) => fails);
    expect(open1).toHaveLength(1);
    expect(open1[0]!.sightings.map(({ account }) => account).sort()).toStrictEqual([CALLER, M1]);
  });
});

describe('collectFleetEvidence refuses before any call', () => {
  const ORGANIZATION = { id: 'o-x', partition: 'aws', managementAccount: CALLER, accounts: [M1], outOfScope: [] };
  it.each<[string, object, string]>([
    ['no accounts', { accounts: [] }, 'accounts'],
    ['what is no account', { accounts: ['1'] }, 'accounts[0]'],
    ['neither accounts nor organization', { accounts: undefined }, 'accounts'],
    ['no role', { roleName: undefined }, 'roleName'],
    ['two roles', { roleArn: `arn:aws:iam::{account}:role/x` }, 'roleName'],
    ['a name that is none', { roleName: 'a b' }, 'roleName'],
    ['an ARN of another service', { roleName: undefined, roleArn: 'arn:aws:s3:::bucket' }, 'roleArn'],
    ['one account’s role for others', { roleName: undefined, roleArn: `arn:aws:iam::${M2}:role/x` }, 'roleArn'],
    ['a role beside clientsFor', { clientsFor: () => undefined }, 'roleName'],
    ['a Region that is none', { regions: ['EU WEST'] }, 'regions[0]'],
    ['a short session', { durationSeconds: 60 }, 'durationSeconds'],
    ['a concurrency of none', { concurrency: 0 }, 'concurrency'],
    ['a misspelt option', { region: [A] }, 'region'],
    ['a checkpoint that is none', { checkpoint: 7 }, 'checkpoint'],
    ['an external id that is none', { externalId: 'secret with spaces' }, 'externalId'],
    ['clients that are none', { clients: {} }, 'clients'],
    ['an organization that is none', { organization: {} }, 'organization'],
    ['an organization without an account', { organization: { ...ORGANIZATION, accounts: [] } }, 'organization'],
    ['an organization of what is no account', { organization: { ...ORGANIZATION, accounts: ['1'] } }, 'organization'],
    ['an organization of no partition', { organization: { ...ORGANIZATION, partition: 'AWS' } }, 'organization'],
    [
      'members out of scope without a reason',
      { organization: { ...ORGANIZATION, outOfScope: [{ account: M2 }] } },
      'organization',
    ],
  ])('%s', async (_name, change, path) => {
    const bed = await startFleet();
    let thrown: unknown;
    try {
      collectFleetEvidence({ clients: bed.clients, accounts: [M1], roleName: ROLE, ...change });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'INVALID_INPUT', issues: [expect.objectContaining({ path })] });
    expect((thrown as Error).message).not.toContain('secret');
    expect(bed.fake.requests).toStrictEqual([]);
  });
});
