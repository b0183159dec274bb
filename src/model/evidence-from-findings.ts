import * as v from 'valibot';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Problem } from '../errors/problem.ts';
import type { Analyzer, AnalyzerAccess } from './analyzer.ts';
import { parseAnalyzerArn } from './arn.ts';
import { canonicalJson } from './canonical-json.ts';
import { countEvidence } from './evidence-counter.ts';
import { EVIDENCE_SCHEMA, UNKNOWN_ACCOUNT, type Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import { isRecord, textOf } from './loose.ts';
import { mergeEvidence } from './merge-evidence.ts';
import { parseFindings } from './parse-findings.ts';
import { parseWith } from './parse-with.ts';
import { partitionOf } from './partitions.ts';
import { schemaOf, type Schema } from './schema.ts';
import { objectOf } from './object-schema.ts';
import { accountId, nonEmptyText } from './value-schemas.ts';
import { sha256 } from './sha256.ts';
import { toAnalyzer } from './to-analyzer.ts';
import { toTimestamp } from './timestamp.ts';

/** Options of {@link evidenceFromFindings}: where the findings come from. */
export interface EvidenceFromFindingsOptions {
  /** Twelve digits: whose credentials listed them. Left out, it is unknown: such evidence cannot be merged. */
  readonly account?: string | undefined;
  /** The Region that was asked. */
  readonly region: string;
  /**
   * The analyzer: as `aws accessanalyzer get-analyzer` prints it, an {@link Analyzer}, its ARN or its name. With an ARN or a
   * name nothing proves that it is ACTIVE, so that the verdict over an empty list is UNKNOWN; its type is `UNKNOWN` and
   * what it looks for is taken from its findings (external access, unless they say otherwise, as ListFindings has no other).
   */
  readonly analyzer: unknown;
  /**
   * Whether these are all its ACTIVE findings. A next token in the JSON says that they are not, whatever is said here; so do
   * findings of unused or internal access when the analyzer's type is one of external access, which has none.
   *
   * @defaultValue false
   */
  readonly complete?: boolean | undefined;
  /**
   * ISO 8601: when they were listed. Needed with `complete`, since silence has a date.
   *
   * @defaultValue the newest time stamp among the findings, or 1970 when there is none
   */
  readonly collectedAt?: string | undefined;
  /**
   * To merge it with other parts of one audit.
   *
   * @defaultValue made from the content: equal input, equal id
   */
  readonly auditId?: string | undefined;
}

const optionsSchema: Schema<Omit<EvidenceFromFindingsOptions, 'analyzer'>> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    account: v.optional(accountId()),
    region: v.pipe(v.string(), v.minLength(1, 'a Region')),
    complete: v.optional(v.boolean()),
    collectedAt: v.optional(
      v.pipe(
        v.string(),
        v.check((text) => toTimestamp(text) !== undefined, 'an ISO 8601 time'),
      ),
    ),
    auditId: v.optional(nonEmptyText()),
  }),
);

/**
 * Makes evidence of findings that were listed elsewhere: the output of `aws accessanalyzer list-findings`. It covers one
 * analyzer in one Region, and is partial unless `complete` vouches for more.
 *
 * Pure: no clock. Findings of any status may be in it; ids that repeat count once.
 *
 * @throws {@link InvalidInputError} naming the member that is wrong.
 * @example
 * ```ts
 * const evidence = evidenceFromFindings(await readFile('findings.json', 'utf8'), {
 *   account: '111122223333', region: 'us-east-1', analyzer: 'external-access',
 * });
 * console.log(evaluate(evidence).status);
 * ```
 */
export function evidenceFromFindings(json: unknown, options: EvidenceFromFindingsOptions): Evidence {
  const findings = parseFindings(json);
  const { account = UNKNOWN_ACCOUNT, region, complete = false, auditId } = parseWith(optionsSchema, options, 'options');
  if (complete && options.collectedAt === undefined) {
    throw invalid('collectedAt', undefined, 'when the findings were listed, since complete is true');
  }
  const collectedAt = toTimestamp(options.collectedAt) ?? newestTime(findings) ?? new Date(0).toISOString();
  const analyzer = describeAnalyzer(options.analyzer, region, account, findings);
  const problem = incompleteness(json, complete, analyzer, account, findings);
  const { partition } = analyzer;
  const parts: Pick<Evidence, 'scopes' | 'regions'> = {
    scopes: [{ partition, account, source: 'selected', regions: [region], disabled: [] }],
    regions: [
      {
        partition,
        account,
        region,
        collectedAt,
        state: 'read',
        analyzers: [
          {
            analyzer,
            ...(problem === undefined ? { state: 'read' } : { state: 'partial', problem }),
            detail: 'findings',
            counts: countEvidence(findings),
            findings,
          },
        ],
      },
    ],
  };
  return mergeEvidence({
    schema: EVIDENCE_SCHEMA,
    auditId: auditId ?? `findings-${sha256(canonicalJson(parts)).slice(0, 32)}`,
    ...parts,
  });
}

