import { filterKey, matchFilter, type FilterUse } from '../../../filters/index.ts';
import type { Criterion, Filter } from '../../../model/archive-rule.ts';
import { fieldError, validationError } from '../../service-error.ts';
import { asFinding, type StoredFinding } from '../../state/stored-finding.ts';
import type { World } from '../../state/world.ts';

const MAX_VALUES = 20;
const OPERATORS: ReadonlySet<string> = new Set(['eq', 'neq', 'contains', 'exists']);

/** Checks a filter as the service does: the keys that the use allows, at least one operator each, 1 to 20 strings. */
export function readFilter(value: unknown, use: FilterUse): Filter {
  if (value === undefined && use === 'list') return {};
  if (!isObject(value)) throw fieldError('filter', 'must be a map of criteria');
  if (use === 'archive-rule' && Object.keys(value).length === 0) throw fieldError('filter', 'must have a criterion');
  for (const [key, criterion] of Object.entries(value)) {
    if (filterKey(key)?.uses.includes(use) !== true) {
      throw validationError(`Filter key ${key} is not supported for this operation`, 'notSupported', [
        { name: `filter.${key}`, message: 'is not a supported key' },
      ]);
    }
    checkCriterion(`filter.${key}`, criterion);
  }
  return value as Filter;
}

function checkCriterion(name: string, criterion: unknown): asserts criterion is Criterion {
  const entries = isObject(criterion) ? Object.entries(criterion) : [];
  if (entries.length === 0) throw fieldError(name, 'must have an operator');
  for (const [operator, operand] of entries) {
    if (!OPERATORS.has(operator)) throw fieldError(`${name}.${operator}`, 'is not an operator');
    if (operator === 'exists') {
      if (typeof operand !== 'boolean') throw fieldError(`${name}.exists`, 'must be a boolean');
    } else if (!isValueList(operand)) {
      throw fieldError(`${name}.${operator}`, `must have 1 to ${MAX_VALUES} strings`);
    }
  }
}

function isValueList(operand: unknown): boolean {
  return (
    Array.isArray(operand) &&
    operand.length >= 1 &&
    operand.length <= MAX_VALUES &&
    operand.every((value) => typeof value === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a finding matches a filter, by the engine that the library uses offline. */
export function matches(world: World, finding: StoredFinding, filter: Filter): boolean {
  const { absentMemberUnderNeq: absentUnderNeq = 'match' } = world.behavior;
  return matchFilter(asFinding(finding), filter, { absentUnderNeq }) === 'yes';
}
