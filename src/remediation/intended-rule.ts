import { canonicalFilter } from '../filters/equal-filters.ts';
import { filterKey } from '../filters/filter-key.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Filter } from '../model/archive-rule.ts';
import type { Finding } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';

/** A rule for one finding, or why there is none. */
export type IntendedRule = { readonly ruleName: string; readonly filter: Filter } | { readonly reason: string };

/**
 * Writes a rule that archives this access and as little else as AWS's keys allow: the resource, the principal and
 * whether it is public; conditions, where AWS's table has the key.
 */
export function intendedRule(finding: Finding): IntendedRule {
  const { resource } = finding;
  if (finding.error !== undefined) {
    return {
      reason: 'An error finding says nothing about access: a rule would only hide that AWS cannot see the resource.',
    };
  }
  if (resource === undefined) return { reason: 'The finding names no resource, so that a rule could not be narrow.' };
  switch (finding.findingType) {
    case 'ExternalAccess': {
      const principals = Object.entries(finding.principal);
      if (principals.length === 0) {
        return {
          reason: 'The finding names no principal, so that a rule would archive everybody’s access to the resource.',
        };
      }
      return named(resource, {
        resource: { eq: [resource] },
        ...criteria('principal', principals),
        ...(finding.isPublic === undefined ? {} : { isPublic: { eq: [String(finding.isPublic)] } }),
        ...criteria(
          'condition',
          Object.entries(finding.condition).filter(([key]) => filterKey(`condition.${key}`)?.undocumented !== true),
        ),
      });
    }
    case 'InternalAccess':
      return {
        reason:
          'Rules for internal access cannot name a principal: one would archive everybody’s access to the resource.',
      };
    case 'Unknown':
      return { reason: 'This release does not know this kind of finding.' };
    default:
      return named(resource, { resource: { eq: [resource] }, findingType: { eq: [finding.findingType] } });
  }
}

function criteria(prefix: string, entries: readonly (readonly [string, string])[]): Filter {
  return Object.fromEntries(entries.map(([key, value]) => [`${prefix}.${key}`, { eq: [value] }]));
}

/** The same access always gets the same name, so that the rule is found again. */
function named(resource: string, filter: Filter): IntendedRule {
  const last = resource.split(/[:/]/).findLast((part) => part !== '') ?? '';
  const slug = last.replace(/[^A-Za-z0-9_.-]/g, '-').slice(0, 60);
  const hash = sha256(canonicalJson(canonicalFilter(filter))).slice(0, 8);
  return { ruleName: `intended-${slug}-${hash}`, filter };
}
