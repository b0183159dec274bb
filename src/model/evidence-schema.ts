import { z } from 'zod';
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
import { toAnalyzer } from './to-analyzer.ts';
import { toFinding } from './to-finding.ts';
import { toTimestamp } from './timestamp.ts';

const name: z.ZodType<string> = z.string().min(1, 'a text that is not empty');
const count: z.ZodType<number> = z.int().nonnegative('a count, 0 or more');
const accountId: z.ZodType<string> = z.string().regex(/^\d{12}$/, 'an account of twelve digits');
const accountOrUnknown: z.ZodType<string> = z
  .string()
  .refine(
    (value) => value === UNKNOWN_ACCOUNT || /^\d{12}$/.test(value),
    `an account of twelve digits, or "${UNKNOWN_ACCOUNT}"`,
  );

/** Any RFC 3339 time becomes the one form that can be compared as text. */
const timestamp: z.ZodType<string> = z.string().transform((value, context) => {
  const canonical = toTimestamp(value);
  if (canonical !== undefined) return canonical;
  context.addIssue({ code: 'custom', message: 'an ISO 8601 time' });
  return z.NEVER;
});

/** Texts without repetition, sorted, so that the order in a file means nothing. */
function sortedNames(member: z.ZodType<string>): z.ZodType<string[]> {
  return z.array(member).transform((values) => [...new Set(values)].sort(compareStrings));
}

