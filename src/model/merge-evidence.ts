import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { canonicalJson } from './canonical-json.ts';
import { sortedUnique } from './compare.ts';
import { EVIDENCE_SCHEMA, UNKNOWN_ACCOUNT, type Evidence } from './evidence.ts';
import { mergeRegions } from './merge-regions.ts';
import { mergeScopes } from './merge-scopes.ts';

/**
 * Joins the parts of one audit, in any order and grouping, with repetitions: the result is always the same, to the byte.
 *
 * Of one Region or analyzer the better read counts; findings are united by id, the newer analysis of a finding wins,
 * ACTIVE on a tie. A Region that no part read stays unread. Evidence from a file goes through {@link parseEvidence} first.
 *
 * @throws {@link AccessAnalyzerKitError} `EVIDENCE_CONFLICT` for parts of different audits (compare those with
 * `diffVerdicts`), for different parts one of which is of an unknown account, and for findings beside counts of the same
 * analyzer; {@link InvalidInputError} without any part.
 * @example
 * ```ts
 * const whole = mergeEvidence(...parts);
 * console.log(evaluate(whole).status);
 * ```
 */
export function mergeEvidence(...evidence: readonly Evidence[]): Evidence {
  const [first] = evidence;
  if (first === undefined) {
    throw new InvalidInputError('evidence', [{ path: '', found: 'nothing', expected: 'at least one part' }]);
  }
  refuseOtherSchemas(evidence);
  refuseOtherAudits(evidence);
  refuseUnknownAccounts(evidence);
  return {
    schema: EVIDENCE_SCHEMA,
    auditId: first.auditId,
    scopes: mergeScopes(evidence.flatMap(({ scopes }) => scopes)),
    regions: mergeRegions(evidence.flatMap(({ regions }) => regions)),
  };
}

/** What the type promises and plain JSON does not. */
function refuseOtherSchemas(evidence: readonly { readonly schema: string }[]): void {
  const issues = evidence.flatMap(({ schema }, index) =>
    schema === EVIDENCE_SCHEMA
      ? []
      : [{ path: `[${index}].schema`, found: found(schema), expected: JSON.stringify(EVIDENCE_SCHEMA) }],
  );
  if (issues.length > 0) throw new InvalidInputError('evidence', issues);
}

function refuseOtherAudits(evidence: readonly Evidence[]): void {
  const ids = sortedUnique(evidence.map(({ auditId }) => auditId));
  if (ids.length < 2) return;
  throw new AccessAnalyzerKitError(
    'EVIDENCE_CONFLICT',
    `Only parts of one audit can be merged, and these are of ${ids.length}: ${ids.slice(0, 5).join(', ')}. Compare audits with diffVerdicts; give the parts of one audit the same auditId.`,
  );
}

/** Two unknown accounts may be two accounts: joined, one would answer for the other. */
function refuseUnknownAccounts(evidence: readonly Evidence[]): void {
  const unknown = evidence.some(({ scopes, regions }) =>
    [...scopes, ...regions].some(({ account }) => account === UNKNOWN_ACCOUNT),
  );
  if (!unknown || new Set(evidence.map(canonicalText)).size < 2) return;
  throw new AccessAnalyzerKitError(
    'EVIDENCE_CONFLICT',
    'Evidence of an unknown account cannot be merged with other evidence: nothing shows that it is the same account. Judge it alone, or collect it again with credentials whose account can be told.',
  );
}

function canonicalText({ scopes, regions }: Evidence): string {
  return canonicalJson([mergeScopes(scopes), mergeRegions(regions)]);
}
