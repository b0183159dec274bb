import type { AnalyzerAccess } from '../../model/analyzer.ts';

/** Every type of finding that this release knows, as AWS spells it. */
export const FINDING_TYPES: readonly string[] = [
  'ExternalAccess',
  'InternalAccess',
  'UnusedIAMRole',
  'UnusedIAMUserAccessKey',
  'UnusedIAMUserPassword',
  'UnusedPermission',
];

/** What an analyzer looks for that reports findings of a type. */
export function accessOf(findingType: string): AnalyzerAccess {
  if (findingType === 'ExternalAccess') return 'external';
  if (findingType === 'InternalAccess') return 'internal';
  return findingType.startsWith('Unused') ? 'unused' : 'unknown';
}

/** The types that an analyzer's findings can have: any, where it is not known what it looks for. */
export function findingTypesOf(access: AnalyzerAccess): readonly string[] {
  return access === 'unknown' ? FINDING_TYPES : FINDING_TYPES.filter((type) => accessOf(type) === access);
}
