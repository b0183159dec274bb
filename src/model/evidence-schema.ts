import * as z from 'zod/mini';
import { ACCESS_LEVELS, type AccessLevel } from '../access-levels/access-level.ts';
import type { Problem, ProblemCode } from '../errors/problem.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Analyzer, AnalyzerAccess, ZoneOfTrust } from './analyzer.ts';
import type { ArchiveRule } from './archive-rule.ts';
import { compareStrings } from './compare.ts';
import {
  EVIDENCE_SCHEMA,
  UNKNOWN_ACCOUNT,
  type AnalyzerEvidence,
  type ArchivedCounts,
  type Evidence,
  type EvidenceCounts,
  type OrganizationScope,
  type RegionEvidence,
  type Scope,
  type SuppressedEvidence,
} from './evidence.ts';
import type { Finding } from './finding.ts';
import { schemaOf, type Schema } from './schema.ts';
import { isPlainJson, MAX_JSON_DEPTH } from './plain-json.ts';
import { toAnalyzer } from './to-analyzer.ts';
import { toFinding } from './to-finding.ts';
import { toTimestamp } from './timestamp.ts';

const name: Schema<string> = schemaOf(() => z.string().check(z.minLength(1, 'a text that is not empty')));
const text = schemaOf(() => z.exactOptional(z.string()));
const texts = schemaOf(() => z.exactOptional(z.array(z.string())));
const flag = schemaOf(() => z.exactOptional(z.boolean()));
const count: Schema<number> = schemaOf(() => {
  const expected = 'a count, 0 or more';
  return z.int(expected).check(z.nonnegative(expected));
});
const accountId: Schema<string> = schemaOf(() => z.string().check(z.regex(/^\d{12}$/, 'an account of twelve digits')));
const accountOrUnknown: Schema<string> = schemaOf(() =>
  z
    .string()
    .check(
      z.refine(
        (value) => value === UNKNOWN_ACCOUNT || /^\d{12}$/.test(value),
        `an account of twelve digits, or "${UNKNOWN_ACCOUNT}"`,
      ),
    ),
);

/** Any RFC 3339 time becomes the one form that can be compared as text. */
const timestamp: Schema<string> = schemaOf(() =>
  z.pipe(
    z.string(),
    z.transform((value: string, { issues }) => {
      const canonical = toTimestamp(value);
      if (canonical !== undefined) return canonical;
      issues.push({ code: 'custom', message: 'an ISO 8601 time', input: value });
      return z.NEVER;
    }),
  ),
);

/** Texts without repetition, sorted, so that the order in a file means nothing. */
function sortedNames(member: z.ZodMiniType<string>): z.ZodMiniType<string[]> {
  return z.pipe(
    z.array(member),
    z.transform((values: string[]) => [...new Set(values)].sort(compareStrings)),
  );
}

function sortedMap<T>(member: z.ZodMiniType<T>): z.ZodMiniType<Record<string, T>> {
  return z.pipe(
    z.record(z.string(), member),
    z.transform((values: Record<string, T>) =>
      Object.fromEntries(Object.entries(values).sort(([left], [right]) => compareStrings(left, right))),
    ),
  );
}

/** A record over the type, so that a code which is missing here does not compile. */
const PROBLEM_CODES: Readonly<Record<ProblemCode, true>> = {
  'access-denied': true,
  'not-ours': true,
  throttled: true,
  'region-disabled': true,
  'region-unusable': true,
  'opt-in-required': true,
  credentials: true,
  'account-mismatch': true,
  'unknown-account': true,
  network: true,
  timeout: true,
  'malformed-response': true,
  'repeated-token': true,
  'not-found': true,
  'invalid-request': true,
  service: true,
  'counts-disagree': true,
  'incomplete-input': true,
  unexpected: true,
};

/** A code of a later release of this schema is a reason all the same, so it is kept as `unexpected`. */
const problemCode: Schema<ProblemCode> = schemaOf(() =>
  z.pipe(
    name(),
    z.transform((code: string) => (Object.hasOwn(PROBLEM_CODES, code) ? (code as ProblemCode) : 'unexpected')),
  ),
);

