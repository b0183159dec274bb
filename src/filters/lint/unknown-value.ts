import { RESOURCE_TYPES } from '../../model/finding.ts';
import { VALUE_OPERATORS } from '../criterion-values.ts';
import type { Lint } from './diagnostic.ts';

const RESTRICTIONS = ['APPLICABLE', 'NOT_APPLICABLE', 'APPLIED'];
const KNOWN_VALUES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['isPublic', ['true', 'false']],
  ['resourceType', RESOURCE_TYPES],
  [
    'findingType',
    [
      'ExternalAccess',
      'InternalAccess',
      'UnusedIAMRole',
      'UnusedIAMUserAccessKey',
      'UnusedIAMUserPassword',
      'UnusedPermission',
    ],
  ],
  ['status', ['ACTIVE', 'ARCHIVED', 'RESOLVED']],
  ['resourceControlPolicyRestriction', [...RESTRICTIONS, 'FAILED_TO_EVALUATE_RCP']],
  ['serviceControlPolicyRestriction', [...RESTRICTIONS, 'FAILED_TO_EVALUATE_SCP']],
]);

const SHAPES: ReadonlyMap<string, { readonly pattern: RegExp; readonly text: string }> = new Map([
  ['resource', { pattern: /^arn:[^:]+:[^:]+:/, text: 'an ARN' }],
  ['resourceOwnerAccount', { pattern: /^\d{12}$/, text: 'an account id of twelve digits' }],
  ['principal.AWS', { pattern: /^(?:\*|\d{12}|arn:[^:]+:.*)$/s, text: '*, an account id of twelve digits or an ARN' }],
]);

/** Values that AWS stores without a word and that no finding has: a misspelt resource type, an account of eleven digits. */
export const unknownValue: Lint = ({ filter }) =>
  Object.entries(filter).flatMap(([key, criterion]) =>
    VALUE_OPERATORS.flatMap((operator) => criterion[operator]?.map((value) => ({ operator, value })) ?? []).flatMap(
      ({ operator, value }) => {
        const expected = operator === 'contains' ? unknownPart(key, value) : unknownWhole(key, value);
        if (expected === undefined) return [];
        const message = `${key}: no finding has ${JSON.stringify(value)} there, as far as this release knows; expected ${expected}.`;
        return [{ code: 'unknown-value', severity: 'warning', key, message }];
      },
    ),
  );

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
