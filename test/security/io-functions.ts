import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { getAnalyzer, listAnalyzers } from '../../src/analyzers/index.ts';
import {
  applyArchiveRule,
  createArchiveRule,
  deleteArchiveRule,
  getArchiveRule,
  listArchiveRules,
  syncArchiveRules,
  updateArchiveRule,
} from '../../src/archive-rules/index.ts';
import type { AccessAnalyzerClientLike } from '../../src/clients/client-like.ts';
import { createClients, type CreateClientsOptions } from '../../src/clients/create-clients.ts';
import type { RequestHandlerLike } from '../../src/clients/request-handler.ts';
import type { Clients } from '../../src/clients/types.ts';
import { collectEvidence, iterateEvidence } from '../../src/evidence/index.ts';
import {
  archiveFindings,
  countFindings,
  getFinding,
  iterateActiveFindings,
  iterateFindings,
  unarchiveFindings,
} from '../../src/findings/index.ts';
import { collectFleetEvidence, listAccounts, planAudit, runAuditTask } from '../../src/fleet/index.ts';
import { listRegions } from '../../src/regions/index.ts';
import { toAsff } from '../../src/report/index.ts';
import { rescanAll, rescanAndAwait } from '../../src/rescan/index.ts';
import { blockPublicAccess, resolveFinding } from '../../src/s3/index.ts';
import { importToSecurityHub } from '../../src/securityhub/index.ts';
import {
  createFakeAws,
  fleetAccount,
  fleetScenario,
  type FakeAws,
  type FakeCredentials,
  type FakeFinding,
  type FakeScenario,
} from '../../src/testing/index.ts';
import { watchFindings } from '../../src/watch/index.ts';
import { buildFinding } from '../helpers/build-evidence.ts';
import { richVerdict } from '../helpers/report-verdicts.ts';

export const ACCOUNT = '111122223333';
export const REGION = 'us-east-1';
export const ARN: string = `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/external`;
const BUCKET = 'website';
const RESOURCE = `arn:aws:s3:::${BUCKET}`;
const ROLE = 'access-analyzer-audit';
/** AWS's real waits are seconds. */
const AT_ONCE = { confirmDelayMs: 1 };
const SOON = { timeoutMs: 20_000, minDelayMs: 1, maxDelayMs: 2 };

/** A fake account, and this library's clients of it. */
export interface IoBed {
  readonly fake: FakeAws;
  readonly clients: Clients;
  readonly client: AccessAnalyzerClientLike;
  readonly s3: S3Client;
  readonly organizations: OrganizationsClient;
  securityHub(region: string): SecurityHubClient;
  /** What one call takes of its own, such as a bare name instead of an ARN, which costs a call more. */
  readonly analyzer: string;
}

/** A public function that asks AWS, called so that it makes every kind of request that it can make. */
export interface IoFunction {
  readonly name: string;
  /** Of the fleet's organization rather than of the one account. */
  readonly fleet?: boolean;
  /** The fake does not answer for the service: a stand-in does. */
  readonly standIn?: boolean;
  run(bed: IoBed, signal?: AbortSignal): Promise<unknown>;
}

/** Takes all that a generator yields. */
async function drain(generator: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of generator) items.push(item);
  return items;
}

const enough = new Error('two passes are enough');

