import type { Filter } from 'access-analyzer-kit';
import { printable } from './printable.ts';

/** What a filter asks for, a line for each of its criteria, all of which must hold. */
export function filterLines(filter: Filter): string[] {
  return Object.entries(filter).flatMap(([key, { contains, eq, exists, neq }]) =>
    [
      ...(eq === undefined ? [] : [`${key} = ${eq.join(' or ')}`]),
      ...(neq === undefined ? [] : [`${key} ≠ ${neq.join(' and ')}`]),
      ...(contains === undefined ? [] : [`${key} contains ${contains.join(' or ')}`]),
      ...(exists === undefined ? [] : [`${key} ${exists ? 'exists' : 'does not exist'}`]),
    ].map(printable),
  );
}