/** The schema of {@link Problem}. */
export const problemSchema: Schema<Problem> = schemaOf(() =>
  z.object({
    code: problemCode(),
    operation: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    region: text(),
    account: text(),
    awsError: text(),
    requestId: text(),
    httpStatus: z.exactOptional(count()),
    attempts: z.exactOptional(count()),
    missingAction: text(),
    deniedBy: z.exactOptional(z.enum(['scp', 'identity', 'unknown'])),
    remedy: text(),
  }),
);

const textMap: Schema<Record<string, string>> = schemaOf(() => sortedMap(z.string()));

const analyzerMembers = schemaOf(() =>
  z.looseObject({
    arn: name(),
    name: name(),
    type: name(),
    status: name(),
    statusReason: z.exactOptional(z.object({ code: z.string() })),
    createdAt: z.exactOptional(timestamp()),
    lastResourceAnalyzed: text(),
    lastResourceAnalyzedAt: z.exactOptional(timestamp()),
    tags: z.exactOptional(textMap()),
    configuration: z.exactOptional(
      z.unknown().check(z.refine(isPlainJson, `plain JSON of at most ${MAX_JSON_DEPTH} levels`)),
    ),
    managedBy: text(),
    access: z.exactOptional(z.enum(['external', 'unused', 'internal', 'unknown'])),
    zoneOfTrust: z.exactOptional(z.enum(['account', 'organization'])),
  }),
);

/**
 * The schema of {@link Analyzer}. What its ARN and its type imply is taken from them, not from the file, so that an
 * unused-access analyzer can never pass for coverage. Only where the type was never known (`UNKNOWN`) does `access` stand.
 */
export const analyzerSchema: Schema<Analyzer> = schemaOf(() => {
  const members = analyzerMembers();
  const transform = z.transform((given: z.output<typeof members>, { issues }): Analyzer => {
    try {
      return withKnownAccess(toAnalyzer(given), given.access, given.zoneOfTrust);
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      for (const { expected, path } of error.issues) {
        issues.push({ code: 'custom', path: [path], message: expected, input: given });
      }
      return z.NEVER;
    }
  });
  return z.pipe(members, transform);
});

function withKnownAccess(
  analyzer: Analyzer,
  access: AnalyzerAccess | undefined,
  zoneOfTrust: ZoneOfTrust | undefined,
): Analyzer {
  if (analyzer.type !== 'UNKNOWN' || access === undefined) return analyzer;
  const { serviceLinked, ...rest } = analyzer;
  return { ...rest, access, ...(zoneOfTrust === undefined ? {} : { zoneOfTrust }), serviceLinked };
}

const findingMembers = schemaOf(() =>
  z.looseObject({
    id: name(),
    findingType: name(),
    status: name(),
    resource: text(),
    resourceType: name(),
    resourceOwnerAccount: text(),
    createdAt: z.exactOptional(timestamp()),
    analyzedAt: z.exactOptional(timestamp()),
    updatedAt: z.exactOptional(timestamp()),
    error: text(),
    isPublic: flag(),
    principal: z.exactOptional(textMap()),
    action: texts(),
    condition: z.exactOptional(textMap()),
    sources: z.exactOptional(z.array(z.looseObject({ type: name() }))),
    findingDetails: z.exactOptional(z.array(z.looseObject({}))),
    detailsProblem: z.exactOptional(problemSchema()),
  }),
);

/** The schema of {@link Finding}: a type that this release does not know stays, as `Unknown`. */
export const findingSchema: Schema<Finding> = schemaOf(() => {
  const members = findingMembers();
  const transform = z.transform((given: z.output<typeof members>): Finding => {
    const finding = toFinding(given, { api: 'v2' });
    const { detailsProblem } = given;
    return detailsProblem === undefined ? finding : { ...finding, detailsProblem };
  });
  return z.pipe(members, transform);
});

