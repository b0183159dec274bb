import type { AccessLevel } from '../access-levels/access-level.ts';
import type { Problem } from '../errors/problem.ts';
import type { AnalyzerStatus, AnalyzerType, ZoneOfTrust } from '../model/analyzer.ts';
import type { ConditionDescription, PrincipalDescription } from '../model/descriptions.ts';
import type { FindingSource, FindingStatus, ResourceControlPolicyRestriction, ResourceType } from '../model/finding.ts';
import type { RiskAssessment, Severity } from '../risk/severity.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';

/** The schema of {@link Verdict}. */
export const VERDICT_SCHEMA = 'access-analyzer-kit/verdict@1';

/** `PASS`: everything in scope was read and nothing is open. `UNKNOWN`: nothing open was seen, but not everything was. */
export type VerdictStatus = 'PASS' | 'FAIL' | 'UNKNOWN';

/** The judgement of some evidence. Plain JSON. */
export interface Verdict {
  readonly schema: typeof VERDICT_SCHEMA;
  /** Of the evidence; absent when a stream was judged without one. */
  readonly auditId?: string;
  readonly ruleId: 'AccessAnalyzer-001';
  readonly title: string;
  readonly riskLevel: 'High';
  /** The policy that judged, in full. */
  readonly policy: Policy;
  readonly status: VerdictStatus;
  /** The status under `strict`; the same as `status` when that is the policy. */
  readonly strictStatus: VerdictStatus;
  /** Whether everything in scope was read and judged: false with any unread, missing or unanalyzable part. */
  readonly complete: boolean;
  readonly scope: VerdictScope;
  readonly zoneOfTrust: VerdictZone;
  /** When the parts were read. Absent members: nothing was read. */
  readonly asOf: { readonly oldest?: string; readonly newest?: string };
  readonly summary: VerdictSummary;
  /** Why this status, FAIL before UNKNOWN before accepted before warning; then by account, Region, analyzer, code. */
  readonly reasons: readonly Reason[];
  /** One for each account and Region in scope or read, ordered. */
  readonly regions: readonly RegionVerdict[];
  /** What the policy's granularity makes of it. */
  readonly results: readonly PolicyResult[];
  /** Who can do what to which resource: one for each access, worst first. In counts mode those of the sample. */
  readonly accesses: readonly Access[];
  /** Resources that AWS could not analyse: they prove nothing. */
  readonly errorFindings: readonly ErrorFinding[];
  /** What is hidden. */
  readonly suppressed: VerdictSuppressed;
}

/** What a verdict is a verdict of. */
export interface VerdictScope {
  readonly accounts: readonly AccountScope[];
  /** For people: `17 of 18 enabled Regions of account 111122223333`. */
  readonly text: string;
}

/** What was to be read in one account, and what was. Region lists are sorted. */
export interface AccountScope {
  readonly partition: string;
  readonly account: string;
  readonly source: 'account' | 'static' | 'selected' | 'unknown';
  /** Regions in scope whose every part was read. */
  readonly read: readonly string[];
  /** Regions in scope that were not, or not all of them. */
  readonly unread: readonly string[];
  /** Regions that are not enabled: not applicable. */
  readonly disabled: readonly string[];
  /** How many Regions the account has enabled. Absent when nothing proves it. */
  readonly enabled?: number;
  /** Accounts of the organization that were left out, and why. */
  readonly outOfScope?: readonly { readonly account: string; readonly reason: string }[];
}

/** Which zone of trust the verdict speaks of. */
export interface VerdictZone {
  readonly wanted: 'either' | ZoneOfTrust;
  /** The zones that cover every Region judged; empty when no single one does. */
  readonly covered: readonly ZoneOfTrust[];
  /** For people; says that an organization analyzer never reports sharing inside the organization. */
  readonly text: string;
}

/** The numbers that every format shows. */
export interface VerdictSummary {
  readonly exposed: ExposedSummary;
  /** ACTIVE findings of external access without `error`, sightings of one access counted each. */
  readonly activeFindings: number;
  readonly errorFindings: number;
  readonly hidden: HiddenSummary;
  readonly regions: RegionsSummary;
  /** Analyzers of unused and internal access, which the rule does not judge, and their active findings where read. */
  readonly notJudged: { readonly analyzers: number; readonly activeFindings: number };
}

/** Open accesses that nobody excused. Where `sampled` is true, the members from `bySeverity` on speak of the findings that were kept. */
export interface ExposedSummary {
  /** Distinct open accesses, and open findings that were counted but not kept (`detail: 'counts'`). */
  readonly accesses: number;
  readonly public: number;
  readonly notPublic: number;
  readonly publicUnknown: number;
  readonly sampled: boolean;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byPrincipal: Readonly<Record<PrincipalDescription['kind'], number>>;
  /** Open accesses that only excused sightings keep out of the status. */
  readonly excused: number;
  /** Open accesses below the policy's `minimumSeverity`. */
  readonly belowMinimum: number;
}

/** Archived findings. */
export interface HiddenSummary {
  /** Findings that are archived; undefined parts were not asked for. */
  readonly archived: number;
  readonly public: number;
  readonly publicUnknown: number;
  readonly errors: number;
  readonly exceedsRead: number;
  readonly archiveRules: number;
  /** Whether all of it was asked for and read. */
  readonly complete: boolean;
}

