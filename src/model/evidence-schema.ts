import * as v from 'valibot';
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
import { schemaOf, type Schema, type ValueSchema } from './schema.ts';
import { looseObjectOf, memberOf, objectOf, recordOf } from './object-schema.ts';
import { accountId, nonEmptyText, wholeNumber } from './value-schemas.ts';
import { isPlainJson, MAX_JSON_DEPTH } from './plain-json.ts';
import { toAnalyzer } from './to-analyzer.ts';
import { toFinding } from './to-finding.ts';
import { toTimestamp } from './timestamp.ts';

const name = /* @__PURE__ */ schemaOf(nonEmptyText);
const text = /* @__PURE__ */ schemaOf(() => v.exactOptional(v.string()));
const texts = /* @__PURE__ */ schemaOf(() => v.exactOptional(v.array(v.string())));
const flag = /* @__PURE__ */ schemaOf(() => v.exactOptional(v.boolean()));
const count = /* @__PURE__ */ schemaOf(() => wholeNumber(0, 'a count, 0 or more'));
const accountOrUnknown: Schema<string> = /* @__PURE__ */ schemaOf(() =>
  v.pipe(
    v.string(),
    v.check(
      (value) => value === UNKNOWN_ACCOUNT || /^\d{12}$/.test(value),
      `an account of twelve digits, or "${UNKNOWN_ACCOUNT}"`,
    ),
  ),
);

/** Any RFC 3339 time becomes the one form that can be compared as text. */
const timestamp: Schema<string> = /* @__PURE__ */ schemaOf(() =>
  v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const canonical = toTimestamp(dataset.value);
      if (canonical !== undefined) return canonical;
      addIssue({ message: 'an ISO 8601 time' });
      return NEVER;
    }),
  ),
);

/** Texts without repetition, sorted, so that the order in a file means nothing. */
function sortedNames(member: ValueSchema<string>): ValueSchema<string[]> {
  return v.pipe(
    v.array(member),
    v.transform((values: string[]) => [...new Set(values)].sort(compareStrings)),
  );
}

function sortedMap<T>(member: ValueSchema<T>): ValueSchema<Record<string, T>> {
  return v.pipe(
    recordOf(member),
    v.transform((values: Record<string, T>) =>
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
const problemCode: Schema<ProblemCode> = /* @__PURE__ */ schemaOf(() =>
  v.pipe(
    name(),
    v.transform((code: string) => (Object.hasOwn(PROBLEM_CODES, code) ? (code as ProblemCode) : 'unexpected')),
  ),
);

/** The schema of {@link Problem}. */
export const problemSchema: Schema<Problem> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    code: problemCode(),
    operation: v.string(),
    message: v.string(),
    retryable: v.boolean(),
    region: text(),
    account: text(),
    awsError: text(),
    requestId: text(),
    httpStatus: v.exactOptional(count()),
    attempts: v.exactOptional(count()),
    missingAction: text(),
    deniedBy: v.exactOptional(v.picklist(['scp', 'identity', 'unknown'])),
    remedy: text(),
  }),
);

const textMap: Schema<Record<string, string>> = /* @__PURE__ */ schemaOf(() => sortedMap(v.string()));

const analyzerMembers = /* @__PURE__ */ schemaOf(() =>
  looseObjectOf({
    arn: name(),
    name: name(),
    type: name(),
    status: name(),
    statusReason: v.exactOptional(objectOf({ code: v.string() })),
    createdAt: v.exactOptional(timestamp()),
    lastResourceAnalyzed: text(),
    lastResourceAnalyzedAt: v.exactOptional(timestamp()),
    tags: v.exactOptional(textMap()),
    configuration: v.exactOptional(v.custom(isPlainJson, `plain JSON of at most ${MAX_JSON_DEPTH} levels`)),
    managedBy: text(),
    access: v.exactOptional(v.picklist(['external', 'unused', 'internal', 'unknown'])),
    zoneOfTrust: v.exactOptional(v.picklist(['account', 'organization'])),
  }),
);

/**
 * The schema of {@link Analyzer}. What its ARN and its type imply is taken from them, not from the file, so that an
 * unused-access analyzer can never pass for coverage. Only where the type was never known (`UNKNOWN`) does `access` stand.
 */
export const analyzerSchema: Schema<Analyzer> = /* @__PURE__ */ schemaOf(() =>
  v.pipe(
    analyzerMembers(),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }): Analyzer => {
      try {
        return withKnownAccess(toAnalyzer(value), value.access, value.zoneOfTrust);
      } catch (error) {
        if (!(error instanceof InvalidInputError)) throw error;
        for (const { expected, path } of error.issues) addIssue({ message: expected, path: [memberOf(value, path)] });
        return NEVER;
      }
    }),
  ),
);

