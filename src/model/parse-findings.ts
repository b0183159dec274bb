import * as v from 'valibot';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Finding } from './finding.ts';
import { findingWireSchema } from './finding-wire-schema.ts';
import { isRecord } from './loose.ts';
import { parseWith } from './parse-with.ts';
import { schemaOf, type Schema } from './schema.ts';
import { objectOf } from './object-schema.ts';
import { toFinding } from './to-finding.ts';

/**
 * Reads findings from what the AWS CLI or API prints: the output of `list-findings`, `list-findings-v2`, `get-finding`
 * or `get-finding-v2`, a bare list of findings, or the text of one of these. Missing members are tolerated as AWS leaves
 * them out, and so are members that this release does not know; a member of the wrong type is not. A next token is not
 * looked at: whether the list is complete is for `evidenceFromFindings` to say.
 *
 * @throws {@link InvalidInputError} naming the path, what was found and what was expected.
 *
 * @example
 * ```ts
 * const findings = parseFindings(await readFile('findings.json', 'utf8'));
 * ```
 */
export function parseFindings(json: unknown): Finding[] {
  const document = typeof json === 'string' ? parseText(json) : json;
  return rawFindings(document).map((raw) => toFinding(raw, { api: isV2(raw) ? 'v2' : 'v1' }));
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw unexpected(`text that is not JSON (${found(text)})`, cause);
  }
}

function rawFindings(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return validated(list, document);
  if (!isRecord(document)) throw unexpected(found(document));
  const { findings, finding } = document;
  if (findings !== undefined && finding !== undefined) throw unexpected('an object with both findings and finding');
  if (findings !== undefined) return validated(listOutput, document, findings as unknown[]);
  if (finding !== undefined) return validated(getOutput, document, [finding]);
  if ('id' in document || 'findingDetails' in document) return validated(findingWireSchema, document, [document]);
  const members = Object.keys(document).slice(0, 5).join(', ');
  throw unexpected(members === '' ? 'an empty object' : `an object with the members ${members}`);
}

const list = /* @__PURE__ */ schemaOf(() => v.array(findingWireSchema()));
const listOutput = /* @__PURE__ */ schemaOf(() => objectOf({ findings: list() }));
const getOutput = /* @__PURE__ */ schemaOf(() => objectOf({ finding: findingWireSchema() }));

/** Checks and hands on the raw value: the schema's own copy would lack members, and dates are ours to read. */
function validated(
  schema: Schema,
  document: unknown,
  findings: readonly unknown[] = document as readonly unknown[],
): readonly unknown[] {
  parseWith(schema, document, 'findings');
  return findings;
}

/** Without a type it may as well be ListFindings', which means external access: the one that cannot hide a failure. */
function isV2(raw: unknown): boolean {
  return isRecord(raw) && (typeof raw['findingType'] === 'string' || Array.isArray(raw['findingDetails']));
}

function unexpected(what: string, cause?: unknown): InvalidInputError {
  const expected =
    'what the AWS CLI prints: a list of findings, { "findings": [...] }, { "finding": {...} } or the output of get-finding-v2';
  return new InvalidInputError('findings', [{ path: '', found: what, expected }], { cause });
}
