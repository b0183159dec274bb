import type { DeniedBy, ProblemCode } from '../errors/problem.ts';

/** What a remedy may have to name. */
export interface RemedyContext {
  readonly operation: string;
  readonly action: string;
  readonly region?: string | undefined;
  readonly deniedBy?: DeniedBy | undefined;
  readonly analyzerAccount?: string | undefined;
  readonly clockSkewed?: boolean;
}

/** What to do about a failed call, and who can: one sentence. Undefined when nothing can be said that helps. */
export function remedyFor(code: ProblemCode, context: RemedyContext): string | undefined {
  const { action, analyzerAccount, clockSkewed, deniedBy, operation } = context;
  const region = context.region ?? 'this Region';
  switch (code) {
    case 'access-denied':
      if (deniedBy === 'scp') {
        return `The organization's administrator must allow ${action} in ${region} in the service control policies.`;
      }
      return `Allow ${action} to the caller${deniedBy === 'unknown' ? ", or ask the organization's administrator whether a policy above the account denies it" : ''}.`;
    case 'not-ours':
      return `Read this analyzer with credentials of its owner, account ${analyzerAccount ?? 'unknown'}.`;
    case 'throttled':
      return 'Try again later, or with a lower concurrency.';
    case 'region-disabled':
      return `Enable ${region} for the account if it is meant to be used.`;
    case 'region-unusable':
      return `Find out with account:ListRegions whether ${region} is enabled; if it is, use a version-2 session token (a regional STS endpoint).`;
    case 'opt-in-required':
      return "The account's owner must complete the subscription of the account or of the service.";
    case 'credentials':
      return clockSkewed === true
        ? "Set this machine's clock."
        : 'Provide valid AWS credentials (sign in again, or check AWS_PROFILE and the AWS_ environment variables).';
    case 'account-mismatch':
      return 'Use credentials of the expected account.';
    case 'unknown-account':
      return 'Make sts:GetCallerIdentity reachable, or use credentials that carry their account id.';
    case 'network':
      return `Check that ${region} exists and that its endpoint is reachable from here (DNS, firewall, proxy).`;
    case 'timeout':
      return 'Try again later, or with a longer requestTimeoutMs.';
    case 'malformed-response':
      return 'Look for a proxy or gateway between here and AWS that answers in its place; try again.';
    case 'repeated-token':
      return 'Try again; if it stays, report it to AWS Support.';
    case 'invalid-request':
      return operation === 'ListFindings'
        ? 'Check the filter, and that the analyzer is an external access analyzer.'
        : undefined;
    case 'service':
      return 'Try again later.';
    case 'not-found':
    case 'counts-disagree':
    case 'incomplete-input':
    case 'unexpected':
      return undefined;
  }
}
