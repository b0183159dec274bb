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
import type { PreludeName } from './prelude-names.ts';

const HOME = 'us-east-1';
const REPORTS = 'arn:aws:s3:::reports';

// Evidence is plain data: read once for all examples.
let collected: ReturnType<typeof collectTwice> | undefined;

async function evidenceOf(when: 'lastWeek' | 'today'): Promise<Evidence> {
  collected ??= collectTwice();
  return (await collected)[when];
}

const clients = async (): Promise<Clients> => keep(createClients());
const client = async (): Promise<ReturnType<Clients['accessAnalyzer']>> => (await clients()).accessAnalyzer(HOME);

async function analyzer(): Promise<Analyzer> {
  return first(await listAnalyzers(await client()), ({ access }) => access === 'external');
}

async function findingsIn(region: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  const reader = (await clients()).accessAnalyzer(region);
  for await (const finding of iterateActiveFindings(reader, 'external-access')) findings.push(finding);
  return findings;
}

/** The audits that examples plan: of two member accounts, in two Regions. */
const accounts = async (): Promise<string[]> => ['222233334444', '444455556666'];
const regions = async (): Promise<string[]> => ['eu-west-1', HOME];
async function tasks(): Promise<AuditTask[]> {
  return planAudit({ accounts: await accounts(), regions: await regions() });
}

/** What an example may take for given, each made anew. */
export const prelude = {
  /** A public access to a bucket. */
  access: async (): Promise<Access> =>
    first((await prelude.verdict()).accesses, ({ isPublic, resource }) => isPublic === true && resource.includes('s3')),
  accounts,
  analyzer,
  auditId: async (): Promise<string> => enqueuedAudit(await prelude.connection(), await tasks()),
  analyzers: async (): Promise<Analyzer[]> => listAnalyzers(await client()),
  client,
  clients,
  clientsFor: async (): Promise<ClientsFor> => assumeRoles(await clients(), { roleName: 'access-analyzer-audit' }),
  connection: (): ReturnType<typeof queueConnection> => queueConnection(prelude.clientsFor),
  evidence: (): Promise<Evidence> => evidenceOf('today'),
  /** A partner that reads a bucket. */
  finding: async (): Promise<Finding> => first(await findingsIn(HOME), ({ resource }) => resource === REPORTS),
  findings: (): Promise<Finding[]> => findingsIn(HOME),
  lastWeek: (): Promise<Evidence> => evidenceOf('lastWeek'),
  log:
    async () =>
    (..._facts: readonly unknown[]): void => {},
  parts: async (): Promise<Evidence[]> => {
    const { scopes, regions: records, ...rest } = await evidenceOf('today');
    const half = Math.ceil(records.length / 2);
    return [records.slice(0, half), records.slice(half)].map((part) => ({ ...rest, scopes, regions: part }));
  },
  previous: async (): Promise<Verdict> => evaluate(await evidenceOf('lastWeek')),
  regions,
  rules: async (): Promise<ArchiveRule[]> => {
    const all = await listArchiveRules(await client(), await analyzer());
    return all.filter(({ ruleName }) => ruleName === 'partner-reads-reports');
  },
  signal: async (): Promise<AbortSignal> => idleSignal(requestCount),
  task: async (): Promise<AuditTask> => first(await tasks(), () => true),
  tasks,
  text: async (): Promise<string> => JSON.stringify(await evidenceOf('today')),
  theSameRoleInAnotherRegion: async (): Promise<Finding> =>
    first(await findingsIn('eu-west-1'), ({ resourceType }) => resourceType === 'AWS::IAM::Role'),
  today: (): Promise<Evidence> => evidenceOf('today'),
  verdict: async (): Promise<Verdict> => evaluate(await evidenceOf('today')),
} satisfies Partial<Record<PreludeName, () => Promise<unknown>>>;

function first<T>(values: readonly T[], matches: (value: T) => boolean): T {
  const found = values.find(matches);
  if (found === undefined) throw new Error('The account of the documents lacks what an example takes for given.');
  return found;
}