export const IO_FUNCTIONS: readonly IoFunction[] = [
  { name: 'listRegions', run: async ({ clients }, signal) => listRegions(clients, { signal }) },
  { name: 'listAnalyzers', run: async ({ client }, signal) => listAnalyzers(client, { signal }) },
  { name: 'getAnalyzer', run: async ({ analyzer, client }, signal) => getAnalyzer(client, analyzer, { signal }) },
  {
    name: 'iterateFindings',
    run: async ({ client }, signal) => drain(iterateFindings(client, 'unused', { details: true, signal })),
  },
  {
    name: 'iterateActiveFindings',
    run: async ({ client }, signal) => [
      await drain(iterateActiveFindings(client, 'external', { partition: 'auto', signal })),
      await drain(iterateActiveFindings(client, 'unused', { details: true, signal })),
    ],
  },
  { name: 'getFinding', run: async ({ analyzer, client }, signal) => getFinding(client, analyzer, 'f-1', { signal }) },
  { name: 'countFindings', run: async ({ analyzer, client }, signal) => countFindings(client, analyzer, { signal }) },
  {
    name: 'archiveFindings',
    run: async ({ analyzer, client }, signal) => [
      await archiveFindings(client, analyzer, ['f-1', 'f-2', 'f-99'], { ...AT_ONCE, signal }),
      await archiveFindings(client, analyzer, { resourceArn: 'arn:aws:s3:::bucket-3' }, { ...AT_ONCE, signal }),
    ],
  },
  {
    name: 'unarchiveFindings',
    run: async ({ analyzer, client }, signal) => [
      await unarchiveFindings(client, analyzer, ['f-5', 'f-99'], { ...AT_ONCE, signal }),
      await unarchiveFindings(client, analyzer, { resourceArn: 'arn:aws:s3:::bucket-6' }, { ...AT_ONCE, signal }),
    ],
  },
  {
    name: 'iterateEvidence',
    run: async ({ clients }, signal) => drain(iterateEvidence(clients, { crossCheck: true, signal })),
  },
  {
    name: 'collectEvidence',
    run: async ({ clients }, signal) => collectEvidence(clients, { analyzers: 'external', crossCheck: true, signal }),
  },
  {
    name: 'watchFindings',
    run: async ({ clients }, signal) => {
      const passes: unknown[] = [];
      const watching = watchFindings(clients, {
        intervalMs: 1,
        crossCheck: true,
        signal,
        onPass: ({ evidence, number }) => {
          passes.push(evidence);
          if (number === 2) throw enough;
        },
      });
      await drain(watching).catch((error: unknown) => {
        if (error !== enough) throw error;
      });
      return passes;
    },
  },
  {
    name: 'listArchiveRules',
    run: async ({ analyzer, client }, signal) => listArchiveRules(client, analyzer, { signal }),
  },
  {
    name: 'getArchiveRule',
    run: async ({ analyzer, client }, signal) => getArchiveRule(client, { analyzer, ruleName: 'kept' }, { signal }),
  },
  {
    name: 'createArchiveRule',
    run: async ({ analyzer, client }, signal) =>
      createArchiveRule(
        client,
        { analyzer, ruleName: 'new', filter: NARROW, applyToExisting: true },
        { ...AT_ONCE, signal },
      ),
  },
  {
    name: 'updateArchiveRule',
    run: async ({ analyzer, client }, signal) =>
      updateArchiveRule(
        client,
        { analyzer, ruleName: 'kept', filter: NARROW, applyToExisting: true },
        { ...AT_ONCE, signal },
      ),
  },
  {
    name: 'deleteArchiveRule',
    run: async ({ analyzer, client }, signal) => deleteArchiveRule(client, { analyzer, ruleName: 'kept' }, { signal }),
  },
  {
    name: 'applyArchiveRule',
    run: async ({ analyzer, client }, signal) =>
      applyArchiveRule(client, { analyzer, ruleName: 'kept' }, { ...AT_ONCE, signal }),
  },
  {
    name: 'syncArchiveRules',
    run: async ({ analyzer, client }, signal) =>
      syncArchiveRules(
        client,
        analyzer,
        [
          { ruleName: 'new', filter: NARROW },
          { ruleName: 'kept', filter: { ...NARROW, resource: { eq: 'arn:aws:s3:::bucket-2' } } },
        ],
        { ...AT_ONCE, prune: true, applyToExisting: true, signal },
      ),
  },
  {
    name: 'rescanAndAwait',
    run: async ({ analyzer, client }, signal) =>
      rescanAndAwait(client, { analyzer, resourceArn: RESOURCE }, { ...SOON, signal }),
  },
  {
    name: 'rescanAll',
    run: async ({ analyzer, client }, signal) =>
      drain(rescanAll([{ client, analyzer, resourceArn: RESOURCE }], { ...SOON, signal })),
  },
  { name: 'blockPublicAccess', run: async ({ s3 }, signal) => blockPublicAccess(s3, { bucket: BUCKET }, { signal }) },
  {
    name: 'resolveFinding',
    run: async ({ analyzer, clients, s3 }, signal) =>
      resolveFinding(
        clients,
        {
          finding: buildFinding({ resource: RESOURCE, isPublic: true, resourceOwnerAccount: ACCOUNT }),
          analyzer,
          region: REGION,
        },
        { ...SOON, s3, signal },
      ),
  },
  {
    name: 'listAccounts',
    fleet: true,
    run: async ({ organizations }, signal) => listAccounts(organizations, { signal }),
  },
  {
    name: 'runAuditTask',
    run: async ({ clients }, signal) => {
      const [task] = planAudit({ accounts: [ACCOUNT], crossCheck: true });
      return runAuditTask(task!, { clientsFor: () => clients, signal });
    },
  },
  {
    name: 'collectFleetEvidence',
    fleet: true,
    run: async ({ clients, organizations }, signal) =>
      drain(collectFleetEvidence({ clients, organization: organizations, roleName: ROLE, crossCheck: true, signal })),
  },
  {
    name: 'importToSecurityHub',
    standIn: true,
    run: async ({ securityHub }, signal) => importToSecurityHub(securityHub, toAsff(richVerdict()), { signal }),
  },
];

/** Exported functions that ask nobody, and why. Whatever is exported and neither here nor above fails a test. */
export const ASKS_NOBODY: Readonly<Record<string, string>> = {
  createClients: 'makes clients; the first call is made by what is given them',
  toProblem: 'explains an error',
  fanOut: "runs the caller's tasks",
  rescanTargetsOf: 'picks clients and asks none',
  worstRescanResult: 'compares words',
  assumeRoles: 'gives a function; collectFleetEvidence calls it here',
  estimateAudit: 'counts',
  isWorthRetrying: 'looks at evidence',
  mergeAudit: 'joins evidence',
  parseAuditTask: 'parses',
  planAudit: 'plans',
  withOrganization: 'adds to evidence',
  streamAsff: 'writes a report',
  toAsff: 'writes a report',
};

