import type { AnalyzerAccess } from '../../model/analyzer.ts';
import type { Criterion } from '../../model/archive-rule.ts';
import { RESOURCE_TYPES } from '../../model/finding.ts';
import type { Diagnostic, Lint } from './diagnostic.ts';
import { findingTypesOf } from './finding-types.ts';

/** The rule hides every finding, or every finding but the public ones, or nothing in it names a resource or somebody. */
export const breadth: Lint = ({ access, filter }) => {
  const criteria = Object.entries(filter);
  if (criteria.length === 0) {
    const message = 'The rule matches every finding of the analyzer: a rule without criteria is written nowhere.';
    return [{ code: 'matches-everything', severity: 'error', message }];
  }
  const restricting = criteria.filter(([key, criterion]) => !isTrivial(key, criterion, access));
  if (restricting.length === 0) {
    return [warn('matches-everything', 'The rule matches every finding of the analyzer.')];
  }
  if (restricting.some(([key, criterion]) => names(key, criterion))) return [];
  const properties = restricting.map(([key]) => key).join(' and ');
  return [
    warn(
      'too-broad',
      `Only ${properties} limits the rule: it hides whatever else appears there. Name the resource, its owner or the principal.`,
    ),
  ];
};

function warn(code: 'matches-everything' | 'too-broad', message: string): Diagnostic {
  return { code, severity: 'warning', message };
}

/** Whether a criterion picks out resources or principals rather than whole classes of findings. */
function names(key: string, criterion: Criterion): boolean {
  const narrow = key === 'resource' || key === 'resourceOwnerAccount' || /^(?:principal|condition)\./.test(key);
  return narrow && (criterion.eq !== undefined || criterion.contains !== undefined);
}

const ALWAYS_PRESENT: readonly string[] = [
  'resource',
  'resourceType',
  'resourceOwnerAccount',
  'isPublic',
  'findingType',
];
const EXTERNAL_TYPES = /* @__PURE__ */ RESOURCE_TYPES.filter((type) => type !== 'AWS::IAM::User');

/** Whether a criterion holds for every finding of an analyzer. */
function isTrivial(key: string, { eq, neq, contains, exists }: Criterion, access: AnalyzerAccess): boolean {
  if (!ALWAYS_PRESENT.includes(key) || neq !== undefined || exists === false) return false;
  if (contains !== undefined && !contains.some((part) => commonPart(key).includes(part))) return false;
  if (eq === undefined) return true;
  switch (key) {
    case 'isPublic':
      return eq.includes('true') && eq.includes('false');
    case 'findingType':
      return findingTypesOf(access).every((type) => eq.includes(type));
    case 'resourceType':
      return (access === 'external' ? EXTERNAL_TYPES : RESOURCE_TYPES).every((type) => eq.includes(type));
    default:
      return false;
  }
}

/** What the property contains on every finding. */
function commonPart(key: string): string {
  return key === 'resource' ? 'arn:' : key === 'resourceType' ? 'AWS::' : '';
}
