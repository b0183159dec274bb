import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { errorFacts } from './error-facts.ts';
import { cleanText } from './error-text.ts';
import { makeProblem } from './to-problem.ts';

/** How long before they expire credentials are renewed: as long as the SDK's own providers. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** How one provider is shared. */
export interface ShareCredentialsOptions {
  /** What the provider is told when the caller tells it nothing: the Region and handler for calls of its own. */
  readonly identityProperties?: (() => Promise<Record<string, unknown>>) | undefined;
  /** The clock, in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/**
 * One provider for all Regions' clients. Each client of the SDK remembers credentials by itself, so a plain provider
 * would run once a Region: a process spawned or a role assumed 34 times. This one runs once, for all who wait, until
 * the credentials are about to expire; a renewal that fails does not end credentials that are still valid.
 *
 * Whatever the source throws comes out as an {@link AwsCallError} with the problem `credentials`.
 */
export function shareCredentials(
  source: AwsCredentialIdentity | AwsCredentialIdentityProvider,
  { identityProperties, now = Date.now }: ShareCredentialsOptions = {},
): AwsCredentialIdentityProvider {
  if (typeof source !== 'function') return async () => source;
  let current: AwsCredentialIdentity | undefined;
  let pending: Promise<AwsCredentialIdentity> | undefined;

  const millisecondsLeft = (): number =>
    current?.expiration === undefined ? Number.POSITIVE_INFINITY : current.expiration.getTime() - now();

  const resolve = async (properties: Record<string, unknown> | undefined): Promise<AwsCredentialIdentity> => {
    try {
      current = await source(properties ?? (await identityProperties?.()));
      return current;
    } catch (error) {
      if (current !== undefined && millisecondsLeft() > 0) return current;
      throw credentialsError(error);
    }
  };

  return async (properties) => {
    const forced = properties?.['forceRefresh'] === true;
    if (current !== undefined && !forced && millisecondsLeft() > RENEW_BEFORE_MS) return current;
    pending ??= resolve(properties).finally(() => {
      pending = undefined;
    });
    return pending;
  };
}

function credentialsError(error: unknown): AwsCallError {
  if (error instanceof AwsCallError) return error;
  const { message, name } = errorFacts(error);
  const what = `no credentials could be obtained (${cleanText(`${name}: ${message}`, 500)})`;
  return new AwsCallError(makeProblem('credentials', what, { operation: 'credentials' }), { cause: error });
}
