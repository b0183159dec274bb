import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import { isRecord, textOf } from '../../model/loose.ts';
import { PACKAGE_NAME } from '../../model/version.ts';
import { proofOfAbsence, type SeenBy } from '../../evaluate/proof-of-absence.ts';
import { stands } from '../../evaluate/stands.ts';
import type { UnprovenSighting } from '../../evaluate/verdict-diff.ts';
import type { Verdict } from '../../evaluate/verdict.ts';
import { oneLine } from '../../remediation/one-line.ts';
import { checkVerdict } from '../check-verdict.ts';
import type { SarifLog, SarifResult, StoredSighting } from './sarif-log.ts';
import { resultsBesideAccesses, sarifResults } from './sarif-results.ts';
import { RULE_IDS } from './sarif-rules.ts';

/** The results of an earlier log that stood. */
export interface EarlierResults {
  /** By accessId. */
  readonly accesses: ReadonlyMap<string, SarifResult>;
  /** What failed and was no access that is listed: reasons, and archived access under a policy that fails it. */
  readonly failures: readonly SarifResult[];
}

/**
 * Reads what stood before: of a verdict, or of a log that {@link toSarif} wrote, in which results may stand that were
 * carried forward from a log before it.
 *
 * @throws `InvalidInputError` when it is neither.
 */
export function readEarlier(previous: Verdict | SarifLog | string, artifactUri: string | undefined): EarlierResults {
  const document = typeof previous === 'string' ? parse(previous) : previous;
  if (isRecord(document) && Array.isArray(document['runs'])) return ofLog(document['runs']);
  checkVerdict(document, 'previous');
  const verdict = document as Verdict;
  const make = sarifResults(verdict, artifactUri);
  return {
    accesses: new Map(
      verdict.accesses.filter(stands).map((access) => [access.accessId, make.ofAccess(access)] as const),
    ),
    failures: resultsBesideAccesses(verdict, make).filter(isFailure),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError(
      'previous',
      [
        {
          path: '',
          found: `text that is not JSON (${found(text)})`,
          expected: 'a verdict or a SARIF log of this library',
        },
      ],
      { cause },
    );
  }
}

function ofLog(runs: readonly unknown[]): EarlierResults {
  const accesses = new Map<string, SarifResult>();
  const failures: SarifResult[] = [];
  for (const [index, run] of runs.entries()) {
    const tool = isRecord(run) && isRecord(run['tool']) && isRecord(run['tool']['driver']) ? run['tool']['driver'] : {};
    if (tool['name'] !== PACKAGE_NAME) {
      throw new InvalidInputError('previous', [
        { path: `runs[${index}].tool.driver.name`, found: found(tool['name']), expected: `"${PACKAGE_NAME}"` },
      ]);
    }
    const results = isRecord(run) && Array.isArray(run['results']) ? (run['results'] as readonly unknown[]) : [];
    for (const [number, result] of results.entries()) {
      const path = `runs[${index}].results[${number}]`;
      if (!isRecord(result) || !isRecord(result['properties']) || textOf(result['ruleId']) === undefined) {
        throw new InvalidInputError('previous', [{ path, found: found(result), expected: 'a result of this library' }]);
      }
      // Our own text: its members are those that sarifResults wrote.
      const known = result as unknown as SarifResult;
      const accessId = textOf(known.properties['accessId']);
      if (isFailure(known)) failures.push(known);
      if (accessId === undefined) continue;
      const sightings = [...sightingsOf(known, path, 'sightings'), ...sightingsOf(known, path, 'earlierSightings')];
      if (stands({ sightings })) accesses.set(accessId, known);
    }
  }
  return { accesses, failures };
}

/** Archived access is suppressed where the policy lets it be. */
function isFailure({ ruleId, suppressions }: SarifResult): boolean {
  return ruleId === RULE_IDS[1] || (ruleId === RULE_IDS[2] && suppressions === undefined);
}

function sightingsOf(
  result: SarifResult,
  path: string,
  member: 'sightings' | 'earlierSightings',
): readonly StoredSighting[] {
  const sightings: unknown = result.properties[member];
  if (member === 'earlierSightings' && sightings === undefined) return [];
  const valid =
    Array.isArray(sightings) &&
    sightings.every(
      (sighting) =>
        isRecord(sighting) &&
        ['account', 'region', 'analyzer', 'status'].every((member) => typeof sighting[member] === 'string'),
    );
  if (!valid) {
    throw new InvalidInputError('previous', [
      { path: `${path}.properties.${member}`, found: found(sightings), expected: 'a list of sightings' },
    ]);
  }
  return sightings as readonly StoredSighting[];
}

/** Makes the check what the verdict lacks to prove that what an earlier result shows is gone, or that some of its sightings are. */
export function doubtsAbout(
  verdict: Verdict,
): (result: SarifResult, sightings?: readonly StoredSighting[]) => UnprovenSighting[] {
  const checks = new Map<string, ReturnType<typeof proofOfAbsence>>();
  const silent = inOneLine(verdict);
  return (result, sightings = allSightings(result)) => {
    const { resource } = result.properties;
    const regions = regionsThatSaw(sightings);
    // An access that names no resource may be of any: few are such, and many of the others share a check.
    const seenBy = resource === undefined ? { regions, accesses: [{ sightings }] } : { regions };
    const key = JSON.stringify(seenBy);
    const check = checks.get(key) ?? proofOfAbsence(seenBy, silent, { later: true });
    checks.set(key, check);
    return check(resource === undefined ? { sightings } : { sightings, resource });
  };
}

/** The verdict with the names of what AWS could not analyse written as a log has them: by these they are compared. */
function inOneLine(verdict: Verdict): Verdict {
  const named = <Named extends { readonly findingId: string; readonly resource?: string }>(error: Named): Named => ({
    ...error,
    findingId: oneLine(error.findingId),
    ...(error.resource === undefined ? {} : { resource: oneLine(error.resource) }),
  });
  const { errorFindings, suppressed } = verdict;
  return {
    ...verdict,
    errorFindings: errorFindings.map(named),
    suppressed: { ...suppressed, errors: suppressed.errors.map(named) },
  };
}

/** Everywhere that an earlier result was seen without proof that it is gone. */
export function allSightings({ properties: { sightings = [], earlierSightings = [] } }: SarifResult): StoredSighting[] {
  return [...sightings, ...earlierSightings];
}

/** The places of the sightings as the verdicts that saw them knew them: where several did, the last of their reads counts. */
function regionsThatSaw(sightings: readonly StoredSighting[]): SeenBy['regions'] {
  const regions = new Map<string, SeenBy['regions'][number]>();
  for (const { account, region, readAt, analyzer, analyzerCreatedAt } of sightings) {
    const key = JSON.stringify([account, region]);
    const known = regions.get(key);
    const analyzers = known?.analyzers ?? [];
    const collectedAt = known === undefined ? readAt : lastOf(known.collectedAt, readAt);
    regions.set(key, {
      account,
      region,
      ...(collectedAt === undefined ? {} : { collectedAt }),
      analyzers: [
        ...analyzers,
        { arn: analyzer, ...(analyzerCreatedAt === undefined ? {} : { createdAt: analyzerCreatedAt }) },
      ],
    });
  }
  return [...regions.values()];
}

/** Unknown when one of the two is: then no read is proven to be the later one. */
function lastOf(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return one > other ? one : other;
}
