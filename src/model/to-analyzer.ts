import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Analyzer, AnalyzerAccess, ZoneOfTrust } from './analyzer.ts';
import { parseAnalyzerArn } from './arn.ts';
import { canonicalJson } from './canonical-json.ts';
import { isRecord, present, textMapOf, textOf } from './loose.ts';
import { isPlainJson } from './plain-json.ts';
import { toTimestamp } from './timestamp.ts';

/** What each analyzer type looks for, and its zone of trust. */
const TYPES: ReadonlyMap<string, readonly [AnalyzerAccess, ZoneOfTrust]> = new Map([
  ['ACCOUNT', ['external', 'account']],
  ['ORGANIZATION', ['external', 'organization']],
  ['ACCOUNT_UNUSED_ACCESS', ['unused', 'account']],
  ['ORGANIZATION_UNUSED_ACCESS', ['unused', 'organization']],
  ['ACCOUNT_INTERNAL_ACCESS', ['internal', 'account']],
  ['ORGANIZATION_INTERNAL_ACCESS', ['internal', 'organization']],
]);

/**
 * Makes an {@link Analyzer} of what AWS, the SDK or the CLI holds, adding what its ARN and type imply.
 *
 * @throws {@link InvalidInputError} when it is no object or has no analyzer's ARN: nothing could be read by it, so the
 * list that held it is malformed.
 *
 * @example
 * ```ts
 * const printed = JSON.parse(await readFile('analyzer.json', 'utf8')) as { analyzer: unknown }; // aws accessanalyzer get-analyzer
 * console.log(toAnalyzer(printed.analyzer).zoneOfTrust); // account
 * ```
 */
export function toAnalyzer(raw: unknown): Analyzer {
  if (!isRecord(raw)) {
    throw new InvalidInputError('analyzer', [{ path: '', found: found(raw), expected: 'an object' }]);
  }
  const arn = textOf(raw['arn']) ?? '';
  const parts = parseAnalyzerArn(arn);
  if (parts === undefined) {
    throw new InvalidInputError('analyzer', [{ path: 'arn', found: found(raw['arn']), expected: "an analyzer's ARN" }]);
  }
  const name = textOf(raw['name']) ?? parts.name;
  const type = textOf(raw['type']) ?? 'UNKNOWN';
  const [access, zoneOfTrust] = TYPES.get(type) ?? (['unknown'] as const);
  const managedBy = textOf(raw['managedBy']);
  const reason = isRecord(raw['statusReason']) ? textOf(raw['statusReason']['code']) : undefined;
  return present({
    arn,
    name,
    type,
    status: textOf(raw['status']) ?? 'UNKNOWN',
    statusReason: reason === undefined ? undefined : { code: reason },
    createdAt: toTimestamp(raw['createdAt']),
    lastResourceAnalyzed: textOf(raw['lastResourceAnalyzed']),
    lastResourceAnalyzedAt: toTimestamp(raw['lastResourceAnalyzedAt']),
    tags: isRecord(raw['tags']) ? textMapOf(raw['tags']) : undefined,
    configuration: plain(raw['configuration']),
    managedBy,
    partition: parts.partition,
    region: parts.region,
    account: parts.account,
    access,
    zoneOfTrust,
    serviceLinked: managedBy !== undefined || name.startsWith('_'),
  });
}

/**
 * Plain JSON with its members in one order: the SDK makes absent members undefined, which JSON does not have. What is no JSON, or nested
 * without end, is left out: it must not cost the analyzer.
 */
function plain(configuration: unknown): unknown {
  return isRecord(configuration) && isPlainJson(configuration) ? JSON.parse(canonicalJson(configuration)) : undefined;
}