function incompleteness(
  json: unknown,
  complete: boolean,
  analyzer: Analyzer,
  account: string,
  findings: readonly Finding[],
): Problem | undefined {
  const doubt = doubtOf(json, complete, analyzer, findings);
  if (doubt === undefined) return undefined;
  const { name, region } = analyzer;
  const [what, remedy] = doubt;
  const where = { region, ...(account === UNKNOWN_ACCOUNT ? {} : { account }) };
  return {
    code: 'incomplete-input',
    operation: 'ListFindings',
    message: `The findings of analyzer ${name} in ${region} ${what}.`,
    retryable: false,
    ...where,
    remedy,
  };
}

/** Why the findings may not be all, and what to do about it. */
function doubtOf(
  json: unknown,
  complete: boolean,
  { access, type }: Analyzer,
  findings: readonly Finding[],
): readonly [what: string, remedy: string] | undefined {
  if (hasNextToken(json)) {
    return [
      'end with a next token: there are more that were not handed over',
      'List all pages (the AWS CLI does unless --max-items or --no-paginate is given).',
    ];
  }
  const foreign = access === 'external' ? findings.find(looksInside) : undefined;
  if (foreign !== undefined) {
    return [
      `hold one of type ${foreign.findingType}, which no analyzer of type ${type} has: it is another's, and nothing says that its own are all there`,
      'Hand over the findings of this analyzer alone, or name the analyzer that they are of.',
    ];
  }
  if (complete) return undefined;
  return [
    'were handed over, not read: nothing says that they are all',
    'Say complete: true and collectedAt when they are all ACTIVE findings of the analyzer, or read it with collectEvidence.',
  ];
}

function looksInside({ findingType }: Finding): boolean {
  return ACCESS[findingType] === 'unused' || ACCESS[findingType] === 'internal';
}

/** `nextToken` is the API's and with `--no-paginate` the CLI's, `NextToken` the CLI's with `--max-items`. */
function hasNextToken(json: unknown): boolean {
  const document: unknown = typeof json === 'string' ? JSON.parse(json.replace(/^\uFEFF/, '')) : json;
  if (!isRecord(document)) return false;
  return ['nextToken', 'NextToken'].some((member) => {
    const token = Object.hasOwn(document, member) ? document[member] : undefined;
    return token !== undefined && token !== null && token !== '';
  });
}

function newestTime(findings: readonly Finding[]): string | undefined {
  const times = findings.flatMap(({ createdAt, analyzedAt, updatedAt }) =>
    [createdAt, analyzedAt, updatedAt].filter((time) => time !== undefined),
  );
  return times.reduce<string | undefined>(
    (newest, time) => (newest === undefined || time > newest ? time : newest),
    undefined,
  );
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,254}$/;

function describeAnalyzer(given: unknown, region: string, account: string, findings: readonly Finding[]): Analyzer {
  const analyzer = isRecord(given) ? fromObject(given) : fromText(given, region, account, findings);
  if (analyzer.region !== region) {
    throw invalid('region', region, `${analyzer.region}, the Region of the analyzer ${analyzer.arn}`);
  }
  return analyzer;
}

function fromObject(given: Readonly<Record<string, unknown>>): Analyzer {
  const raw = isRecord(given['analyzer']) ? given['analyzer'] : given;
  if (parseAnalyzerArn(textOf(raw['arn']) ?? '') === undefined) {
    throw invalid('analyzer.arn', raw['arn'], "an analyzer's ARN");
  }
  return toAnalyzer(raw);
}

function fromText(given: unknown, region: string, account: string, findings: readonly Finding[]): Analyzer {
  const text = textOf(given) ?? '';
  const isArn = parseAnalyzerArn(text) !== undefined;
  if (!isArn && !NAME.test(text)) {
    throw invalid('analyzer', given, "what get-analyzer prints, an analyzer's ARN or its name");
  }
  const arn = isArn ? text : `arn:${partitionOf(region).id}:access-analyzer:${region}:${account}:analyzer/${text}`;
  const { serviceLinked, ...analyzer } = toAnalyzer({ arn });
  return { ...analyzer, access: accessShownBy(findings), serviceLinked };
}

const ACCESS: Readonly<Record<Finding['findingType'], AnalyzerAccess>> = {
  ExternalAccess: 'external',
  InternalAccess: 'internal',
  UnusedIAMRole: 'unused',
  UnusedIAMUserAccessKey: 'unused',
  UnusedIAMUserPassword: 'unused',
  UnusedPermission: 'unused',
  Unknown: 'unknown',
};

/** What findings of one kind, or none at all, say about their analyzer; several kinds say nothing. */
function accessShownBy(findings: readonly Finding[]): AnalyzerAccess {
  const [first = 'external', ...others] = new Set(findings.map(({ findingType }) => ACCESS[findingType]));
  return others.length === 0 ? first : 'unknown';
}

function invalid(path: string, value: unknown, expected: string): InvalidInputError {
  return new InvalidInputError('options', [{ path, found: found(value), expected }]);
}