function sortedMap<T>(member: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z
    .record(z.string(), member)
    .transform((values) =>
      Object.fromEntries(Object.entries(values).sort(([left], [right]) => compareStrings(left, right))),
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
const problemCode: z.ZodType<ProblemCode> = name.transform((code) =>
  Object.hasOwn(PROBLEM_CODES, code) ? (code as ProblemCode) : 'unexpected',
);

/** The schema of {@link Problem}. */
export const problemSchema: z.ZodType<Problem> = z.object({
  code: problemCode,
  operation: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  region: z.string().exactOptional(),
  account: z.string().exactOptional(),
  awsError: z.string().exactOptional(),
  requestId: z.string().exactOptional(),
  httpStatus: count.exactOptional(),
  attempts: count.exactOptional(),
  missingAction: z.string().exactOptional(),
  deniedBy: z.enum(['scp', 'identity', 'unknown']).exactOptional(),
  remedy: z.string().exactOptional(),
});

/** Deeper than anything that AWS nests, and far from what exhausts a stack. */
const MAX_DEPTH = 32;

function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((item): unknown[] => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    if (level.length === 0) return true;
  }
  return false;
}

const textMap: z.ZodType<Record<string, string>> = sortedMap(z.string());

const analyzerMembers = z.looseObject({
  arn: name,
  name,
  type: name,
  status: name,
  statusReason: z.object({ code: z.string() }).exactOptional(),
  createdAt: timestamp.exactOptional(),
  lastResourceAnalyzed: z.string().exactOptional(),
  lastResourceAnalyzedAt: timestamp.exactOptional(),
  tags: textMap.exactOptional(),
  configuration: z.unknown().refine(isShallow, `plain JSON of at most ${MAX_DEPTH} levels`).exactOptional(),
  managedBy: z.string().exactOptional(),
  access: z.enum(['external', 'unused', 'internal', 'unknown']).exactOptional(),
  zoneOfTrust: z.enum(['account', 'organization']).exactOptional(),
});

/**
 * The schema of {@link Analyzer}. What its ARN and its type imply is taken from them, not from the file, so that an
 * unused-access analyzer can never pass for coverage. Only where the type was never known (`UNKNOWN`) does `access` stand.
 */
export const analyzerSchema: z.ZodType<Analyzer> = analyzerMembers.transform((members, context): Analyzer => {
  try {
    return withKnownAccess(toAnalyzer(members), members.access, members.zoneOfTrust);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    for (const issue of error.issues) {
      context.addIssue({ code: 'custom', path: [issue.path], message: issue.expected });
    }
    return z.NEVER;
  }
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

const findingMembers = z.looseObject({
  id: name,
  findingType: name,
  status: name,
  resource: z.string().exactOptional(),
  resourceType: name,
  resourceOwnerAccount: z.string().exactOptional(),
  createdAt: timestamp.exactOptional(),
  analyzedAt: timestamp.exactOptional(),
  updatedAt: timestamp.exactOptional(),
  error: z.string().exactOptional(),
  isPublic: z.boolean().exactOptional(),
  principal: textMap.exactOptional(),
  action: z.array(z.string()).exactOptional(),
  condition: textMap.exactOptional(),
  sources: z.array(z.looseObject({ type: name })).exactOptional(),
  findingDetails: z.array(z.looseObject({})).exactOptional(),
  detailsProblem: problemSchema.exactOptional(),
});

/** The schema of {@link Finding}: a type that this release does not know stays, as `Unknown`. */
export const findingSchema: z.ZodType<Finding> = findingMembers.transform((members): Finding => {
  const finding = toFinding(members, { api: 'v2' });
  const { detailsProblem } = members;
  return detailsProblem === undefined ? finding : { ...finding, detailsProblem };
});

const criterionSchema = z.object({
  eq: z.array(z.string()).exactOptional(),
  neq: z.array(z.string()).exactOptional(),
  contains: z.array(z.string()).exactOptional(),
  exists: z.boolean().exactOptional(),
});

/** The schema of {@link ArchiveRule}. */
export const archiveRuleSchema: z.ZodType<ArchiveRule> = z.object({
  ruleName: name,
  filter: sortedMap(criterionSchema),
  createdAt: timestamp.exactOptional(),
  updatedAt: timestamp.exactOptional(),
});

const byLevel: z.ZodType<Readonly<Record<AccessLevel, number>>> = z.object(
  Object.fromEntries(ACCESS_LEVELS.map((level) => [level, count])) as Record<AccessLevel, z.ZodType<number>>,
);

const countsSchema: z.ZodType<EvidenceCounts> = z.object({
  byStatus: sortedMap(count),
  unknownStatus: count,
  activeExternal: z.object({
    total: count,
    public: count,
    notPublic: count,
    publicUnknown: count,
    byResourceType: sortedMap(count),
    byLevel,
    unknownActions: count,
  }),
  activeErrors: count,
  activeUnknownType: count,
  activeOther: count,
});

const archivedSchema: z.ZodType<ArchivedCounts> = z.object({
  total: count,
  public: count,
  publicUnknown: count,
  errors: count,
  exceedsRead: count,
});

const analyzerEvidenceSchema: z.ZodType<AnalyzerEvidence> = z.object({
  analyzer: analyzerSchema,
  state: z.enum(['read', 'partial', 'unreadable', 'skipped']),
  problem: problemSchema.exactOptional(),
  detail: z.enum(['findings', 'counts']),
  counts: countsSchema,
  findings: z.array(findingSchema),
});

const suppressedSchema: z.ZodType<SuppressedEvidence> = z.object({
  analyzer: name,
  state: z.enum(['read', 'partial']),
  problems: z.array(problemSchema),
  archived: archivedSchema,
  findings: z.array(findingSchema),
  archiveRules: z.array(archiveRuleSchema).exactOptional(),
});

const regionEvidenceSchema: z.ZodType<RegionEvidence> = z.object({
  partition: name,
  account: accountOrUnknown,
  region: name,
  collectedAt: timestamp,
  state: z.enum(['read', 'unreadable', 'disabled']),
  problem: problemSchema.exactOptional(),
  analyzers: z.array(analyzerEvidenceSchema),
  suppressed: z.array(suppressedSchema).exactOptional(),
});

const organizationSchema: z.ZodType<OrganizationScope> = z.object({
  id: z.string().exactOptional(),
  accounts: sortedNames(accountId),
  outOfScope: z.array(z.object({ account: accountId, reason: z.string() })).exactOptional(),
});

const scopeSchema: z.ZodType<Scope> = z.object({
  partition: name,
  account: accountOrUnknown,
  source: z.enum(['account', 'static', 'selected']),
  regions: sortedNames(name),
  disabled: sortedNames(name),
  enabled: sortedNames(name).exactOptional(),
  problem: problemSchema.exactOptional(),
  organization: organizationSchema.exactOptional(),
});

/**
 * The schema of {@link Evidence}. Members that it does not name are left out: what is not defined is not judged. It
 * checks shapes; {@link parseEvidence} checks also what the parts say about each other.
 */
export const evidenceSchema: z.ZodType<Evidence> = z.object({
  schema: z.literal(EVIDENCE_SCHEMA),
  auditId: name,
  scopes: z.array(scopeSchema),
  regions: z.array(regionEvidenceSchema),
});
