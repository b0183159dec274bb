import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectEvidence, createClients, evaluate, type Evidence } from 'access-analyzer-kit';
import { toSarif } from 'access-analyzer-kit/report';
import {
  createFakeAws,
  DEMO_ACCOUNT,
  demoScenario,
  type FakeAws,
  type FakeScenario,
} from 'access-analyzer-kit/testing';
import { disposeKept } from './kept.ts';
import { startSecurityHub } from './security-hub.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const MEMBERS = ['444455556666', '222233334444', '333344445555'];
const AUDIT_ROLE = 'access-analyzer-audit';

/**
 * The account that the documents' blocks work on: that of the demonstration, with a bucket that a partner reads and the rule that
 * accepts it, as the management account of an organization whose members have a role for audits.
 */
function documentsScenario(now: Date, { shared = true }: { readonly shared?: boolean } = {}): FakeScenario {
  const [demo] = demoScenario({ now }).accounts;
  if (demo === undefined) throw new Error('The demonstration has no account.');
  const reports = {
    name: 'reports',
    region: 'us-east-1',
    policy: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: ['s3:GetObject', 's3:ListBucket'],
        Resource: ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*'],
      },
    },
  };
  const partnerRule = {
    ruleName: 'partner-reads-reports',
    filter: {
      resource: { eq: ['arn:aws:s3:::reports'] },
      'principal.AWS': { eq: ['444455556666'] },
      isPublic: { eq: ['false'] },
    },
  };
  const home = demo.regions['us-east-1'];
  const [external, ...others] = home?.analyzers ?? [];
  if (external === undefined) throw new Error('The demonstration has no analyzer in us-east-1.');
  const withRule = { ...external, archiveRules: [...(external.archiveRules ?? []), partnerRule] };
  const trustPolicy = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${DEMO_ACCOUNT}:root` },
      Action: 'sts:AssumeRole',
    },
  };
  const regions = Object.fromEntries(
    ['eu-west-1', 'us-east-1'].map((region) => [
      region,
      { analyzers: [{ name: 'external-access', type: 'ACCOUNT' as const }] },
    ]),
  );
  return {
    accounts: [
      {
        ...demo,
        buckets: [...(demo.buckets ?? []), ...(shared ? [reports] : [])],
        regions: { ...demo.regions, 'us-east-1': { ...home, analyzers: [withRule, ...others] } },
      },
      ...MEMBERS.map((id) => ({ id, regions, roles: [{ name: AUDIT_ROLE, trustPolicy }] })),
    ],
    organization: { managementAccount: DEMO_ACCOUNT },
  };
}

/** Files that blocks read, made once: they are the same for each document. */
let files: Promise<ReadonlyMap<string, string>> | undefined;

let current: FakeAws | undefined;

/** How many requests the blocks of the document have sent. */
export function requestCount(): number {
  return current?.requests.length ?? 0;
}

/** Where the blocks of one document run: a directory and an account of their own, which the environment leads to. */
export async function openPlace(): Promise<{ close(): Promise<void> }> {
  const now = new Date();
  const fake = createFakeAws(documentsScenario(now));
  current = fake;
  const [server, hub] = await Promise.all([fake.listen(), startSecurityHub()]);
  const directory = await mkdtemp(join(tmpdir(), 'documents-'));
  const keys = `aws_access_key_id = ${KEY}\naws_secret_access_key = anything\nregion = us-east-1\n`;
  await writeFile(join(directory, 'config'), `[profile audit]\n${keys}\n[profile security]\n${keys}`);
  const before = { cwd: process.cwd(), env: { ...process.env } };
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: KEY,
    AWS_CONFIG_FILE: join(directory, 'config'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: server.url,
    AWS_ENDPOINT_URL_SECURITYHUB: hub.url,
    AWS_REGION: 'us-east-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    AWS_SECRET_ACCESS_KEY: 'anything',
    AWS_SHARED_CREDENTIALS_FILE: join(directory, 'none'),
    GITHUB_STEP_SUMMARY: join(directory, 'summary.md'),
  });
  process.chdir(directory);
  const place = {
    close: async () => {
      await disposeKept();
      process.chdir(before.cwd);
      for (const name of Object.keys(process.env)) if (!(name in before.env)) Reflect.deleteProperty(process.env, name);
      Object.assign(process.env, before.env);
      await Promise.all([server.close(), hub.close()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
  files ??= makeFiles();
  for (const [name, text] of await files) await writeFile(join(directory, name), text);
  return place;
}

/** What was read today, and a week ago, when the partner could not read the bucket yet. */
export async function collectTwice(): Promise<{ readonly lastWeek: Evidence; readonly today: Evidence }> {
  const now = new Date();
  const lastWeek = new Date(now.getTime() - 7 * 86_400_000);
  return {
    lastWeek: await collect(createFakeAws(documentsScenario(lastWeek, { shared: false }), { now: () => lastWeek }), {
      at: lastWeek,
    }),
    today: await collect(createFakeAws(documentsScenario(now), { now: () => now })),
  };
}

async function collect(fake: FakeAws, { at }: { readonly at?: Date } = {}): Promise<Evidence> {
  await using clients = createClients({
    credentials: fake.credentialsFor(DEMO_ACCOUNT),
    endpoint: 'https://aws.example',
    requestHandler: fake.requestHandler,
  });
  const evidence = await collectEvidence(clients);
  if (at === undefined) return evidence;
  const regions = evidence.regions.map((region) => ({ ...region, collectedAt: at.toISOString() }));
  return { ...evidence, regions };
}

async function makeFiles(): Promise<ReadonlyMap<string, string>> {
  const { lastWeek, today } = await collectTwice();
  const home = today.regions.find(({ region }) => region === 'us-east-1');
  const external = home?.analyzers.find(({ analyzer }) => analyzer.access === 'external');
  if (external === undefined) throw new Error('The account has no external analyzer.');
  const { analyzer, findings } = external;
  return new Map([
    ['analyzer.json', JSON.stringify({ analyzer })],
    ['evidence.json', JSON.stringify(today)],
    ['findings.json', JSON.stringify({ findings })],
    ['results.sarif', toSarif(evaluate(lastWeek))],
    ['last-week.json', JSON.stringify(lastWeek)],
    ['today.json', JSON.stringify(today)],
  ]);
}