const NARROW = {
  resourceOwnerAccount: { eq: ACCOUNT },
  resource: { eq: 'arn:aws:s3:::bucket-1' },
  isPublic: { eq: false },
};

function finding(number: number, members: FakeFinding = {}): FakeFinding {
  return {
    id: `f-${number}`,
    resource: `arn:aws:s3:::bucket-${number}`,
    principal: { AWS: '444455556666' },
    action: ['s3:GetObject'],
    isPublic: false,
    ...members,
  };
}

/** Two Regions; in one an external analyzer with two pages of findings and two rules, and one of unused access. */
function oneAccount(): FakeScenario {
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${RESOURCE}/*` }],
  };
  const archived = { status: 'ARCHIVED' } as const;
  const findings = [1, 2, 3, 4].map((number) => finding(number));
  const hidden = [finding(5, archived), finding(6, archived)];
  return {
    accounts: [
      {
        id: ACCOUNT,
        buckets: [{ name: BUCKET, region: REGION, policy }],
        regions: {
          'eu-west-1': { analyzers: [{ name: 'clean', type: 'ACCOUNT' }] },
          [REGION]: {
            analyzers: [
              {
                name: 'external',
                type: 'ACCOUNT',
                pageSize: 4,
                findings: [...findings, ...hidden],
                archiveRules: [
                  { ruleName: 'kept', filter: NARROW_AS_SENT },
                  { ruleName: 'surplus', filter: { ...NARROW_AS_SENT, resource: { eq: ['arn:aws:s3:::none'] } } },
                ],
              },
              {
                name: 'unused',
                type: 'ACCOUNT_UNUSED_ACCESS',
                findings: [
                  { id: 'u-1', findingType: 'UnusedIAMRole', resource: `arn:aws:iam::${ACCOUNT}:role/old` },
                  { id: 'u-2', findingType: 'UnusedPermission', resource: `arn:aws:iam::${ACCOUNT}:role/wide` },
                ],
              },
            ],
          },
        },
      },
    ],
  };
}

const NARROW_AS_SENT = {
  resourceOwnerAccount: { eq: [ACCOUNT] },
  resource: { eq: ['arn:aws:s3:::bucket-4'] },
  isPublic: { eq: ['false'] },
};

/** Answers for Security Hub: every finding is taken. */
const SECURITY_HUB: RequestHandlerLike = {
  metadata: { handlerProtocol: 'http/1.1' },
  handle: async () => {
    const { Readable } = await import('node:stream');
    const body = Readable.from([Buffer.from('{"FailedCount":0,"SuccessCount":1,"FailedFindings":[]}')]);
    return { response: { statusCode: 200, headers: { 'content-type': 'application/json' }, body } };
  },
};

/** How a bed differs from an administrator's on the plain fake. */
export interface IoBedOptions extends Omit<CreateClientsOptions, 'requestHandler' | 'credentials'> {
  /** IAM actions of the caller; everything unless said. In a fleet of the role, too. */
  readonly allow?: readonly string[];
  readonly credentials?: (fake: FakeAws, account: string) => CreateClientsOptions['credentials'];
  /** Stands between the clients and the fake. */
  readonly wrap?: (handler: RequestHandlerLike) => RequestHandlerLike;
  readonly analyzer?: string;
}

/** The account, or the organization, that a function is tried on: new each time, since some change it. */
export function openBed(io: IoFunction, options: IoBedOptions = {}): IoBed {
  const { allow, analyzer = 'external', credentials, wrap, ...rest } = options;
  const scenario =
    io.fleet === true
      ? fleetScenario({
          accounts: 2,
          regions: [REGION],
          account: (clean) => ({
            ...clean,
            ...(clean.roles === undefined || allow === undefined
              ? {}
              : { roles: clean.roles.map((role) => ({ ...role, allow })) }),
          }),
        })
      : oneAccount();
  const fake = createFakeAws(scenario);
  const account = io.fleet === true ? fleetAccount(0) : ACCOUNT;
  const principal: FakeCredentials = fake.credentialsFor(account, allow === undefined ? {} : { allow });
  const own = io.standIn === true ? SECURITY_HUB : fake.requestHandler;
  const clients = createClients({
    maxAttempts: 1,
    ...rest,
    requestHandler: wrap?.(own) ?? own,
    credentials: credentials?.(fake, account) ?? principal,
  });
  return {
    fake,
    clients,
    analyzer,
    client: clients.accessAnalyzer(REGION),
    s3: new S3Client(clients.clientConfig(REGION)),
    organizations: new OrganizationsClient(clients.clientConfig(REGION)),
    securityHub: (region) => new SecurityHubClient(clients.clientConfig(region)),
  };
}
