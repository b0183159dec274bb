import type { AccessGrant, Finding } from '../model/finding.ts';

/**
 * What a finding says about one filter key. `absent`: the finding is known not to have it. `unknown`: this copy of the
 * finding does not tell, though the service may know.
 */
export type FindingProperty =
  { readonly state: 'value'; readonly value: string } | { readonly state: 'absent' } | { readonly state: 'unknown' };

const ABSENT: FindingProperty = { state: 'absent' };
const UNKNOWN: FindingProperty = { state: 'unknown' };

/** Reads the property that a filter key names; undefined for a key that no finding has. */
export function findingProperty(finding: Finding, key: string): FindingProperty | undefined {
  switch (key) {
    case 'id':
      return finding.id.startsWith('unidentified:') ? UNKNOWN : value(finding.id);
    case 'resource':
      return identity(finding.resource);
    case 'resourceOwnerAccount':
      return identity(finding.resourceOwnerAccount);
    case 'resourceType':
      return identity(finding.resourceType === 'UNKNOWN' ? undefined : finding.resourceType);
    case 'status':
      return identity(finding.status === 'UNKNOWN' ? undefined : finding.status);
    case 'findingType':
      return identity(finding.findingType === 'Unknown' ? finding.awsFindingType : finding.findingType);
    case 'error':
      return member(finding.error);
    case 'isPublic':
      return isPublic(finding);
    case 'resourceControlPolicyRestriction':
      return granted(finding, (grant) => member(grant.resourceControlPolicyRestriction));
    case 'serviceControlPolicyRestriction':
      return granted(finding, () =>
        member(finding.findingType === 'InternalAccess' ? finding.serviceControlPolicyRestriction : undefined),
      );
    default:
      return mapMember(finding, key);
  }
}

function mapMember(finding: Finding, key: string): FindingProperty | undefined {
  if (key.startsWith('principal.')) {
    return granted(finding, (grant) => entry(grant.principal, key.slice('principal.'.length)));
  }
  if (key.startsWith('condition.')) {
    return granted(finding, (grant) => entry(grant.condition, key.slice('condition.'.length)));
  }
  return undefined;
}

function value(text: string): FindingProperty {
  return { state: 'value', value: text };
}

/** A member that AWS always knows: where it is missing, only this copy lacks it. */
function identity(text: string | undefined): FindingProperty {
  return text === undefined ? UNKNOWN : value(text);
}

/** A member that AWS may really leave out. */
function member(text: string | undefined): FindingProperty {
  return text === undefined ? ABSENT : value(text);
}

function isPublic(finding: Finding): FindingProperty {
  if (finding.findingType === 'Unknown') return UNKNOWN;
  if (finding.findingType !== 'ExternalAccess') return ABSENT;
  return finding.isPublic === undefined ? UNKNOWN : value(String(finding.isPublic));
}

function granted(finding: Finding, read: (grant: AccessGrant) => FindingProperty): FindingProperty {
  if (finding.findingType === 'Unknown') return UNKNOWN;
  if (finding.findingType !== 'ExternalAccess' && finding.findingType !== 'InternalAccess') return ABSENT;
  const property = read(finding);
  return property.state === 'absent' && !hasDetails(finding) ? UNKNOWN : property;
}

/**
 * Whether the details were read whole. AWS's V2 lists carry none, and every grant has a principal: where there is none, AWS did
 * not say, or a finding has several grants that differ. An error finding really has none.
 */
function hasDetails(finding: AccessGrant & { readonly error?: string }): boolean {
  return finding.error !== undefined || Object.keys(finding.principal).length > 0;
}

/**
 * IAM's condition keys ignore case, and whether Access Analyzer keeps the policy author's spelling is unverified: a key
 * that differs by case alone is neither the property nor known to be another.
 */
function entry(map: Readonly<Record<string, string>>, name: string): FindingProperty {
  const exact = Object.hasOwn(map, name) ? map[name] : undefined;
  if (exact !== undefined) return value(exact);
  const folded = name.toLowerCase();
  return Object.keys(map).some((other) => other.toLowerCase() === folded) ? UNKNOWN : ABSENT;
}
