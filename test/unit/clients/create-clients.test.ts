import { AccessAnalyzerClient, GetFindingCommand, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { ListRegionsCommand } from '@aws-sdk/client-account';
import type { HttpRequest } from '@aws-sdk/types';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { callAws } from '../../../src/clients/call-aws.ts';
import { createClients, type CreateClientsOptions } from '../../../src/clients/create-clients.ts';
import type { RequestInfo } from '../../../src/clients/observe-requests.ts';
import type { RequestHandlerLike } from '../../../src/clients/request-handler.ts';
import { createFakeAws } from '../../../src/testing/create-fake-aws.ts';
import { cleanScenario } from '../../../src/testing/scenarios/index.ts';
import { turns } from '../../helpers/turns.ts';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const options = { operation: 'ListAnalyzers' };

function isolateEnvironment(): void {
  for (const name of ['AWS_REGION', 'AWS_PROFILE', 'AWS_MAX_ATTEMPTS', 'AWS_ENDPOINT_URL', 'AWS_RETRY_MODE']) {
    vi.stubEnv(name, undefined);
  }
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials');
}

beforeEach(isolateEnvironment);

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** A handler that keeps the requests and answers as told. */
function recorder(
  answer: () => { status?: number; headers?: Record<string, string>; body?: string } = () => ({}),
): RequestHandlerLike & { readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  return {
    requests,
    handle: async (request) => {
      requests.push(request);
      const { status = 200, headers = {}, body = '{"analyzers":[]}' } = answer();
      return { response: { statusCode: status, headers, body: Buffer.from(body) } };
    },
  };
}

const send = (clientOptions: CreateClientsOptions, region = 'eu-central-1'): Promise<object> =>
  callAws(
    createClients({ credentials, ...clientOptions }).accessAnalyzer(region),
    new ListAnalyzersCommand({}),
    options,
  );

// The SDK reads its files once for all clients. On a clock that a test moves nobody may wait for a disk: the hours would be over first.
beforeAll(async () => {
  isolateEnvironment();
  await send({ requestHandler: recorder() });
});

describe('createClients', () => {
  it('makes one client for each Region, and one for the account', () => {
    const clients = createClients({ credentials });
    expect(clients.accessAnalyzer('eu-west-1')).toBe(clients.accessAnalyzer('eu-west-1'));
    expect(clients.accessAnalyzer('eu-west-1')).not.toBe(clients.accessAnalyzer('eu-west-2'));
    expect(clients.account()).toBe(clients.account());
  });

  it.each<[string, object, string]>([
    ['no FIPS', {}, 'access-analyzer.us-east-1.amazonaws.com'],
    ['FIPS', { useFipsEndpoint: true }, 'access-analyzer-fips.us-east-1.amazonaws.com'],
    ['dual-stack', { useDualstackEndpoint: true }, 'access-analyzer.us-east-1.api.aws'],
    ['an endpoint', { endpoint: 'http://127.0.0.1:4566' }, '127.0.0.1'],
  ])('sends with %s to where it should', async (_name, more, hostname) => {
    const requestHandler = recorder();
    await send({ requestHandler, ...more }, 'us-east-1');
    expect(requestHandler.requests[0]!.hostname).toBe(hostname);
  });

  it.each([
    ['cn-north-1', 'access-analyzer.cn-north-1.amazonaws.com.cn', 'account.cn-northwest-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'access-analyzer.us-gov-west-1.amazonaws.com', 'account.us-gov-west-1.amazonaws.com'],
    ['eu-west-3', 'access-analyzer.eu-west-3.amazonaws.com', 'account.us-east-1.amazonaws.com'],
  ])('reaches the partition of the home Region %s', async (region, hostname, account) => {
    vi.stubEnv('AWS_REGION', region);
    const requestHandler = recorder();
    const clients = createClients({ credentials, requestHandler });
    expect(await clients.homeRegion()).toBe(region);
    await callAws(clients.accessAnalyzer(region), new ListAnalyzersCommand({}), options);
    await callAws(clients.account(), new ListRegionsCommand({}), options);
    expect(requestHandler.requests.map((request) => request.hostname)).toStrictEqual([hostname, account]);
  });

  it('is at home in us-east-1 when nothing names a Region', async () => {
    expect(await createClients({ credentials }).homeRegion()).toBe('us-east-1');
  });

  it('obeys AWS_ENDPOINT_URL and the service’s own variable, as the SDK does', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://all.example');
    const requestHandler = recorder();
    await send({ requestHandler });
    vi.stubEnv('AWS_ENDPOINT_URL_ACCESSANALYZER', 'http://one.example');
    await send({ requestHandler });
    expect(requestHandler.requests.map(({ hostname }) => hostname)).toStrictEqual(['all.example', 'one.example']);
  });

  it('puts its name, its version and yours into the user agent', async () => {
    const requestHandler = recorder();
    await send({ requestHandler, userAgent: ['my-platform', '7.1'] });
    await send({ requestHandler, userAgent: 'bare' });
    expect(requestHandler.requests[0]!.headers['user-agent']).toMatch(
      / access-analyzer-kit\/\d+\.\d+\.\d+ my-platform\/7\.1$/,
    );
    expect(requestHandler.requests[1]!.headers['user-agent']).toMatch(/ bare$/);
  });

  it.each([
    ['the option', { maxAttempts: 2 }, undefined, 2],
    ['AWS_MAX_ATTEMPTS', {}, '4', 4],
    ['the SDK’s default', {}, undefined, 3],
    ['the option before the environment', { maxAttempts: 1 }, '4', 1],
  ])('attempts as often as %s says', async (_name, more, environment, attempts) => {
    if (environment !== undefined) vi.stubEnv('AWS_MAX_ATTEMPTS', environment);
    vi.useFakeTimers();
    const requestHandler = recorder(() => ({ status: 500, body: '{}' }));
    const failed = expect(send({ requestHandler, ...more })).rejects.toMatchObject({
      problem: { code: 'service', attempts },
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await failed;
    expect(requestHandler.requests).toHaveLength(attempts);
  });

  describe('Retry-After', () => {
    /** Throttles once with a hint, then answers. Returns when the second attempt came, in seconds after the first. */
    async function secondAttemptAfter(
      hint: Record<string, string>,
      more: CreateClientsOptions,
    ): Promise<number | string> {
      vi.useFakeTimers();
      const began = Date.now();
      const times: number[] = [];
      const requestHandler: RequestHandlerLike = {
        handle: async () => {
          times.push((Date.now() - began) / 1000);
          const first = times.length === 1;
          const headers = first ? { 'x-amzn-errortype': 'ThrottlingException', ...hint } : {};
          const body = Buffer.from('{"analyzers":[]}');
          return { response: { statusCode: first ? 429 : 200, headers, body } };
        },
      };
      const outcome = send({ requestHandler, ...more }).then(
        () => times[1] ?? 'never',
        (error: unknown) => (error as { problem: { code: string } }).problem.code,
      );
      await vi.advanceTimersByTimeAsync(200_000);
      return outcome;
    }

    it('is honoured beyond the SDK’s window', async () => {
      expect(await secondAttemptAfter({ 'retry-after': '30' }, {})).toBeGreaterThanOrEqual(30);
    });

    it('ends the call at once when it is longer than the limit', async () => {
      expect(await secondAttemptAfter({ 'retry-after': '61' }, {})).toBe('throttled');
      expect(await secondAttemptAfter({ 'retry-after': '20' }, { maxRetryAfterMs: 10_000 })).toBe('throttled');
    });

    it.each([0, 1_000, 2_900])(
      'is not waited for beyond a limit of %i ms either, short as it is',
      async (maxRetryAfterMs) => {
        expect(await secondAttemptAfter({ 'retry-after': '3' }, { maxRetryAfterMs })).toBe('throttled');
      },
    );

    it('leaves the SDK’s own back-off alone where the service gives no hint', async () => {
      expect(await secondAttemptAfter({}, { maxRetryAfterMs: 0 })).toBeGreaterThanOrEqual(0);
    });

    it('may be up to the limit that was set', async () => {
      expect(await secondAttemptAfter({ 'retry-after': '120' }, { maxRetryAfterMs: 150_000 })).toBeGreaterThanOrEqual(
        120,
      );
    });

    it('is the SDK’s business when it is short', async () => {
      const waited = await secondAttemptAfter({ 'retry-after': '3' }, {});
      expect(waited).toBeGreaterThanOrEqual(3);
      expect(waited).toBeLessThanOrEqual(9);
    });

    it('stops being waited for when the call is aborted, and leaves no timer of ours', async () => {
      vi.useFakeTimers();
      const headers = { 'x-amzn-errortype': 'ThrottlingException', 'retry-after': '50' };
      const requestHandler: RequestHandlerLike = {
        handle: async () => ({ response: { statusCode: 429, headers, body: Buffer.from('{}') } }),
      };
      const controller = new AbortController();
      const client = createClients({ credentials, requestHandler }).accessAnalyzer('eu-central-1');
      const call = callAws(client, new ListAnalyzersCommand({}), { ...options, signal: controller.signal });
      const rejected = expect(call).rejects.toBe('enough');
      await vi.advanceTimersByTimeAsync(10_000);
      expect(vi.getTimerCount()).toBe(1);
      controller.abort('enough');
      await rejected;
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('runs a credential provider once for all Regions', async () => {
    const provider = vi.fn(async () => credentials);
    const clients = createClients({ credentials: provider, requestHandler: recorder() });
    const regions = Array.from({ length: 34 }, (_, index) => `eu-west-${index}`);
    await Promise.all(
      regions.map((region) => callAws(clients.accessAnalyzer(region), new ListAnalyzersCommand({}), options)),
    );
    expect(provider).toHaveBeenCalledOnce();
  });

  it('never has more requests in flight than concurrency, over accounts too', async () => {
    let active = 0;
    let most = 0;
    const requestHandler: RequestHandlerLike = {
      handle: async () => {
        most = Math.max(most, ++active);
        await turns();
        active -= 1;
        return { response: { statusCode: 200, headers: {}, body: Buffer.from('{"analyzers":[]}') } };
      },
    };
    const first = createClients({ credentials, requestHandler, concurrency: 3 });
    const second = first.with({ credentials: { accessKeyId: 'other', secretAccessKey: 'other' } });
    const calls = [first, second].flatMap((clients) =>
      ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'].map((region) =>
        callAws(clients.accessAnalyzer(region), new ListAnalyzersCommand({}), options),
      ),
    );
    await Promise.all(calls);
    expect(most).toBe(3);
  });

  describe('onRequest', () => {
    it('sees a request with all that is known of it', async () => {
      const fake = createFakeAws(cleanScenario({ regions: ['eu-central-1'] }));
      const seen: RequestInfo[] = [];
      const clients = createClients({
        credentials: fake.credentialsFor('111122223333'),
        requestHandler: fake.requestHandler,
        onRequest: (request) => seen.push(request),
      });
      await clients.identity();
      const client = clients.accessAnalyzer('eu-central-1');
      await callAws(client, new ListAnalyzersCommand({}), options);
      const missing = callAws(
        client,
        new GetFindingCommand({
          analyzerArn: 'arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/external',
          id: 'none',
        }),
        options,
      );
      await expect(missing).rejects.toMatchObject({ problem: { code: 'not-found' } });
      await expect.poll(() => seen.length).toBe(3);
      const common = { attempts: 1, requestId: expect.any(String) as string, ms: expect.any(Number) as number };
      expect(seen).toStrictEqual([
        { service: 'sts', operation: 'GetCallerIdentity', region: 'us-east-1', ...common, status: 200 },
        {
          service: 'access-analyzer',
          operation: 'ListAnalyzers',
          region: 'eu-central-1',
          account: '111122223333',
          ...common,
          status: 200,
        },
        {
          service: 'access-analyzer',
          operation: 'GetFinding',
          region: 'eu-central-1',
          account: '111122223333',
          ...common,
          status: 404,
          error: { name: 'ResourceNotFoundException', message: expect.any(String) as string },
        },
      ]);
    });

    it.each([
      [
        'throws',
        () => {
          throw new Error('broken hook');
        },
      ],
      ['rejects', () => Promise.reject(new Error('broken hook'))],
    ])('never breaks the reading when it %s', async (_name, onRequest) => {
      const warn = vi.fn();
      const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() };
      await expect(send({ requestHandler: recorder(), onRequest, logger })).resolves.toMatchObject({ analyzers: [] });
      await expect.poll(() => warn.mock.calls).toStrictEqual([['onRequest failed', expect.any(Error)]]);
    });
  });

  it('logs no secret', async () => {
    const secrets = { accessKeyId: 'AKIATHEKEYITSELF0000', secretAccessKey: 'the-secret', sessionToken: 'the-token' };
    const lines: unknown[] = [];
    const log = (...content: unknown[]): void => void lines.push(content);
    const logger = { trace: log, debug: log, info: log, warn: log, error: log };
    const fake = createFakeAws(cleanScenario({ regions: 1 }));
    const clients = createClients({ credentials: secrets, requestHandler: fake.requestHandler, logger });
    await clients.identity().catch(() => undefined);
    await callAws(clients.accessAnalyzer('us-east-1'), new ListAnalyzersCommand({}), options).catch(() => undefined);
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(/THEKEYITSELF|the-secret|the-token/);
  });

  describe('identity', () => {
    it('believes the credentials that carry their account, without a call', async () => {
      vi.stubEnv('AWS_REGION', 'cn-north-1');
      const requestHandler = recorder();
      const clients = createClients({ credentials: { ...credentials, accountId: '111122223333' }, requestHandler });
      expect(await clients.identity()).toStrictEqual({
        account: '111122223333',
        partition: 'aws-cn',
        source: 'credentials',
      });
      expect(requestHandler.requests).toHaveLength(0);
    });

    it('asks STS otherwise, once', async () => {
      const fake = createFakeAws(cleanScenario({ regions: 1 }));
      const clients = createClients({
        credentials: fake.credentialsFor('111122223333'),
        requestHandler: fake.requestHandler,
      });
      const identity = await clients.identity();
      expect(identity).toMatchObject({ account: '111122223333', partition: 'aws', source: 'sts' });
      expect(identity.arn).toMatch(/^arn:aws:iam::111122223333:/);
      expect(await clients.identity()).toBe(identity);
      expect(fake.requests).toHaveLength(1);
    });

    it('asks once for all who ask at the same time, and for those who still wait when one does not', async () => {
      const fake = createFakeAws(cleanScenario({ regions: 1 }));
      const clients = createClients({
        credentials: fake.credentialsFor('111122223333'),
        requestHandler: fake.requestHandler,
      });
      const stop = new AbortController();
      const gone = clients.identity({ signal: stop.signal });
      const others = Array.from({ length: 3 }, async () => clients.identity());
      stop.abort(new Error('enough'));
      await expect(gone).rejects.toThrow('enough');
      expect((await Promise.all(others)).map(({ account }) => account)).toStrictEqual(Array(3).fill('111122223333'));
      expect(fake.requests).toHaveLength(1);
    });

    it('knows the clients of another account apart', async () => {
      const fake = createFakeAws({
        accounts: [
          ...cleanScenario({ regions: 1 }).accounts,
          ...cleanScenario({ regions: 1, account: '444455556666' }).accounts,
        ],
      });
      const clients = createClients({
        credentials: fake.credentialsFor('111122223333'),
        requestHandler: fake.requestHandler,
      });
      const other = clients.with({ credentials: fake.credentialsFor('444455556666') });
      expect((await clients.identity()).account).toBe('111122223333');
      expect((await other.identity()).account).toBe('444455556666');
    });

    it.each<[string, CreateClientsOptions, string]>([
      ['a provider that fails', { credentials: () => Promise.reject(new Error('vault closed')) }, 'credentials'],
      ['no credentials anywhere', { credentials: undefined, profile: 'no-such-profile' }, 'credentials'],
      [
        'an answer without an account',
        {
          requestHandler: recorder(() => ({
            body: '<GetCallerIdentityResponse><GetCallerIdentityResult></GetCallerIdentityResult></GetCallerIdentityResponse>',
          })),
        },
        'unknown-account',
      ],
      ['an answer that is none', { requestHandler: recorder(() => ({ body: '<html>' })) }, 'malformed-response'],
    ])('says what is wrong with %s', async (_name, more, code) => {
      await expect(createClients({ credentials, ...more }).identity()).rejects.toMatchObject({ problem: { code } });
    });

    it('asks again after a failure', async () => {
      const fake = createFakeAws(cleanScenario({ regions: 1 }));
      fake.inject({ kind: 'access-denied', operation: 'GetCallerIdentity' });
      const clients = createClients({
        credentials: fake.credentialsFor('111122223333'),
        requestHandler: fake.requestHandler,
      });
      await expect(clients.identity()).rejects.toMatchObject({ problem: { code: 'access-denied' } });
      expect((await clients.identity()).account).toBe('111122223333');
    });

    it('rejects with the reason of an abort while credentials are stuck', async () => {
      const controller = new AbortController();
      const identity = createClients({ credentials: () => new Promise(() => {}) }).identity({
        signal: controller.signal,
      });
      controller.abort('enough');
      await expect(identity).rejects.toBe('enough');
    });
  });

  it.each<[string, object]>([
    ['concurrency', { concurrency: 0 }],
    ['concurrency', { concurrency: 1.5 }],
    ['maxAttempts', { maxAttempts: 0 }],
    ['requestTimeoutMs', { requestTimeoutMs: -1 }],
    ['requestTimeoutMs', { requestTimeoutMs: 2 ** 31 }],
    ['maxRetryAfterMs', { maxRetryAfterMs: Number.NaN }],
    ['maxRetryAfterMs', { maxRetryAfterMs: 2 ** 31 }],
    ['useFipsEndpoint', { useFipsEndpoint: 'false' }],
    ['useDualstackEndpoint', { useDualstackEndpoint: 0 }],
    ['endpoint', { endpoint: 'localhost:4566' }],
    ['endpoint', { endpoint: 'ftp://host' }],
    ['profile', { profile: '' }],
    ['credentials', { credentials: 'AKIA' }],
    ['requestHandler', { requestHandler: 'fetch' }],
    ['onRequest', { onRequest: {} }],
    ['logger', { logger: 'console' }],
    ['userAgent', { userAgent: ['only-a-name'] }],
    ['region', { region: 'eu-west-1' }],
    ['maxAttempt', { maxAttempt: 3 }],
  ])('refuses a wrong %s', (path, wrong) => {
    expect(() => createClients(wrong as CreateClientsOptions)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', issues: [expect.objectContaining({ path })] }) as Error,
    );
  });

  it('does not show what a misspelt option holds, and minds none without a value', () => {
    const secret = 'the-secret-itself';
    expect(() => createClients({ credential: secret, secretAccessKey: secret } as object)).toThrow(
      expect.objectContaining({
        issues: ['credential', 'secretAccessKey'].map((path) => ({
          path,
          found: 'a value',
          expected: 'no member of this name',
        })),
        message: expect.not.stringContaining(secret) as string,
      }) as Error,
    );
    expect(() => createClients({ credentials, region: undefined } as object)).not.toThrow();
  });

  it('takes the longest time that a timer can wait, and says it where a longer one is asked for', async () => {
    const longest = { requestTimeoutMs: 2 ** 31 - 1, maxRetryAfterMs: 2 ** 31 - 1 };
    await expect(send({ requestHandler: recorder(), ...longest })).resolves.toMatchObject({ analyzers: [] });
    expect(() => createClients({ requestTimeoutMs: 2 ** 31 })).toThrow('from 1 to 2147483647');
  });

  it.each([[''], ['EU-CENTRAL-1'], ['eu/central'], ['a.b'], ['-x']])('refuses %j as a Region', (region) => {
    expect(() => createClients({ credentials }).accessAnalyzer(region)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }) as Error,
    );
  });

  it('lets a client of another service share its credentials, gate, endpoint and Region', async () => {
    vi.stubEnv('AWS_REGION', 'eu-west-3');
    const requestHandler = recorder();
    const provider = vi.fn(async () => credentials);
    const clients = createClients({ credentials: provider, requestHandler, endpoint: 'http://all.example' });
    await callAws(clients.accessAnalyzer('eu-west-1'), new ListAnalyzersCommand({}), options);
    for (const region of [undefined, 'us-west-2']) {
      const other = new AccessAnalyzerClient(clients.clientConfig(region));
      await callAws(other, new ListAnalyzersCommand({}), options);
    }
    const scopes = requestHandler.requests.map(({ headers, hostname }) => [
      hostname,
      /Credential=AKIAEXAMPLE\/\d+\/([^/]+)/.exec(headers['authorization'] ?? '')?.[1],
    ]);
    expect(scopes).toStrictEqual([
      ['all.example', 'eu-west-1'],
      ['all.example', 'eu-west-3'],
      ['all.example', 'us-west-2'],
    ]);
    expect(provider).toHaveBeenCalledOnce();
    expect(() => clients.clientConfig('nowhere/')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }) as Error);
  });

  it('closes the sockets that it opened, and leaves a handler of yours open', async () => {
    const destroy = vi.fn();
    {
      await using clients = createClients({ credentials, requestHandler: { ...recorder(), destroy } });
      clients.accessAnalyzer('eu-west-1').destroy();
    }
    expect(destroy).not.toHaveBeenCalled();
  });
});
