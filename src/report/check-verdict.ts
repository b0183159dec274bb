import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { isRecord } from '../model/loose.ts';
import { VERDICT_SCHEMA } from '../evaluate/verdict.ts';

const EXPECTED = 'a verdict, as evaluate makes it';

/**
 * Refuses what is no verdict before anything is written: half a report is worse than none.
 *
 * @throws `InvalidInputError`; `AccessAnalyzerKitError` `UNSUPPORTED_SCHEMA` for a verdict of a later version.
 */
export function checkVerdict(value: unknown, subject: string): void {
  if (!isRecord(value)) throw new InvalidInputError(subject, [{ path: '', found: found(value), expected: EXPECTED }]);
  const { schema } = value;
  if (typeof schema === 'string' && /^access-analyzer-kit\/verdict@\d+$/.test(schema) && schema !== VERDICT_SCHEMA) {
    throw new AccessAnalyzerKitError(
      'UNSUPPORTED_SCHEMA',
      `The ${subject} is of ${schema}; this release reads ${VERDICT_SCHEMA}.`,
    );
  }
  const issues = [
    ...(schema === VERDICT_SCHEMA ? [] : [{ path: 'schema', found: found(schema), expected: `"${VERDICT_SCHEMA}"` }]),
    ...['accesses', 'regions', 'reasons', 'errorFindings']
      .filter((member) => !Array.isArray(value[member]))
      .map((path) => ({ path, found: found(value[path]), expected: 'a list' })),
    ...['summary', 'scope', 'zoneOfTrust', 'asOf', 'policy', 'suppressed']
      .filter((member) => !isRecord(value[member]))
      .map((path) => ({ path, found: found(value[path]), expected: 'an object' })),
  ];
  if (issues.length > 0) throw new InvalidInputError(subject, issues);
}
