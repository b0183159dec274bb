import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { inconsistencies } from './evidence-consistency.ts';
import { evidenceSchema } from './evidence-schema.ts';
import { EVIDENCE_SCHEMA, type Evidence } from './evidence.ts';
import { isRecord } from './loose.ts';
import { mergeEvidence } from './merge-evidence.ts';
import { parseWith } from './parse-with.ts';

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
  refuseLaterSchema(json);
  const evidence = parseWith(evidenceSchema, json, 'evidence');
  const issues = inconsistencies(evidence);
  if (issues.length > 0) throw new InvalidInputError('evidence', issues);
  return mergeEvidence(evidence);
}

const [FAMILY = '', VERSION = ''] = EVIDENCE_SCHEMA.split('@');

/** Says that the document is too new, rather than what about it looks wrong to an old reader. */
function refuseLaterSchema(json: unknown): void {
  if (!isRecord(json) || typeof json['schema'] !== 'string') return;
  const [family, version = ''] = json['schema'].split('@');
  if (family !== FAMILY || !/^\d{1,9}$/.test(version) || Number(version) <= Number(VERSION)) return;
  throw new AccessAnalyzerKitError(
    'UNSUPPORTED_SCHEMA',
    `The evidence has schema ${family}@${version}; this release of access-analyzer-kit reads up to ${EVIDENCE_SCHEMA}. Update access-analyzer-kit.`,
  );
}
