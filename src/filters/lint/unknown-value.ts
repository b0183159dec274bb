import { RESOURCE_TYPES } from '../../model/finding.ts';
import { VALUE_OPERATORS, type ValueOperator } from '../criterion-values.ts';
import { isBooleanText } from '../value-problem.ts';
import type { Lint } from './diagnostic.ts';
import { FINDING_TYPES } from './finding-types.ts';

const RESTRICTIONS = ['APPLICABLE', 'NOT_APPLICABLE', 'APPLIED'];
const KNOWN_VALUES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['resourceType', RESOURCE_TYPES],
  ['findingType', FINDING_TYPES],
  ['status', ['ACTIVE', 'ARCHIVED', 'RESOLVED']],
  ['resourceControlPolicyRestriction', [...RESTRICTIONS, 'FAILED_TO_EVALUATE_RCP']],
  ['serviceControlPolicyRestriction', [...RESTRICTIONS, 'FAILED_TO_EVALUATE_SCP']],
]);

const SHAPES: ReadonlyMap<string, { readonly pattern: RegExp; readonly text: string }> = new Map([
  ['resource', { pattern: /^arn:[^:]+:[^:]+:/, text: 'an ARN' }],
  ['resourceOwnerAccount', { pattern: /^\d{12}$/, text: 'an account id of twelve digits' }],
  [
    'principal.AWS',
    // The unique id of a role or user stands in a policy when it was deleted.
    {
      pattern: /^(?:\*|\d{12}|arn:[^:]+:.*|(?:AROA|AIDA)[A-Z\d]+)$/s,
      text: '*, an account id of twelve digits, an ARN or the unique id of a role or user',
    },
  ],
]);

/**
 * Values that AWS stores without a word and that no finding has: a misspelt resource type, an account of eleven digits.
 * Those of `isPublic` no function here writes.
 */
export const unknownValue: Lint = ({ filter }) =>
  Object.entries(filter).flatMap(([key, criterion]) =>
    VALUE_OPERATORS.flatMap((operator) => criterion[operator]?.map((value) => ({ operator, value })) ?? []).flatMap(
      ({ operator, value }) => {
        const expected = unknown(key, operator, value);
        if (expected === undefined) return [];
        const severity = key === 'isPublic' ? 'error' : 'warning';
        const message = `${key}: no finding has ${JSON.stringify(value)} there, as far as this release knows; expected ${expected}.`;
        return [{ code: 'unknown-value', severity, key, message }];
      },
    ),
  );

function unknown(key: string, operator: ValueOperator, value: string): string | undefined {
  if (key === 'isPublic') return isBooleanText(value) ? undefined : 'true or false';
  return operator === 'contains' ? unknownPart(key, value) : unknownWhole(key, value);
}

function unknownWhole(key: string, value: string): string | undefined {
  const shape = SHAPES.get(key);
  if (shape !== undefined) return shape.pattern.test(value) ? undefined : shape.text;
  const known = KNOWN_VALUES.get(key);
  if (known === undefined || known.includes(value)) return undefined;
  const near = nearest(value, known);
  return near === undefined ? `one of ${known.join(', ')}` : `${near}, perhaps`;
}

function unknownPart(key: string, part: string): string | undefined {
  const known = KNOWN_VALUES.get(key);
  if (known === undefined || known.some((value) => value.includes(part))) return undefined;
  return `a part of one of ${known.join(', ')}`;
}

/** The known value that differs in case and punctuation alone, or ends alike. */
function nearest(value: string, known: readonly string[]): string | undefined {
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z\d]/g, '');
  const wanted = letters(value);
  if (wanted === '') return undefined;
  return (
    known.find((candidate) => letters(candidate) === wanted) ??
    known.find((candidate) => letters(candidate).endsWith(wanted) || wanted.startsWith(letters(candidate)))
  );
}
