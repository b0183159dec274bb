import type { CriterionInput, FilterInput } from '../../src/model/archive-rule.ts';
import type { ExternalAccessFinding } from '../../src/model/finding.ts';
import type { FilterMatch } from '../../src/filters/index.ts';

/** `null`: not there. `undefined`: this copy does not tell. */
type Property = string | null | undefined;

/**
 * The rules of matching once more, written from the text and not from the code: collect every possible truth of each
 * operator, then see whether they agree.
 */
export function oracle(finding: ExternalAccessFinding, filter: FilterInput): FilterMatch {
  const truths = Object.entries(filter).flatMap(([key, criterion]) =>
    operatorTruths(key, read(finding, key), criterion),
  );
  if (truths.includes(false)) return 'no';
  return truths.includes('maybe') ? 'uncertain' : 'yes';
}

function read(finding: ExternalAccessFinding, key: string): Property {
  const detailed = finding.error !== undefined || Object.keys(finding.principal).length > 0;
  const dot = key.indexOf('.');
  if (dot > 0) {
    const map = key.startsWith('principal') ? finding.principal : finding.condition;
    const name = key.slice(dot + 1);
    for (const [other, value] of Object.entries(map)) if (other === name) return value;
    for (const other of Object.keys(map)) if (other.toUpperCase() === name.toUpperCase()) return undefined;
    return detailed ? null : undefined;
  }
  const value: unknown = (finding as unknown as Record<string, unknown>)[key];
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return value === 'UNKNOWN' || value.startsWith('unidentified:') ? undefined : value;
  if (key === 'error') return null;
  return key.endsWith('Restriction') && detailed ? null : undefined;
}

function operatorTruths(key: string, property: Property, criterion: CriterionInput): (boolean | 'maybe')[] {
  return Object.entries(criterion).map(([operator, operand]): boolean | 'maybe' => {
    if (property === undefined) return 'maybe';
    if (operator === 'exists') return operand === (property !== null);
    if (property === null) return operator === 'neq' ? 'maybe' : false;
    const values = [operand].flat().map((value) => String(value));
    if (operator === 'contains') return values.some((value) => property.includes(value));
    const hit = values.includes(property);
    const odd = key === 'isPublic' && values.some((value) => !['true', 'false'].includes(value));
    if (hit) return operator === 'eq';
    if (odd) return 'maybe';
    return operator === 'neq';
  });
}
