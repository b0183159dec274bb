import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { EVIDENCE_SCHEMA, type Evidence } from '../model/evidence.ts';
import { createEvaluator } from './create-evaluator.ts';
import type { PolicyInput } from './resolve-policy.ts';
import type { Verdict } from './verdict.ts';

/**
 * Judges evidence by rule AccessAnalyzer-001. Pure: no I/O, no clock, no randomness; the same evidence and policy give
 * the same verdict, in a year too.
 *
 * Under the default policy (`strict`) an ACTIVE external finding is FAIL however much else failed; else anything
 * unread, missing or not analyzable is UNKNOWN; else PASS.
 *
 * @param evidence - from `collectEvidence`, {@link evidenceFromFindings}, {@link mergeEvidence} or {@link parseEvidence}.
 * @param policy - a policy or the members in which it differs from `strict`.
 * @throws {@link InvalidInputError} for a policy that is none.
 * @throws {@link AccessAnalyzerKitError} `UNSUPPORTED_SCHEMA` for evidence of another version (read it with
 * {@link parseEvidence}), `EVIDENCE_CONFLICT` for two records of one Region.
 *
 * @example
 * ```ts
 * const verdict = evaluate(parseEvidence(JSON.parse(text)));
 * console.log(toSummary(verdict));
 * ```
 */
export function evaluate(evidence: Evidence, policy?: PolicyInput): Verdict {
  const { schema } = evidence as { readonly schema: string };
  if (schema !== EVIDENCE_SCHEMA) {
    throw new AccessAnalyzerKitError(
      'UNSUPPORTED_SCHEMA',
      `Evidence of schema ${JSON.stringify(schema)} cannot be judged as it is; this release judges ${EVIDENCE_SCHEMA}. Read it with parseEvidence first.`,
    );
  }
  const evaluator = createEvaluator(evidence.scopes, policy, { auditId: evidence.auditId });
  for (const record of evidence.regions) evaluator.add(record);
  return evaluator.finish();
}
