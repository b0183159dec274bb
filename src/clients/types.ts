import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccountClient } from '@aws-sdk/client-account';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, Logger } from '@aws-sdk/types';
import type { RequestHandlerLike } from './request-handler.ts';

/** Who is calling. */
export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov`: of the caller's ARN, without one of the home Region. */
  readonly partition: string;
  /** The caller's ARN, when STS was asked. */
  readonly arn?: string;
  /** Where the account comes from: the credentials themselves, or `sts:GetCallerIdentity`. */
  readonly source: 'credentials' | 'sts';
}

/** What a client of another AWS service is made with, to reach AWS as {@link Clients} do. */
export interface ClientConfig {
  /** The Region asked for, or what gives the home Region. */
  readonly region: string | (() => Promise<string>);
  /** Resolved once for all clients that share them. */
  readonly credentials: AwsCredentialIdentityProvider;
  /** Behind the one limit on requests in flight. It stays open when such a client is destroyed. */
  readonly requestHandler: RequestHandlerLike;
  /** This library's name and version, then the `userAgent` that `createClients` was given. */
  readonly customUserAgent: [string, string?][];
  /** `adaptive`, whatever the profile says. Absent when the environment variable `AWS_RETRY_MODE` is set, which then counts. */
  readonly retryMode?: string;
  /** As given to `createClients`. Absent: `AWS_MAX_ATTEMPTS`, the profile, else 3. */
  readonly maxAttempts?: number;
  /**
   * As given to `createClients`: one URL for every service and Region. Absent: AWS's own endpoints, or as the
   * environment says.
   */
  readonly endpoint?: string;
  /** As given to `createClients`. Absent: `AWS_USE_FIPS_ENDPOINT`, the profile, else false. */
  readonly useFipsEndpoint?: boolean;
  /** As given to `createClients`. Absent: `AWS_USE_DUALSTACK_ENDPOINT`, the profile, else false. */
  readonly useDualstackEndpoint?: boolean;
  /**
   * As given to `createClients`: where the client looks up what is absent here. Not for `credentials`, which know
   * theirs.
   */
  readonly profile?: string;
  /** The one given to `createClients`, behind a mask for keys and session tokens. Absent when none was. */
  readonly logger?: Logger;
}

/** Clients of one account: one lazily made client per Region over one credential provider, one HTTP handler and one gate. */
export interface Clients extends AsyncDisposable {
  /**
   * The client of a Region; the same object every time. Its middleware stack is kept once a call has used it: middleware of
   * your own is to be added before the first call.
   */
  accessAnalyzer(region: string): AccessAnalyzerClient;
  /** The client of the account service, at its partition's endpoint. */
  account(): AccountClient;
  /** The Region that the environment names (`AWS_REGION`, profile), else `us-east-1`. */
  homeRegion(): Promise<string>;
  /** Whose credentials these are: their `accountId`, else one `sts:GetCallerIdentity`. Cached once it succeeded. */
  identity(options?: { readonly signal?: AbortSignal | undefined }): Promise<CallerIdentity>;
  /**
   * The configuration for a client of any other AWS service with the same credentials, gate, sockets and settings:
   * `new OrganizationsClient(clients.clientConfig())`. Without a Region: {@link Clients.homeRegion}; Organizations is asked at its
   * partition's one endpoint from any.
   */
  clientConfig(region?: string): ClientConfig;
  /** Clients of another account on the same gate and sockets. */
  with(options: { readonly credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider }): Clients;
  /** Closes the sockets. Clients made by {@link Clients.with} share them. */
  destroy(): void;
}
