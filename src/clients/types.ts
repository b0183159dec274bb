import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccountClient } from '@aws-sdk/client-account';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';

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

/** Clients of one account: one lazily made client per Region over one credential provider, one HTTP handler and one gate. */
export interface Clients extends AsyncDisposable {
  /** The client of a Region; the same object every time. */
  accessAnalyzer(region: string): AccessAnalyzerClient;
  /** The client of the account service, at its partition's endpoint. */
  account(): AccountClient;
  /** The Region that the environment names (`AWS_REGION`, profile), else `us-east-1`. */
  homeRegion(): Promise<string>;
  /** Whose credentials these are: their `accountId`, else one `sts:GetCallerIdentity`. Cached once it succeeded. */
  identity(options?: { readonly signal?: AbortSignal | undefined }): Promise<CallerIdentity>;
  /** Clients of another account on the same gate and sockets. */
  with(options: { readonly credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider }): Clients;
  /** Closes the sockets. Clients made by {@link Clients.with} share them. */
  destroy(): void;
}
