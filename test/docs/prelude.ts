import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import {
  createClients,
  evaluate,
  iterateActiveFindings,
  listAnalyzers,
  listArchiveRules,
  type Access,
  type Analyzer,
  type ArchiveRule,
  type Clients,
  type Evidence,
  type Finding,
  type Verdict,
} from 'access-analyzer-kit';
import { assumeRoles, planAudit, type AuditTask, type ClientsFor } from 'access-analyzer-kit/fleet';
import { idleSignal } from './idle-signal.ts';
import { keep } from './kept.ts';
import { collectTwice, requestCount } from './place.ts';
import { enqueuedAudit, queueConnection } from './queue.ts';

const HOME = 'us-east-1';
const REPORTS = 'arn:aws:s3:::reports';

// Evidence is plain data: read once for all examples.
let collected: ReturnType<typeof collectTwice> | undefined;

async function evidenceOf(when: 'lastWeek' | 'today'): Promise<Evidence> {
  collected ??= collectTwice();
  return (await collected)[when];
}

const clients = async (): Promise<Clients> => keep(createClients());
const client = async (): Promise<AccessAnalyzerClient> => (await clients()).accessAnalyzer(HOME);

async function analyzer(): Promise<Analyzer> {
  return first(await listAnalyzers(await client()), ({ access }) => access === 'external');
}

async function findingsIn(region: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const reader = (await clients()).accessAnalyzer(region);
  for await (const finding of iterateActiveFindings(reader, 'external-access')) findings.push(finding);
  return findings;
}

async function sharedRole(region: string): Promise<Finding> {
  return first(await findingsIn(region), ({ resource }) => resource?.endsWith(':role/vendor-audit') === true);
}

/** The audits that examples plan: of two member accounts, in two Regions. */
const accounts = async (): Promise<string[]> => ['222233334444', '444455556666'];
const regions = async (): Promise<string[]> => ['eu-west-1', HOME];
async function tasks(): Promise<AuditTask[]> {
  return planAudit({ accounts: await accounts(), regions: await regions() });
}

/** What an example may take for given, each made anew. */
interface Prelude {
  /** A public access to a bucket. */
  access(): Promise<Access>;
  accounts(): Promise<string[]>;
  analyzer(): Promise<Analyzer>;
  analyzers(): Promise<Analyzer[]>;
  /** An audit that is on the queue of `connection`. */
  auditId(): Promise<string>;
  client(): Promise<AccessAnalyzerClient>;
  clients(): Promise<Clients>;
  clientsFor(): Promise<ClientsFor>;
  connection(): ReturnType<typeof queueConnection>;
  evidence(): Promise<Evidence>;
  /** A partner that reads a bucket. */
  finding(): Promise<Finding>;
  findings(): Promise<Finding[]>;
  lastWeek(): Promise<Evidence>;
  log(): Promise<(...facts: readonly unknown[]) => void>;
  /** A task of an audit as a queue hands it over. */
  message(): Promise<{ readonly body: string }>;
  /** One audit's evidence in two halves. */
  parts(): Promise<Evidence[]>;
  previous(): Promise<Verdict>;
  regions(): Promise<string[]>;
  /** A role that every Region's analyzer reports. */
  role(): Promise<Finding>;
  rules(): Promise<ArchiveRule[]>;
  signal(): Promise<AbortSignal>;
  task(): Promise<AuditTask>;
  tasks(): Promise<AuditTask[]>;
  text(): Promise<string>;
  theSameRoleInAnotherRegion(): Promise<Finding>;
  today(): Promise<Evidence>;
  verdict(): Promise<Verdict>;
}

export const prelude: Prelude = {
  access: async () => {
    const { accesses } = await prelude.verdict();
    return first(
      accesses,
      ({ isPublic, resource }) => isPublic === true && resource?.startsWith('arn:aws:s3:') === true,
    );
  },
  accounts,
  analyzer,
  analyzers: async () => listAnalyzers(await client()),
  auditId: async () => enqueuedAudit(await prelude.connection(), await tasks()),
  client,
  clients,
  clientsFor: async () => assumeRoles(await clients(), { roleName: 'access-analyzer-audit' }),
  connection: () => queueConnection(prelude.clientsFor),
  evidence: () => evidenceOf('today'),
  finding: async () => first(await findingsIn(HOME), ({ resource }) => resource === REPORTS),
  findings: () => findingsIn(HOME),
  lastWeek: () => evidenceOf('lastWeek'),
  log: async () => () => {},
  message: async () => ({ body: JSON.stringify(await prelude.task()) }),
  parts: async () => {
    const { regions: records, ...rest } = await evidenceOf('today');
    const half = Math.ceil(records.length / 2);
    return [records.slice(0, half), records.slice(half)].map((part) => ({ ...rest, regions: part }));
  },
  previous: async () => evaluate(await evidenceOf('lastWeek')),
  regions,
  rules: async () => {
    const all = await listArchiveRules(await client(), await analyzer());
    return all.filter(({ ruleName }) => ruleName === 'partner-reads-reports');
  },
  signal: async () => idleSignal(requestCount),
  task: async () => first(await tasks(), () => true),
  tasks,
  text: async () => JSON.stringify(await evidenceOf('today')),
  role: () => sharedRole(HOME),
  theSameRoleInAnotherRegion: () => sharedRole('eu-west-1'),
  today: () => evidenceOf('today'),
  verdict: async () => evaluate(await evidenceOf('today')),
};

function first<T>(values: readonly T[], matches: (value: T) => boolean): T {
  const found = values.find(matches);
  if (found === undefined) throw new Error('The account of the documents lacks what an example takes for given.');
  return found;
}
