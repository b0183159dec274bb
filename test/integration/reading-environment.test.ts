import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listAnalyzers } from '../../src/analyzers/index.ts';
import { createClients } from '../../src/clients/index.ts';
import { createFakeAws } from '../../src/testing/index.ts';
import { cleanScenario } from '../../src/testing/scenarios/index.ts';

const ACCOUNT = '111122223333';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reading-environment-'));
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_REGION']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('the standard environment', () => {
  it('reaches AWS_ENDPOINT_URL with the environment’s credentials and Region', async () => {
    const fake = createFakeAws(cleanScenario({ regions: ['eu-west-1'] }));
    await using server = await fake.listen();
    const { accessKeyId, secretAccessKey } = fake.credentialsFor(ACCOUNT);
    vi.stubEnv('AWS_ENDPOINT_URL', server.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    await using clients = createClients();
    expect(await clients.homeRegion()).toBe('eu-west-1');
    expect((await clients.identity()).account).toBe(ACCOUNT);
    expect(await listAnalyzers(clients.accessAnalyzer('eu-west-1'))).toHaveLength(1);
  });

  it.each([
    ['the option', true],
    ['AWS_PROFILE', false],
  ])(
    'takes credentials and Region of the profile that %s names, running its process once for all Regions',
    async (_name, option) => {
      const fake = createFakeAws(cleanScenario({ regions: 8 }));
      await using server = await fake.listen();
      const { accessKeyId, secretAccessKey } = fake.credentialsFor(ACCOUNT);
      const script = join(folder, 'credentials.cjs');
      const runs = join(folder, 'runs');
      const answer = JSON.stringify({ Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey });
      await writeFile(
        script,
        `require('node:fs').appendFileSync(${JSON.stringify(runs)}, 'x'); console.log(${JSON.stringify(answer)});`,
      );
      await writeFile(
        join(folder, 'config'),
        `[profile audit]\nregion = ap-south-1\ncredential_process = "${process.execPath}" "${script}"\n`,
      );
      if (!option) vi.stubEnv('AWS_PROFILE', 'audit');
      await using clients = createClients({ endpoint: server.url, ...(option ? { profile: 'audit' } : {}) });
      expect(await clients.homeRegion()).toBe('ap-south-1');
      const regions = Object.keys(cleanScenario({ regions: 8 }).accounts[0]!.regions);
      await Promise.all(regions.map((region) => listAnalyzers(clients.accessAnalyzer(region))));
      expect((await clients.identity()).account).toBe(ACCOUNT);
      expect(await readFile(runs, 'utf8')).toBe('x');
    },
  );

  it('assumes a profile’s role through the same request handler', async () => {
    const fake = createFakeAws({
      accounts: [
        ...cleanScenario({ regions: ['us-east-1'] }).accounts,
        {
          ...cleanScenario({ regions: ['us-east-1'], account: '444455556666' }).accounts[0]!,
          roles: [
            {
              name: 'audit',
              trustPolicy: {
                Statement: [
                  { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' },
                ],
              },
            },
          ],
        },
      ],
    });
    const { accessKeyId, secretAccessKey } = fake.credentialsFor(ACCOUNT);
    await writeFile(
      join(folder, 'credentials'),
      `[base]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
    await writeFile(
      join(folder, 'config'),
      `[profile member]\nrole_arn = arn:aws:iam::444455556666:role/audit\nsource_profile = base\nregion = us-east-1\n`,
    );
    // One place only: were the call that assumes the role to wait for a place held by its own cause, this would hang.
    await using clients = createClients({ profile: 'member', requestHandler: fake.requestHandler, concurrency: 1 });
    await Promise.all([clients.identity(), listAnalyzers(clients.accessAnalyzer('us-east-1'))]);
    expect((await clients.identity()).account).toBe('444455556666');
    expect(fake.requests.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
  });

  it.each([
    [undefined, 'F'],
    ['standard', 'E'],
  ])('retries as AWS_RETRY_MODE=%s says', async (mode, feature) => {
    vi.stubEnv('AWS_RETRY_MODE', mode);
    let userAgent = '';
    await using clients = createClients({
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      requestHandler: {
        handle: async ({ headers }) => {
          userAgent = headers['user-agent'] ?? '';
          return { response: { statusCode: 200, headers: {}, body: Buffer.from('{"analyzers":[]}') } };
        },
      },
    });
    await listAnalyzers(clients.accessAnalyzer('us-east-1'));
    // The SDK tells its retry mode as one letter of the metrics in its user agent.
    expect(/ m\/(\S+)/.exec(userAgent)?.[1]?.split(',')).toContain(feature);
  });
});

it('sends through agents of yours, as a proxy needs', async () => {
  const fake = createFakeAws(cleanScenario({ regions: ['us-east-1'] }));
  await using server = await fake.listen();
  const agent = new Agent();
  const opened = vi.spyOn(agent, 'createConnection');
  await using clients = createClients({
    credentials: fake.credentialsFor(ACCOUNT),
    endpoint: server.url,
    requestHandler: { httpAgent: agent },
  });
  await listAnalyzers(clients.accessAnalyzer('us-east-1'));
  expect(opened).toHaveBeenCalled();
});
