import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { inconsistencies } from './evidence-consistency.ts';
import { evidenceSchema } from './evidence-schema.ts';
import { EVIDENCE_SCHEMA, type Evidence } from './evidence.ts';
import { mergeEvidence } from './merge-evidence.ts';
import { parseWith } from './parse-with.ts';
import { refuseLaterSchema } from './refuse-later-schema.ts';

/**
 * Reads evidence back from its JSON, as an object (not as text), and puts it into canonical order.
 *
 * Members that the schema does not name are left out. What an analyzer's ARN and type imply, and what counts follow
 * from findings, is worked out anew, so that a file cannot contradict itself into a PASS. A document that does
 * contradict itself (an unreadable Region without a reason, a count without its findings) is refused.
 *
 * @throws {@link InvalidInputError} naming each member that is wrong; {@link AccessAnalyzerKitError} with code
 * `UNSUPPORTED_SCHEMA` for evidence of a later version than this release reads.
 * @example
 * ```ts
 * const evidence = parseEvidence(JSON.parse(await readFile('evidence.json', 'utf8')));
 * console.log(toSummary(evaluate(evidence)));
 * ```
 */
export function parseEvidence(json: unknown): Evidence {
  refuseLaterSchema(json, EVIDENCE_SCHEMA, 'evidence');
  const evidence = parseWith(evidenceSchema, json, 'evidence');
  const issues = inconsistencies(evidence);
  if (issues.length > 0) throw new InvalidInputError('evidence', issues);
  return mergeEvidence(evidence);
}
