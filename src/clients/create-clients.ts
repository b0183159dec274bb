import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { AccountClient } from '@aws-sdk/client-account';
import type { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, Logger } from '@aws-sdk/types';
import type { NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { checkCreateClientsOptions, checkRegion } from './check-options.ts';
import { defaultCredentials } from './default-credentials.ts';
import { carrySignals } from './carry-signal.ts';
import { createGate } from './gate.ts';
import { gateRequestHandler } from './gated-handler.ts';
import { createLazyHandler } from './lazy-handler.ts';
import { observeRequests, type RequestInfo } from './observe-requests.ts';
import { offerJson } from './raw-json.ts';
import { isRequestHandler, type RequestHandlerLike } from './request-handler.ts';
import { redactLog } from './redact-log.ts';
import { resolveIdentity } from './resolve-identity.ts';
import { shareCall } from './share-call.ts';
import { honourRetryAfter } from './retry-after.ts';
import { shareCredentials } from './share-credentials.ts';
import type { CallerIdentity, ClientConfig, Clients } from './types.ts';
import { PACKAGE_NAME, VERSION } from './version.ts';

/**
 * How AWS is reached. Everything left out is as the SDK's environment variables and profile say, but for the retry mode, for
 * which there is no option: `adaptive` unless the variable `AWS_RETRY_MODE` is set. A profile's `retry_mode` does not count.
 */
export interface CreateClientsOptions {
  /** Credentials or a provider of them. Without: the SDK's default chain (environment, SSO, profile, container, instance). */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
  /** A profile of the shared configuration files, for the default chain and the home Region. */
  readonly profile?: string | undefined;
  /** One URL for every service and Region, for an embedded account or a gateway. */
  readonly endpoint?: string | undefined;
  /**
   * Carries the requests: a handler of your own (it stays yours: {@link Clients.destroy} leaves it open), or options for the
   * Node handler, such as `{ httpsAgent }` for a proxy. The limit on requests and their time-out hold for it too.
   */
  readonly requestHandler?: RequestHandlerLike | NodeHttpHandlerOptions | undefined;
  /** Default: `AWS_USE_FIPS_ENDPOINT`, the profile, else false. The SDK refuses it together with `endpoint`. */
  readonly useFipsEndpoint?: boolean | undefined;
  /**
   * IPv6 beside IPv4. Default: `AWS_USE_DUALSTACK_ENDPOINT`, the profile, else false. The SDK refuses it together
   * with `endpoint`.
   */
  readonly useDualstackEndpoint?: boolean | undefined;
  /** Attempts for each call, the first included. Default: `AWS_MAX_ATTEMPTS`, the profile, else 3. */
  readonly maxAttempts?: number | undefined;
  /**
   * Time for one attempt, from sending to the end of the answer, in milliseconds; at most 2,147,483,647 (24 days).
   *
   * @defaultValue 30000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * The longest `Retry-After` that is waited for, in milliseconds; a longer one ends the call at once as throttled. At
   * most 2,147,483,647 (24 days).
   *
   * @defaultValue 60000
   */
  readonly maxRetryAfterMs?: number | undefined;
  /**
   * AWS requests in flight at most, over all Regions, calls and {@link Clients.with} of these clients.
   *
   * @defaultValue 16
   */
  readonly concurrency?: number | undefined;
  /** The SDK's log: operations with input and output. Keys and session tokens in it are masked. */
  readonly logger?: Logger | undefined;
  /** Told about each request when it has ended. What it throws goes to the logger. */
  readonly onRequest?: ((request: RequestInfo) => unknown) | undefined;
  /** Added to the user agent behind this library's own name, such as `['my-platform', '1.2.3']`. */
  readonly userAgent?: string | readonly [name: string, version: string] | undefined;
}

const DEFAULT_CONCURRENCY = 16;
const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_RETRY_AFTER_MS = 60_000;
const CONNECTION_TIMEOUT_MS = 5_000;
/** Each origin's sockets; never fewer than requests in flight, all of which can be one Region's. */
const MIN_SOCKETS = 50;

/**
 * Makes the clients of one account: one for each Region, made when it is first asked for, over one credential provider, one
 * HTTP handler and one limit on requests in flight. Nothing is sent before the first call.
 *
 * @throws {@link InvalidInputError} when an option is not what it should be.
 *
 * @example
 * ```ts
 * await using clients = createClients({ profile: 'audit', onRequest: ({ operation, region, ms }) => log(operation, region, ms) });
 * const analyzers = await listAnalyzers(clients.accessAnalyzer('eu-central-1'));
 * ```
 */
export function createClients(options: CreateClientsOptions = {}): Clients {
  checkCreateClientsOptions(options);
  const { logger } = options;
  return createChecked(logger === undefined ? options : { ...options, logger: redactLog(logger) });
}

function createChecked(options: CreateClientsOptions): Clients {
  const { credentials, profile } = options;
  const shared = createShared(options);
  const source =
    credentials ??
    defaultCredentials({
      ...(profile === undefined ? {} : { profile }),
      ...(options.logger === undefined ? {} : { logger: options.logger }),
    });
  return createAccountClients(shared, source);
}

/** What the clients of all accounts on one gate have in common. */
interface Shared {
  readonly options: CreateClientsOptions;
  readonly handler: RequestHandlerLike;
  readonly homeRegion: () => Promise<string>;
  readonly closeSockets: () => void;
}

function createShared(options: CreateClientsOptions): Shared {
  const { concurrency = DEFAULT_CONCURRENCY, requestHandler, requestTimeoutMs = DEFAULT_REQUEST_TIMEOUT_MS } = options;
  const ownHandler =
    requestHandler !== undefined && isRequestHandler(requestHandler)
      ? undefined
      : createHandler({ concurrency, requestTimeoutMs, overrides: requestHandler });
  const inner = ownHandler ?? (requestHandler as RequestHandlerLike);
  let home: Promise<string> | undefined;
  return {
    options,
    handler: gateRequestHandler(inner, { gate: createGate(concurrency), requestTimeoutMs }),
    homeRegion: () => (home ??= findHomeRegion(options.profile)),
    closeSockets: () => {
      ownHandler?.destroy();
    },
  };
}

function createHandler(settings: {
  readonly concurrency: number;
  readonly requestTimeoutMs: number;
  readonly overrides: NodeHttpHandlerOptions | undefined;
}): ReturnType<typeof createLazyHandler> {
  const { concurrency, overrides, requestTimeoutMs } = settings;
  const agent = { keepAlive: true, maxSockets: Math.max(MIN_SOCKETS, concurrency) };
  return createLazyHandler({
    connectionTimeout: Math.min(CONNECTION_TIMEOUT_MS, requestTimeoutMs),
    // The gate's own time-out covers all of an attempt; a timer and two listeners a request for these would be in vain.
    socketTimeout: 0,
    requestTimeout: 0,
    httpAgent: agent,
    httpsAgent: agent,
    ...overrides,
  });
}

/** The SDK's own look-up (`AWS_REGION`, then the profile), which fails when neither names one. */
async function findHomeRegion(profile: string | undefined): Promise<string> {
  const probe = new AccessAnalyzerClient({ ...(profile === undefined ? {} : { profile }) });
  try {
    return await probe.config.region();
  } catch {
    return 'us-east-1';
  } finally {
    probe.destroy();
  }
}

function createAccountClients(shared: Shared, source: AwsCredentialIdentity | AwsCredentialIdentityProvider): Clients {
  const { handler, homeRegion, options } = shared;
  let known: CallerIdentity | undefined;
  let accountOfCredentials: string | undefined;
  const provider = shareCredentials(source, {
    identityProperties: async () => ({
      callerClientConfig: { region: homeRegion, requestHandler: handler, profile: options.profile },
    }),
  });
  const credentials: AwsCredentialIdentityProvider = async (properties) => {
    const resolved = await provider(properties);
    accountOfCredentials = resolved.accountId;
    return resolved;
  };
  const settings = { ...clientSettings(options), credentials, requestHandler: handler };
  // For clients whose middleware is all there before the first call.
  const own = { ...settings, cacheMiddleware: true };

  const prepare = <Client extends AccessAnalyzerClient | AccountClient | STSClient>(
    service: RequestInfo['service'],
    client: Client,
  ): Client => {
    carrySignals(client);
    honourRetryAfter(client, { maxRetryAfterMs: options.maxRetryAfterMs ?? DEFAULT_MAX_RETRY_AFTER_MS });
    const { logger, onRequest } = options;
    const account = (): string | undefined => known?.account ?? accountOfCredentials;
    if (onRequest !== undefined) observeRequests(client, { service, account, onRequest, logger });
    return client;
  };

  const regional = new Map<string, AccessAnalyzerClient>();
  let account: AccountClient | undefined;
  let sts: Promise<STSClient> | undefined;
  const createSts = async (): Promise<STSClient> => {
    const { STSClient: Client } = await import('@aws-sdk/client-sts');
    return prepare('sts', new Client({ ...own, region: homeRegion }));
  };
  const askIdentity = shareCall(async (signal) =>
    resolveIdentity({ credentials, homeRegion, sts: () => (sts ??= createSts()) }, signal),
  );
  return {
    accessAnalyzer: (region) => {
      checkRegion(region);
      const existing = regional.get(region);
      if (existing !== undefined) return existing;
      const client = prepare('access-analyzer', new AccessAnalyzerClient({ ...own, region }));
      // Not beside a logger: what is taken as JSON would be missing from the output that the SDK logs.
      if (options.logger === undefined) offerJson(client);
      regional.set(region, client);
      return client;
    },
    account: () => (account ??= prepare('account', new AccountClient({ ...own, region: homeRegion }))),
    homeRegion,
    identity: async ({ signal } = {}) => {
      signal?.throwIfAborted();
      known ??= await askIdentity(signal);
      return known;
    },
    clientConfig: (region) => {
      if (region !== undefined) checkRegion(region);
      return { ...settings, region: region ?? homeRegion };
    },
    with: (other) => createAccountClients(shared, other.credentials),
    destroy: shared.closeSockets,
    [Symbol.asyncDispose]: async () => {
      shared.closeSockets();
    },
  };
}

/** What every client is made with. A member that is not set is left out, since the SDK takes a present `undefined` for a value. */
function clientSettings(
  options: CreateClientsOptions,
): Omit<ClientConfig, 'region' | 'credentials' | 'requestHandler'> {
  const { endpoint, logger, maxAttempts, profile, useDualstackEndpoint, useFipsEndpoint, userAgent } = options;
  const own: [string, string?] = [PACKAGE_NAME, VERSION];
  return {
    customUserAgent:
      userAgent === undefined
        ? [own]
        : [own, typeof userAgent === 'string' ? [userAgent] : [userAgent[0], userAgent[1]]],
    // Adaptive slows a Region down when it throttles; whoever sets the SDK's variable has decided otherwise. A profile's
    // `retry_mode` is passed over: asked for it, the SDK does not tell what the profile says from its own default.
    ...(process.env['AWS_RETRY_MODE'] === undefined ? { retryMode: 'adaptive' } : {}),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(useFipsEndpoint === undefined ? {} : { useFipsEndpoint }),
    ...(useDualstackEndpoint === undefined ? {} : { useDualstackEndpoint }),
    ...(profile === undefined ? {} : { profile }),
    ...(logger === undefined ? {} : { logger }),
  };
}