/** Regions, counted over all accounts. `inScope` = `read` + `unread`; disabled ones are not in scope. */
export interface RegionsSummary {
  readonly inScope: number;
  readonly read: number;
  readonly unread: number;
  readonly disabled: number;
  /** Regions where an ACTIVE, fully read analyzer of the wanted zone covers the account. */
  readonly covered: number;
  readonly acceptedGaps: number;
}

/** The judgement of one Region of one account. */
export interface RegionVerdict {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly status: VerdictStatus | 'NOT_APPLICABLE';
  /** `covered-by-owner`: credited by the organization analyzer of another account. */
  readonly coverage: 'covered' | 'covered-by-owner' | 'not-covered' | 'unread' | 'disabled' | 'accepted';
  /** The zones of trust that cover it. */
  readonly zones: readonly ZoneOfTrust[];
  readonly collectedAt?: string;
  readonly activeFindings: number;
  readonly errorFindings: number;
  readonly archivedFindings: number;
  readonly analyzers: readonly RegionAnalyzer[];
  readonly problem?: Problem;
}

/** One analyzer of a Region, as the verdict saw it. */
export interface RegionAnalyzer {
  readonly arn: string;
  readonly name: string;
  readonly type: AnalyzerType;
  readonly status: AnalyzerStatus;
  readonly state: 'read' | 'partial' | 'unreadable' | 'skipped';
  readonly serviceLinked: boolean;
  /** When the analyzer was made: a later one under the same ARN is another analyzer. */
  readonly createdAt?: string;
  readonly activeFindings: number;
  readonly problem?: Problem;
}

/** One result at the policy's granularity. */
export interface PolicyResult {
  readonly account: string;
  readonly region?: string;
  readonly analyzer?: string;
  readonly status: VerdictStatus;
  /** One sentence. */
  readonly text: string;
}

/** The same access, whatever the Region, analyzer or finding id: who can do what to which resource. */
export interface Access {
  /** See {@link accessId}. */
  readonly accessId: string;
  /** See {@link fingerprint}: the fingerprint of the newest open sighting, else of the newest. */
  readonly fingerprint: string;
  /** `ACTIVE`: any sighting is ACTIVE and not excused. `EXCUSED`: those that are ACTIVE are all excused. Else the newest sighting's. */
  readonly status: 'ACTIVE' | 'EXCUSED' | FindingStatus;
  /** Whether it makes the verdict FAIL: ACTIVE and not below the minimum severity. */
  readonly fails: boolean;
  readonly partition: string;
  readonly resource?: string;
  readonly resourceType: ResourceType;
  readonly resourceOwnerAccount?: string;
  readonly principal: PrincipalDescription;
  /** AWS's principal map as it came. */
  readonly awsPrincipal: Readonly<Record<string, string>>;
  readonly conditions: readonly ConditionDescription[];
  readonly actions: readonly string[];
  readonly levels: readonly AccessLevel[];
  /** Actions whose level this release does not know. */
  readonly unknownActions: readonly string[];
  /** Null: AWS did not say. */
  readonly isPublic: boolean | null;
  readonly sources: readonly FindingSource[];
  readonly resourceControlPolicyRestriction?: ResourceControlPolicyRestriction;
  readonly risk: RiskAssessment;
  /** The earliest `createdAt` of its sightings. */
  readonly firstSeen?: string;
  /** The latest `updatedAt` of its sightings. */
  readonly updatedAt?: string;
  /** Whole days from `firstSeen` to the newest read. */
  readonly ageDays?: number;
  /** One for each finding that shows it, ordered by account, Region, analyzer, id. */
  readonly sightings: readonly Sighting[];
}

/** One finding that shows an access. */
export interface Sighting {
  /** The account whose credentials read it. */
  readonly account: string;
  readonly region: string;
  /** The analyzer's ARN. */
  readonly analyzer: string;
  readonly zoneOfTrust?: ZoneOfTrust;
  readonly findingId: string;
  readonly status: FindingStatus;
  readonly fingerprint: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly analyzedAt?: string;
  /** Who excused it and until when, under the policy's exceptions. */
  readonly excused?: { readonly owner: string; readonly reason: string; readonly expires: string };
}

/** An error finding: AWS could not analyse the resource. */
export interface ErrorFinding {
  readonly account: string;
  readonly region: string;
  readonly analyzer: string;
  readonly findingId: string;
  readonly resource?: string;
  readonly resourceType: ResourceType;
  readonly error: string;
}

/** What is hidden, by name where it matters. */
export interface VerdictSuppressed {
  /** Archived findings that are public, or may be: by name, PASS too. */
  readonly public: readonly HiddenFinding[];
  /** Archived findings, not public, whose level exceeds Read. */
  readonly exceedsRead: readonly HiddenFinding[];
  readonly errors: readonly HiddenFinding[];
  readonly archiveRules: readonly HiddenRule[];
  /** What could not be read about it. No reason for UNKNOWN. */
  readonly problems: readonly Problem[];
}

/** One archived finding. */
export interface HiddenFinding {
  readonly account: string;
  readonly region: string;
  readonly analyzer: string;
  readonly findingId: string;
  readonly resource?: string;
  readonly resourceType: ResourceType;
  readonly principal: PrincipalDescription;
  readonly levels: readonly AccessLevel[];
  /** Null: AWS did not say. */
  readonly isPublic: boolean | null;
}

/** One archive rule. */
export interface HiddenRule {
  readonly account: string;
  readonly region: string;
  readonly analyzer: string;
  readonly ruleName: string;
  /** Whether it can archive public access: nothing in its filter rules it out. */
  readonly canHidePublic: boolean;
}
