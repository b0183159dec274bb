import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccountClient } from '@aws-sdk/client-account';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, Logger } from '@aws-sdk/types';
import type { RequestHandlerLike } from './request-handler.ts';

/** Who is calling. */
export interface CallerIdentity {
  /** Twelve digits. */
  readonly account: string;
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
  readonly customUserAgent: [string, string?][];
  readonly retryMode?: string;
  readonly maxAttempts?: number;
  readonly endpoint?: string;
  readonly useFipsEndpoint?: boolean;
  readonly useDualstackEndpoint?: boolean;
  readonly profile?: string;
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
   * `new OrganizationsClient(clients.clientConfig('us-east-1'))`. Without a Region: {@link Clients.homeRegion}.
   */
  clientConfig(region?: string): ClientConfig;
  /** Clients of another account on the same gate and sockets. */
  with(options: { readonly credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider }): Clients;
  /** Closes the sockets. Clients made by {@link Clients.with} share them. */
  destroy(): void;
}
