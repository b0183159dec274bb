import type { STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { AwsCallError } from '../errors/aws-call-error.ts';
import { parseArn } from '../model/arn.ts';
import { partitionOf } from '../model/partitions.ts';
import { callAws } from './call-aws.ts';
import { makeProblem } from './to-problem.ts';
import type { CallerIdentity } from './types.ts';
import { untilAborted } from './until-aborted.ts';

const ACCOUNT_ID = /^\d{12}$/;

/** What {@link resolveIdentity} asks. */
export interface IdentitySources {
  readonly credentials: AwsCredentialIdentityProvider;
  readonly sts: () => Promise<Pick<STSClient, 'send'>>;
  readonly homeRegion: () => Promise<string>;
}

/**
 * Whose credentials these are: their own `accountId` when they carry one, else what `sts:GetCallerIdentity` says, which
 * needs no permission. Never an account read off something that was listed.
 *
 * @throws {@link AwsCallError} with the problem `credentials`, `unknown-account` or the one of the failed call.
 */
export async function resolveIdentity(
  { credentials, sts, homeRegion }: IdentitySources,
  signal: AbortSignal | undefined,
): Promise<CallerIdentity> {
  signal?.throwIfAborted();
  const { accountId } = await untilAborted(credentials(), signal);
  const region = await homeRegion();
  const partition = partitionOf(region).id;
  if (accountId !== undefined && ACCOUNT_ID.test(accountId)) {
    return { account: accountId, partition, source: 'credentials' };
  }
  const context = { operation: 'sts:GetCallerIdentity', region };
  // Loaded here, since credentials that carry their account need none of it.
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = await sts();
  const { Account: account, Arn: arn } = await callAws(client, new GetCallerIdentityCommand({}), {
    ...context,
    signal,
  });
  if (account === undefined || !ACCOUNT_ID.test(account)) {
    throw new AwsCallError(makeProblem('unknown-account', 'the answer names no account', context));
  }
  return {
    account,
    partition: (arn === undefined ? undefined : parseArn(arn)?.partition) ?? partition,
    ...(arn === undefined ? {} : { arn }),
    source: 'sts',
  };
}
