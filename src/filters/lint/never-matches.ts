import type { AnalyzerAccess } from '../../model/analyzer.ts';
import type { Criterion } from '../../model/archive-rule.ts';
import { filterKey } from '../filter-key.ts';
import { matchCriterion } from '../match-criterion.ts';
import type { Diagnostic, Lint } from './diagnostic.ts';

/** Criteria that contradict themselves or each other. */
export const neverMatches: Lint = ({ filter }) => {
  const types = filter['findingType']?.eq;
  const accesses = types?.map(accessOf);
  return Object.entries(filter).flatMap(([key, criterion]) => {
    const reason = contradiction(key, criterion);
    if (reason !== undefined) return [never(key, reason)];
    const needed = filterKey(key)?.access;
    if (accesses === undefined || needed === undefined || !needsProperty(criterion)) return [];
    const possible = accesses.some((access) => access === 'unknown' || needed.includes(access));
    return possible ? [] : [never(key, `findings of type ${(types ?? []).join(', ')} do not have it`)];
  });
};

function never(key: string, reason: string): Diagnostic {
  return { code: 'never-matches', severity: 'error', key, message: `The rule can never match: ${key}: ${reason}.` };
}

function contradiction(key: string, criterion: Criterion): string | undefined {
  const { eq, contains, exists } = criterion;
  if (exists === false && (eq !== undefined || contains !== undefined))
    return 'it must both be absent and have a value';
  if (eq?.every((value) => matchCriterion(key, { state: 'value', value }, criterion) === 'no') === true) {
    return 'every value that eq allows is excluded by the other operators';
  }
  return undefined;
}

function needsProperty({ eq, contains, exists }: Criterion): boolean {
  return eq !== undefined || contains !== undefined || exists === true;
}

function accessOf(findingType: string): AnalyzerAccess {
  if (findingType === 'ExternalAccess') return 'external';
  if (findingType === 'InternalAccess') return 'internal';
  return findingType.startsWith('Unused') ? 'unused' : 'unknown';
}