const criterionSchema = schemaOf(() =>
  z.object({
    eq: texts(),
    neq: texts(),
    contains: texts(),
    exists: flag(),
  }),
);

/** The schema of {@link ArchiveRule}. */
export const archiveRuleSchema: Schema<ArchiveRule> = schemaOf(() =>
  z.object({
    ruleName: name(),
    filter: sortedMap(criterionSchema()),
    createdAt: z.exactOptional(timestamp()),
    updatedAt: z.exactOptional(timestamp()),
  }),
);

const byLevel: Schema<Readonly<Record<AccessLevel, number>>> = schemaOf(() =>
  z.object(
    Object.fromEntries(ACCESS_LEVELS.map((level) => [level, count()])) as Record<AccessLevel, z.ZodMiniType<number>>,
  ),
);

const countsSchema: Schema<EvidenceCounts> = schemaOf(() =>
  z.object({
    byStatus: sortedMap(count()),
    unknownStatus: count(),
    activeExternal: z.object({
      total: count(),
      public: count(),
      notPublic: count(),
      publicUnknown: count(),
      byResourceType: sortedMap(count()),
      byLevel: byLevel(),
      unknownActions: count(),
    }),
    activeErrors: count(),
    activeUnknownType: count(),
    activeOther: count(),
  }),
);

const archivedSchema: Schema<ArchivedCounts> = schemaOf(() =>
  z.object({
    total: count(),
    public: count(),
    publicUnknown: count(),
    errors: count(),
    exceedsRead: count(),
  }),
);

const analyzerEvidenceSchema: Schema<AnalyzerEvidence> = schemaOf(() =>
  z.object({
    analyzer: analyzerSchema(),
    state: z.enum(['read', 'partial', 'unreadable', 'skipped']),
    problem: z.exactOptional(problemSchema()),
    detail: z.enum(['findings', 'counts']),
    counts: countsSchema(),
    findings: z.array(findingSchema()),
  }),
);

const suppressedSchema: Schema<SuppressedEvidence> = schemaOf(() =>
  z.object({
    analyzer: name(),
    state: z.enum(['read', 'partial']),
    problems: z.array(problemSchema()),
    archived: archivedSchema(),
    findings: z.array(findingSchema()),
    archiveRules: z.exactOptional(z.array(archiveRuleSchema())),
  }),
);

const regionEvidenceSchema: Schema<RegionEvidence> = schemaOf(() =>
  z.object({
    partition: name(),
    account: accountOrUnknown(),
    region: name(),
    collectedAt: timestamp(),
    state: z.enum(['read', 'unreadable', 'disabled']),
    problem: z.exactOptional(problemSchema()),
    analyzers: z.array(analyzerEvidenceSchema()),
    suppressed: z.exactOptional(z.array(suppressedSchema())),
  }),
);

const organizationSchema: Schema<OrganizationScope> = schemaOf(() =>
  z.object({
    id: text(),
    accounts: sortedNames(accountId()),
    outOfScope: z.exactOptional(z.array(z.object({ account: accountId(), reason: z.string() }))),
  }),
);

const scopeSchema: Schema<Scope> = schemaOf(() =>
  z.object({
    partition: name(),
    account: accountOrUnknown(),
    source: z.enum(['account', 'static', 'selected']),
    regions: sortedNames(name()),
    disabled: sortedNames(name()),
    enabled: z.exactOptional(sortedNames(name())),
    problem: z.exactOptional(problemSchema()),
    organization: z.exactOptional(organizationSchema()),
  }),
);

/**
 * The schema of {@link Evidence}. Members that it does not name are left out: what is not defined is not judged. It
 * checks shapes; {@link parseEvidence} checks also what the parts say about each other.
 */
export const evidenceSchema: Schema<Evidence> = schemaOf(() =>
  z.object({
    schema: z.literal(EVIDENCE_SCHEMA),
    auditId: name(),
    scopes: z.array(scopeSchema()),
    regions: z.array(regionEvidenceSchema()),
  }),
);
