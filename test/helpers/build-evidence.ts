import type { ProblemCode } from '../../src/errors/problem.ts';
import { toAnalyzer } from '../../src/model/to-analyzer.ts';
import { countEvidence } from '../../src/model/evidence-counter.ts';
import {
  EVIDENCE_SCHEMA,
  type AnalyzerEvidence,
  type Evidence,
  type RegionEvidence,
  type Scope,
  type SuppressedEvidence,
} from '../../src/model/evidence.ts';
import type { ExternalAccessFinding, Finding } from '../../src/model/finding.ts';
import type { Problem } from '../../src/errors/problem.ts';

/** A finding in few words: what differs from {@link buildFinding}'s; null takes a member away. */
export type FindingDraft = Readonly<Record<string, unknown>>;

/** An analyzer in few words: what differs from a healthy ACCOUNT analyzer. */
export interface AnalyzerDraft {
  readonly name?: string;
  readonly type?: string;
  readonly status?: string;
  readonly statusReason?: string;
  /** The owner; the reading account unless said. */
  readonly account?: string;
  readonly region?: string;
  readonly createdAt?: string | null;
  readonly lastResourceAnalyzedAt?: string | null;
  readonly fresh?: boolean;
  readonly state?: AnalyzerEvidence['state'];
  readonly problem?: ProblemCode;
  readonly detail?: AnalyzerEvidence['detail'];
  readonly findings?: readonly FindingDraft[];
  /** How many of the findings are kept, while all are counted. */
  readonly kept?: number;
  /** How many of the findings are counted, while all are kept. */
  readonly counted?: number;
}

/** A Region in few words. */
export type RegionDraft =
  | 'clean'
  | 'none'
  | 'lost'
  | 'disabled'
  | 'said-disabled'
  | {
      readonly problem?: ProblemCode;
      readonly analyzers?: readonly AnalyzerDraft[];
      readonly suppressed?: readonly {
        readonly analyzer?: string;
        readonly state?: 'read' | 'partial';
        readonly problem?: ProblemCode;
        readonly findings?: readonly FindingDraft[];
      }[];
    };

/** An account in few words. */
export interface AccountDraft {
  readonly account?: string;
  readonly source?: Scope['source'];
  readonly enabled?: readonly string[];
  readonly scopeProblem?: ProblemCode;
  readonly organization?: readonly string[];
  readonly collectedAt?: string;
  readonly regions: Readonly<Record<string, RegionDraft>>;
}

export const ACCOUNT = '111122223333';
export const COLLECTED_AT = '2026-11-23T12:00:00.000Z';

/** The evidence of one account. */
export function buildEvidence(draft: AccountDraft, auditId = 'audit'): Evidence {
  const account = draft.account ?? ACCOUNT;
  const names = Object.keys(draft.regions).sort();
  const disabled = names.filter((name) => draft.regions[name] === 'disabled');
  const scope: Scope = {
    partition: 'aws',
    account,
    source: draft.source ?? 'account',
    regions: names.filter((name) => !disabled.includes(name)),
    disabled,
    ...(draft.enabled === undefined ? {} : { enabled: draft.enabled }),
    ...(draft.scopeProblem === undefined ? {} : { problem: buildProblem(draft.scopeProblem, account) }),
    ...(draft.organization === undefined
      ? {}
      : { organization: { id: 'o-exampleorgid', accounts: draft.organization } }),
  };
  return {
    schema: EVIDENCE_SCHEMA,
    auditId,
    scopes: [scope],
    regions: names.flatMap((name) => {
      const region = draft.regions[name];
      return region === undefined || region === 'lost' ? [] : [buildRegion(account, name, region, draft.collectedAt)];
    }),
  };
}

/** The record of one Region. */
export function buildRegion(
  account: string,
  region: string,
  draft: Exclude<RegionDraft, 'lost'>,
  collectedAt: string = COLLECTED_AT,
): RegionEvidence {
  const base = { partition: 'aws', account, region, collectedAt };
  if (draft === 'disabled' || draft === 'said-disabled') return { ...base, state: 'disabled', analyzers: [] };
  if (draft === 'none') return { ...base, state: 'read', analyzers: [] };
  const {
    problem,
    analyzers = [],
    suppressed,
  } = draft === 'clean' ? { analyzers: [{}] } : { suppressed: undefined, ...draft };
  const built = analyzers.map((analyzer) => buildAnalyzer(account, region, analyzer));
  return {
    ...base,
    ...(problem === undefined
      ? { state: 'read' }
      : { state: 'unreadable', problem: buildProblem(problem, account, region) }),
    analyzers: built,
    ...(suppressed === undefined
      ? {}
      : {
          suppressed: suppressed.map((hidden): SuppressedEvidence =>
            buildSuppressed(hidden, built[0]?.analyzer.arn ?? 'no analyzer', account, region),
          ),
        }),
  };
}

