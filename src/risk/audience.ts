import type { AccessGrant, ExternalAccessFinding, InternalAccessFinding } from '../model/finding.ts';

/** Who a finding lets in, as far as {@link riskTable} tells them apart. */
export type RiskAudience = 'public' | 'cross-account' | 'federated' | 'internal';

/** The audience of a finding and why. */
export interface AudienceAssessment {
  readonly audience: RiskAudience;
  readonly reason: string;
  /** Whether the conditions are what makes the audience smaller than everybody: then they are counted already. */
  readonly rests: 'on conditions' | 'on the principal';
}

/** The members of a finding that its risk depends on. */
export type AssessedGrant = GrantOf<ExternalAccessFinding, 'isPublic'> | GrantOf<InternalAccessFinding>;

type GrantOf<F extends AccessGrant & { readonly findingType: string }, More extends keyof F = never> = Pick<
  F,
  'findingType' | 'principal' | 'action' | 'condition' | 'resourceControlPolicyRestriction' | More
>;

/** What the principal map says, regardless of `isPublic`. */
type PrincipalKind = 'everybody' | 'unknown' | 'federated' | 'named';

/**
 * Who a finding lets in, the worst that its members leave open. `isPublic` decides where AWS sent it. Where it did not:
 * `*`, no principal, an unknown kind of principal and an identity provider may all be public, and count as that; an
 * account, a role, a user or a canonical user that is named is somebody, and so not everybody.
 */
export function assessAudience(grant: AssessedGrant): AudienceAssessment {
  if (grant.findingType === 'InternalAccess') {
    return onPrincipal('internal', 'The principal belongs to the same account or organization.');
  }
  const kind = principalKind(grant.principal);
  if (grant.isPublic === true) return onPrincipal('public', 'AWS says that the access is public.');
  if (grant.isPublic === undefined) return audienceWithoutIsPublic(kind);
  switch (kind) {
    case 'everybody':
      return onConditions('The principal is *, and AWS says that the conditions keep it from being public.');
    case 'federated':
      return onPrincipal('federated', 'Users of an identity provider have access; AWS says that it is not public.');
    case 'named':
      return onPrincipal('cross-account', 'A principal of another account has access.');
    case 'unknown':
      // It may be *, kept from being public by its conditions.
      return onConditions('AWS says that it is not public, but not who has access.');
  }
}

function audienceWithoutIsPublic(kind: PrincipalKind): AudienceAssessment {
  if (kind === 'named') {
    return onPrincipal('cross-account', 'AWS did not say whether it is public; the principal is somebody by name.');
  }
  const who = {
    everybody: 'the principal is *',
    federated: 'an identity provider can be open to everybody',
    unknown: 'nobody is named',
  }[kind];
  return onPrincipal('public', `AWS did not say whether it is public, and ${who}: counted as public.`);
}

function onPrincipal(audience: RiskAudience, reason: string): AudienceAssessment {
  return { audience, reason, rests: 'on the principal' };
}

function onConditions(reason: string): AudienceAssessment {
  return { audience: 'cross-account', reason, rests: 'on conditions' };
}

/** Of several principals the one that can be the most people. */
function principalKind(principal: Readonly<Record<string, string>>): PrincipalKind {
  const kinds = new Set(Object.entries(principal).map(([key, value]) => kindOf(key, value)));
  if (kinds.has('everybody')) return 'everybody';
  if (kinds.size === 0 || kinds.has('unknown')) return 'unknown';
  return kinds.has('federated') ? 'federated' : 'named';
}

function kindOf(key: string, value: string): PrincipalKind {
  if (value.includes('*')) return 'everybody';
  if (value.trim() === '') return 'unknown';
  if (key === 'Federated') return 'federated';
  return key === 'AWS' || key === 'CanonicalUser' ? 'named' : 'unknown';
}
