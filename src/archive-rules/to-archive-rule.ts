import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { VALUE_OPERATORS } from '../filters/criterion-values.ts';
import type { ArchiveRule, Criterion, Filter } from '../model/archive-rule.ts';
import { compareStrings } from '../model/compare.ts';
import { isRecord, present, textOf } from '../model/loose.ts';
import { toTimestamp } from '../model/timestamp.ts';

/**
 * Makes an {@link ArchiveRule} of what AWS, the SDK or the CLI holds, its keys sorted. A filter that cannot be read is refused, not
 * taken for an empty one, which would match everything.
 *
 * @throws {@link InvalidInputError}
 */
export function toArchiveRule(raw: unknown): ArchiveRule {
  if (!isRecord(raw)) throw malformed('', raw, 'an object');
  const ruleName = textOf(raw['ruleName']);
  if (ruleName === undefined) throw malformed('ruleName', raw['ruleName'], 'a name');
  return present({
    ruleName,
    filter: toFilter(raw['filter']),
    createdAt: toTimestamp(raw['createdAt']),
    updatedAt: toTimestamp(raw['updatedAt']),
  });
}

function toFilter(raw: unknown): Filter {
  if (!isRecord(raw)) throw malformed('filter', raw, 'an object of criteria');
  const entries = Object.entries(raw).sort(([left], [right]) => compareStrings(left, right));
  return Object.fromEntries(entries.map(([key, criterion]) => [key, toCriterion(criterion, `filter.${key}`)]));
}

function toCriterion(raw: unknown, path: string): Criterion {
  if (!isRecord(raw)) throw malformed(path, raw, 'a criterion');
  const operators = VALUE_OPERATORS.flatMap((operator) => {
    const values = raw[operator];
    if (values === undefined || values === null) return [];
    if (!isTexts(values)) throw malformed(`${path}.${operator}`, values, 'a list of texts');
    return [[operator, [...values]] as const];
  });
  const exists = raw['exists'];
  return { ...Object.fromEntries(operators), ...(typeof exists === 'boolean' ? { exists } : {}) };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function malformed(path: string, value: unknown, expected: string): InvalidInputError {
  return new InvalidInputError('archive rule', [{ path, found: found(value), expected }]);
}
