import { found } from '../errors/found.ts';
import { whyValueIsWide } from './condition-value.ts';
import { narrowingConditions, type NarrowingCondition } from './narrowing-conditions.ts';

/** What a finding's conditions do to its severity. */
export interface ConditionAssessment {
  readonly narrows: boolean;
  readonly reasons: readonly string[];
}

/** How many conditions are named in the reasons. */
const NAMED = 3;

/** Whether any condition narrows who has access, and why each one does or does not. */
export function assessConditions(condition: Readonly<Record<string, string>>): ConditionAssessment {
  const narrowing: string[] = [];
  const wide: string[] = [];
  for (const [key, value] of Object.entries(condition)) {
    const known = findNarrowing(key);
    const wideness =
      known === undefined ? 'says nothing about who calls, or is unknown' : whyValueIsWide(value, known.value);
    if (known !== undefined && wideness === undefined) narrowing.push(`${shown(key)} (only ${known.narrowsTo})`);
    else wide.push(`${shown(key)} (${wideness ?? ''})`);
  }
  return {
    narrows: narrowing.length > 0,
    reasons: [
      ...(narrowing.length > 0 ? [`Narrowed by ${listed(narrowing)}.`] : []),
      ...(wide.length > 0 ? [`Not narrowed by ${listed(wide)}.`] : []),
    ],
  };
}

function findNarrowing(key: string): NarrowingCondition | undefined {
  const lower = key.toLowerCase();
  return BY_KEY.get(lower) ?? BY_KEY.get(`*${lower.slice(lower.lastIndexOf(':'))}`);
}

const BY_KEY: ReadonlyMap<string, NarrowingCondition> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ narrowingConditions.map((condition) => [condition.key.toLowerCase(), condition]),
);

/** A key as it is, quoted and shortened when it is not what AWS's keys look like. */
function shown(key: string): string {
  return /^[\w./:-]{1,80}$/.test(key) ? key : found(key);
}

function listed(items: readonly string[]): string {
  const more = items.length - NAMED;
  return items.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
