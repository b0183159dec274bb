import { canonicalJson } from './canonical-json.ts';
import type { AccessGrant, FindingSource } from './finding.ts';
import { isRecord, present, textMapOf, textOf, textsOf } from './loose.ts';

/** The members of one `externalAccessDetails` or `internalAccessDetails`, or of a finding that carries them itself. */
export interface GrantMembers extends AccessGrant {
  readonly isPublic?: boolean;
  readonly principalOwnerAccount?: string;
  readonly accessType?: string;
  readonly principalType?: string;
  readonly serviceControlPolicyRestriction?: string;
}

/** Reads who is granted what. What is missing or of another type is absent: unknown, never "no". */
export function readGrant(raw: Readonly<Record<string, unknown>>): GrantMembers {
  return present({
    ...readExternalGrant(raw),
    principalOwnerAccount: textOf(raw['principalOwnerAccount']),
    accessType: textOf(raw['accessType']),
    principalType: textOf(raw['principalType']),
    serviceControlPolicyRestriction: textOf(raw['serviceControlPolicyRestriction']),
  });
}

/** The members that a grant of external access has; what is missing is undefined. */
export interface ExternalGrant {
  readonly isPublic: boolean | undefined;
  readonly principal: Record<string, string>;
  readonly action: string[];
  readonly condition: Record<string, string>;
  readonly sources: FindingSource[] | undefined;
  readonly resourceControlPolicyRestriction: string | undefined;
}

/** {@link readGrant} for external access. */
export function readExternalGrant(raw: Readonly<Record<string, unknown>>): ExternalGrant {
  const { isPublic } = raw;
  return {
    isPublic: typeof isPublic === 'boolean' ? isPublic : undefined,
    principal: textMapOf(raw['principal']),
    action: textsOf(raw['action']),
    condition: textMapOf(raw['condition']),
    sources: readSources(raw['sources']),
    resourceControlPolicyRestriction: textOf(raw['resourceControlPolicyRestriction']),
  };
}

function readSources(raw: unknown): FindingSource[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  return raw.filter(isRecord).map((source) => {
    const detail = isRecord(source['detail'])
      ? present({
          accessPointArn: textOf(source['detail']['accessPointArn']),
          accessPointAccount: textOf(source['detail']['accessPointAccount']),
        })
      : undefined;
    return present({ type: textOf(source['type']) ?? 'UNKNOWN', detail });
  });
}

/**
 * Folds several details of one finding into the worst that they can mean together: every action of any, but none (which is
 * unknown) where one does not say, public when any is and not public only when all say so, a principal or condition only where
 * all agree on it.
 */
export function foldGrants(grants: readonly GrantMembers[]): GrantMembers {
  const [first, ...others] = grants;
  if (first === undefined) return readGrant({});
  return others.reduce(foldTwo, first);
}

function foldTwo(left: GrantMembers, right: GrantMembers): GrantMembers {
  return present({
    isPublic: foldPublic(left.isPublic, right.isPublic),
    principal: agreedMembers(left.principal, right.principal),
    action:
      left.action.length === 0 || right.action.length === 0 ? [] : [...new Set([...left.action, ...right.action])],
    condition: agreedMembers(left.condition, right.condition),
    sources: foldSources(left.sources, right.sources),
    resourceControlPolicyRestriction: agreed(
      left.resourceControlPolicyRestriction,
      right.resourceControlPolicyRestriction,
    ),
    principalOwnerAccount: agreed(left.principalOwnerAccount, right.principalOwnerAccount),
    accessType: agreed(left.accessType, right.accessType),
    principalType: agreed(left.principalType, right.principalType),
    serviceControlPolicyRestriction: agreed(
      left.serviceControlPolicyRestriction,
      right.serviceControlPolicyRestriction,
    ),
  });
}

function foldPublic(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === true || right === true) return true;
  return left === undefined || right === undefined ? undefined : false;
}

function agreed(left: string | undefined, right: string | undefined): string | undefined {
  return left === right ? left : undefined;
}

function agreedMembers(
  left: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string>>,
): Record<string, string> {
  const same = Object.entries(left).filter(([key, value]) => Object.hasOwn(right, key) && right[key] === value);
  return Object.fromEntries(same);
}

function foldSources(
  left: readonly FindingSource[] | undefined,
  right: readonly FindingSource[] | undefined,
): FindingSource[] | undefined {
  if (left === undefined && right === undefined) return undefined;
  const united = [...(left ?? []), ...(right ?? [])];
  return [...new Map(united.map((source) => [canonicalJson(source), source])).values()];
}