function buildSuppressed(
  draft: {
    readonly state?: 'read' | 'partial';
    readonly problem?: ProblemCode;
    readonly findings?: readonly FindingDraft[];
  },
  analyzer: string,
  account: string,
  region: string,
): SuppressedEvidence {
  const findings = (draft.findings ?? []).map((finding, index) => buildFinding({ id: `hidden-${index}`, ...finding }));
  const external = findings.filter(
    (finding): finding is ExternalAccessFinding => finding.findingType === 'ExternalAccess',
  );
  return {
    analyzer,
    state: draft.state ?? 'read',
    problems: draft.problem === undefined ? [] : [buildProblem(draft.problem, account, region)],
    archived: {
      total: findings.length,
      public: external.filter(({ isPublic }) => isPublic === true).length,
      publicUnknown: external.filter(({ isPublic }) => isPublic === undefined).length,
      errors: findings.filter(({ error }) => error !== undefined).length,
      exceedsRead: 0,
    },
    findings,
    archiveRules: [],
  };
}

/** What was read of one analyzer. */
export function buildAnalyzer(account: string, region: string, draft: AnalyzerDraft = {}): AnalyzerEvidence {
  const { name = 'external', type = 'ACCOUNT', status = 'ACTIVE' } = draft;
  const createdAt = draft.fresh === true ? '2026-11-23T11:00:00.000Z' : (draft.createdAt ?? '2026-01-01T00:00:00.000Z');
  const analyzed =
    draft.lastResourceAnalyzedAt === undefined ? '2026-11-23T10:00:00.000Z' : draft.lastResourceAnalyzedAt;
  const analyzer = toAnalyzer({
    arn: `arn:aws:access-analyzer:${draft.region ?? region}:${draft.account ?? account}:analyzer/${name}`,
    name,
    type,
    status,
    ...(draft.createdAt === null ? {} : { createdAt }),
    ...(analyzed === null || draft.fresh === true ? {} : { lastResourceAnalyzedAt: analyzed }),
    ...(draft.statusReason === undefined ? {} : { statusReason: { code: draft.statusReason } }),
  });
  const findings = (draft.findings ?? []).map((finding, index) => buildFinding({ id: `finding-${index}`, ...finding }));
  return {
    analyzer,
    state: draft.state ?? 'read',
    ...(draft.problem === undefined ? {} : { problem: buildProblem(draft.problem, account, region) }),
    detail: draft.detail ?? 'findings',
    counts: countEvidence(findings.slice(0, draft.counted)),
    findings: findings.slice(0, draft.kept),
  };
}

/** An ACTIVE cross-account S3 finding at level Read, with what differs. */
export function buildFinding(draft: FindingDraft = {}): Finding {
  const members: Record<string, unknown> = {
    id: 'finding',
    findingType: 'ExternalAccess',
    resource: 'arn:aws:s3:::bucket',
    resourceType: 'AWS::S3::Bucket',
    resourceOwnerAccount: ACCOUNT,
    status: 'ACTIVE',
    createdAt: '2026-11-01T00:00:00.000Z',
    analyzedAt: '2026-11-23T10:00:00.000Z',
    updatedAt: '2026-11-01T00:00:00.000Z',
    principal: { AWS: '444455556666' },
    action: ['s3:GetObject'],
    condition: {},
    isPublic: false,
    ...draft,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null)) as unknown as Finding;
}

export function buildProblem(code: ProblemCode, account: string = ACCOUNT, region?: string): Problem {
  return {
    code,
    operation: 'ListFindings',
    message: `${code}${region === undefined ? '' : ` in ${region}`}.`,
    retryable: code === 'throttled' || code === 'timeout',
    account,
    ...(region === undefined ? {} : { region }),
    remedy: `Repair ${code}.`,
  };
}

/** Freezes a value to its leaves, so that a write to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
  }
  return value;
}
