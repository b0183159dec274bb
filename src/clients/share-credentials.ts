import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { isRecord } from '../model/loose.ts';
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
 * Whatever the source throws comes out as an {@link AwsCallError} with the problem `credentials`, and so does what it gives that
 * nobody can sign with.
 */
export function shareCredentials(
  source: AwsCredentialIdentity | AwsCredentialIdentityProvider,
  { identityProperties, now = Date.now }: ShareCredentialsOptions = {},
): AwsCredentialIdentityProvider {
  if (typeof source !== 'function') return async () => usable(source);
  let current: AwsCredentialIdentity | undefined;
  let pending: Promise<AwsCredentialIdentity> | undefined;

  const millisecondsLeft = (): number =>
    current?.expiration === undefined ? Number.POSITIVE_INFINITY : current.expiration.getTime() - now();

  const resolve = async (properties: Record<string, unknown> | undefined): Promise<AwsCredentialIdentity> => {
    try {
      current = usable(await source(properties ?? (await identityProperties?.())));
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

/**
 * What a source gave, if the SDK can sign with it: the SDK's own refusal does not say that credentials are the trouble. No
 * value is shown, since it may be a secret.
 */
function usable(given: unknown): AwsCredentialIdentity {
  const { accessKeyId, expiration, secretAccessKey } = isRecord(given) ? given : {};
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') {
    throw unobtained('what came has no accessKeyId and secretAccessKey');
  }
  if (expiration !== undefined && !(isRecord(expiration) && typeof expiration['getTime'] === 'function')) {
    throw unobtained('the expiration of those that came is no Date');
  }
  return given as AwsCredentialIdentity;
}

function credentialsError(error: unknown): AwsCallError {
  if (error instanceof AwsCallError) return error;
  const { message, name } = errorFacts(error);
  return unobtained(cleanText(`${name}: ${message}`, 500), { cause: error });
}

function unobtained(why: string, options?: { readonly cause: unknown }): AwsCallError {
  const what = `no credentials could be obtained (${why})`;
  return new AwsCallError(makeProblem('credentials', what, { operation: 'credentials' }), options);
}