function withKnownAccess(
  analyzer: Analyzer,
  access: AnalyzerAccess | undefined,
  zoneOfTrust: ZoneOfTrust | undefined,
): Analyzer {
  if (analyzer.type !== 'UNKNOWN' || access === undefined) return analyzer;
  const { serviceLinked, ...rest } = analyzer;
  return { ...rest, access, ...(zoneOfTrust === undefined ? {} : { zoneOfTrust }), serviceLinked };
}

const findingMembers = /* @__PURE__ */ schemaOf(() =>
  looseObjectOf({
    id: name(),
    findingType: name(),
    status: name(),
    resource: text(),
    resourceType: name(),
    resourceOwnerAccount: text(),
    createdAt: v.exactOptional(timestamp()),
    analyzedAt: v.exactOptional(timestamp()),
    updatedAt: v.exactOptional(timestamp()),
    error: text(),
    isPublic: flag(),
    principal: v.exactOptional(textMap()),
    action: texts(),
    condition: v.exactOptional(textMap()),
    sources: v.exactOptional(v.array(looseObjectOf({ type: name() }))),
    findingDetails: v.exactOptional(v.array(looseObjectOf({}))),
    detailsProblem: v.exactOptional(problemSchema()),
  }),
);

/** The schema of {@link Finding}: a type that this release does not know stays, as `Unknown`. */
export const findingSchema: Schema<Finding> = /* @__PURE__ */ schemaOf(() =>
  v.pipe(
    findingMembers(),
    v.transform((given): Finding => {
      const finding = toFinding(given, { api: 'v2' });
      const { detailsProblem } = given;
      return detailsProblem === undefined ? finding : { ...finding, detailsProblem };
    }),
  ),
);

const criterionSchema = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    eq: texts(),
    neq: texts(),
    contains: texts(),
    exists: flag(),
  }),
);

/** The schema of {@link ArchiveRule}. */
export const archiveRuleSchema: Schema<ArchiveRule> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    ruleName: name(),
    filter: sortedMap(criterionSchema()),
    createdAt: v.exactOptional(timestamp()),
    updatedAt: v.exactOptional(timestamp()),
  }),
);

const byLevel: Schema<Readonly<Record<AccessLevel, number>>> = /* @__PURE__ */ schemaOf(() =>
  objectOf(
    Object.fromEntries(ACCESS_LEVELS.map((level) => [level, count()])) as Record<AccessLevel, ValueSchema<number>>,
  ),
);

const countsSchema: Schema<EvidenceCounts> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    byStatus: sortedMap(count()),
    unknownStatus: count(),
    activeExternal: objectOf({
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

const archivedSchema: Schema<ArchivedCounts> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    total: count(),
    public: count(),
    publicUnknown: count(),
    errors: count(),
    exceedsRead: count(),
  }),
);

const analyzerEvidenceSchema: Schema<AnalyzerEvidence> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    analyzer: analyzerSchema(),
    state: v.picklist(['read', 'partial', 'unreadable', 'skipped']),
    problem: v.exactOptional(problemSchema()),
    detail: v.picklist(['findings', 'counts']),
    counts: countsSchema(),
    findings: v.array(findingSchema()),
  }),
);

const suppressedSchema: Schema<SuppressedEvidence> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    analyzer: name(),
    state: v.picklist(['read', 'partial']),
    problems: v.array(problemSchema()),
    archived: archivedSchema(),
    findings: v.array(findingSchema()),
    archiveRules: v.exactOptional(v.array(archiveRuleSchema())),
  }),
);

const regionEvidenceSchema: Schema<RegionEvidence> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    partition: name(),
    account: accountOrUnknown(),
    region: name(),
    collectedAt: timestamp(),
    oldestReadAt: v.exactOptional(timestamp()),
    state: v.picklist(['read', 'unreadable', 'disabled']),
    problem: v.exactOptional(problemSchema()),
    analyzers: v.array(analyzerEvidenceSchema()),
    suppressed: v.exactOptional(v.array(suppressedSchema())),
  }),
);

const organizationSchema: Schema<OrganizationScope> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    id: text(),
    accounts: sortedNames(accountId()),
    outOfScope: v.exactOptional(v.array(objectOf({ account: accountId(), reason: v.string() }))),
  }),
);

const scopeSchema: Schema<Scope> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    partition: name(),
    account: accountOrUnknown(),
    source: v.picklist(['account', 'static', 'selected']),
    regions: sortedNames(name()),
    disabled: sortedNames(name()),
    enabled: v.exactOptional(sortedNames(name())),
    problem: v.exactOptional(problemSchema()),
    organization: v.exactOptional(organizationSchema()),
  }),
);

/**
 * The schema of {@link Evidence}. Members that it does not name are left out: what is not defined is not judged. It
 * checks shapes; {@link parseEvidence} checks also what the parts say about each other.
 */
export const evidenceSchema: Schema<Evidence> = /* @__PURE__ */ schemaOf(() =>
  objectOf({
    schema: v.literal(EVIDENCE_SCHEMA),
    auditId: name(),
    scopes: v.array(scopeSchema()),
    regions: v.array(regionEvidenceSchema()),
  }),
);
