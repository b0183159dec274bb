import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import type { Filter, FilterInput } from '../../model/archive-rule.ts';
import { normalizeFilter } from '../normalize-filter.ts';

/**
 * Writes a filter as the JSON that the AWS CLI takes: `aws accessanalyzer create-archive-rule --filter file://rule.json`.
 *
 * @throws {@link InvalidInputError} for a filter that AWS would refuse as malformed.
 *
 * @example
 * ```ts
 * await writeFile('rule.json', filterToCliJson({ 'principal.AWS': { eq: '444455556666' }, isPublic: { eq: false } }));
 * // aws accessanalyzer create-archive-rule --filter file://rule.json …
 * ```
 */
export function filterToCliJson(filter: FilterInput): string {
  return `${JSON.stringify(normalizeFilter(filter), null, 2)}\n`;
}

/**
 * Reads a filter from what the AWS CLI takes or prints: the filter alone, an input of `--cli-input-json`, or the output
 * of `get-archive-rule`. Takes the text or what it parses to.
 *
 * @throws {@link InvalidInputError} for anything else.
 *
 * @example
 * ```ts
 * filterFromCliJson('{ "isPublic": { "eq": ["false"] } }'); // { isPublic: { eq: [ 'false' ] } }
 * ```
 */
export function filterFromCliJson(json: unknown): Filter {
  const value = typeof json === 'string' ? parseJson(json) : json;
  const rule = member(value, 'archiveRule') ?? value;
  // Whatever it is, normalizeFilter checks it member by member.
  return normalizeFilter((member(rule, 'filter') ?? rule) as FilterInput);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError('filter', [{ path: '', found: found(text), expected: 'JSON' }], { cause });
  }
}
