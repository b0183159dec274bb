import type { Criterion } from '../../model/archive-rule.ts';
import { filterKey } from '../filter-key.ts';
import { matchCriterion } from '../match-criterion.ts';
import type { Diagnostic, Lint } from './diagnostic.ts';
import { accessOf } from './finding-types.ts';

/** Criteria that contradict themselves, each other, or what the analyzer looks for. */
export const neverMatches: Lint = ({ access: analyzed, filter }) => {
  const types = filter['findingType']?.eq;
  const accesses = types?.map(accessOf);
  return Object.entries(filter).flatMap(([key, criterion]) => {
    const reason = contradiction(key, criterion);
    if (reason !== undefined) return [never(key, reason)];
    // Not for external access, which is also the default: whoever left it out may have any analyzer.
    if (key === 'findingType' && (analyzed === 'internal' || analyzed === 'unused')) {
      const isForeign = accesses?.every((access) => access !== 'unknown' && access !== analyzed) === true;
      return isForeign ? [never(key, `an analyzer of ${analyzed} access has no such findings`)] : [];
    }
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
