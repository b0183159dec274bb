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
  /** The version of this form. Reports refuse a verdict of another one. */
  readonly schema: typeof VERDICT_SCHEMA;
  /** Of the evidence; absent when a stream was judged without one. */
  readonly auditId?: string;
  readonly ruleId: 'AccessAnalyzer-001';
  /** `IAM Access Analyzer Findings`. */
  readonly title: string;
  /** Of the rule, in every verdict; how bad one access is says `Access.risk`. */
  readonly riskLevel: 'High';
  /** The policy that judged, in full. */
  readonly policy: Policy;
  /** Under `policy`. FAIL beats UNKNOWN, however much could not be read. */
  readonly status: VerdictStatus;
  /** The status under `strict`; the same as `status` when that is the policy. */
  readonly strictStatus: VerdictStatus;
  /** Whether everything in scope was read and judged: false with any unread, missing or unanalyzable part. */
  readonly complete: boolean;
  /** Which Regions of which accounts: a PASS says nothing of any other. */
  readonly scope: VerdictScope;
  /** Access from inside the zone of trust is no finding, so the verdict says nothing of it. */
  readonly zoneOfTrust: VerdictZone;
  /** When the parts were read. Absent members: nothing was read. */
  readonly asOf: { readonly oldest?: string; readonly newest?: string };
  /** Over all accounts and Regions. In counts mode it counts findings that `accesses` does not list. */
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
  /** One for each partition and account in scope or read, ordered. */
  readonly accounts: readonly AccountScope[];
  /** For people: `account 111122223333: 17 of 18 enabled Regions read`. */
  readonly text: string;
}

/** What was to be read in one account, and what was. Region lists are sorted. */
export interface AccountScope {
  /** As in ARNs: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Twelve digits, or `unknown`. */
  readonly account: string;
  /**
   * Where the list of Regions comes from, as `Scope.source`. `unknown`: there is evidence of the account but no scope.
   */
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
  /** The policy's. `either`: in each Region one zone is enough, whichever it is. */
  readonly wanted: 'either' | ZoneOfTrust;
  /** The zones that cover every Region judged; empty when no single one does. */
  readonly covered: readonly ZoneOfTrust[];
  /** For people; says that an organization analyzer never reports sharing inside the organization. */
  readonly text: string;
}

/** The numbers that every format shows. */
export interface VerdictSummary {
  /** Counts accesses, where `activeFindings` counts findings. */
  readonly exposed: ExposedSummary;
  /** ACTIVE findings of external access without `error`, sightings of one access counted each. */
  readonly activeFindings: number;
  /**
   * ACTIVE findings with `error`, of analyzers of external access or of unknown type. In counts mode those that were
   * not kept too.
   */
  readonly errorFindings: number;
  /** Of analyzers of external access or of unknown type. */
  readonly hidden: HiddenSummary;
  /** A Region of two accounts counts twice. */
  readonly regions: RegionsSummary;
  /** Analyzers of unused and internal access, which the rule does not judge, and their active findings where read. */
  readonly notJudged: { readonly analyzers: number; readonly activeFindings: number };
}

/** Open accesses that nobody excused. Where `sampled` is true, the members from `bySeverity` on speak of the findings that were kept. */
export interface ExposedSummary {
  /** Distinct open accesses, and open findings that were counted but not kept (`detail: 'counts'`). */
  readonly accesses: number;
  /** Accesses whose `isPublic` is true, and findings that were counted as such but not kept. */
  readonly public: number;
  /** Accesses whose `isPublic` is false, and findings that were counted as such but not kept. */
  readonly notPublic: number;
  /** Accesses whose `isPublic` is null, and findings without `isPublic` that were counted but not kept. */
  readonly publicUnknown: number;
  /** Whether open findings were counted that no access in `Verdict.accesses` shows. */
  readonly sampled: boolean;
  /** By `Access.risk`. Every severity is a member, those with 0 too. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** By `Access.principal`. Every kind is a member, those with 0 too. */
  readonly byPrincipal: Readonly<Record<PrincipalDescription['kind'], number>>;
  /** Open accesses that only excused sightings keep out of the status. */
  readonly excused: number;
  /** Open accesses below the policy's `minimumSeverity`. */
  readonly belowMinimum: number;
}

/** Archived findings. */
export interface HiddenSummary {
  /** Archived findings of any kind that were seen; 0 too where they were not asked for. */
  readonly archived: number;
  /** External access with `isPublic` true. */
  readonly public: number;
  /** External access without `error` of which AWS did not say whether it is public. */
  readonly publicUnknown: number;
  /** Findings with `error`. */
  readonly errors: number;
  /**
   * With a level of Write, Permissions or Tagging, an action that this release does not know, or no action. Public ones
   * are counted here too, where the list in `VerdictSuppressed` leaves them out.
   */
  readonly exceedsRead: number;
  /**
   * Rules that were read, whether they hide anything or not; 0 too where they could not be read or were not asked for.
   */
  readonly archiveRules: number;
  /** Whether all of it was asked for and read. */
  readonly complete: boolean;
}

/** Regions, counted over all accounts. `inScope` = `read` + `unread`; disabled ones are not in scope. */
export interface RegionsSummary {
  /** In a scope or with a record, and not proven to be disabled. */
  readonly inScope: number;
  /**
   * All analyzers were listed, and all ACTIVE findings of those of external access or of unknown type; that another
   * account's analyzer refused is no loss. A Region without an analyzer is read, and not covered.
   */
  readonly read: number;
  /** The others in scope: without a record, or not read in full. */
  readonly unread: number;
  /** ListRegions says that the account has not enabled them. */
  readonly disabled: number;
  /** Regions where an ACTIVE, fully read analyzer of the wanted zone covers the account. */
  readonly covered: number;
  /** Regions with a reason that an accepted gap covers. */
  readonly acceptedGaps: number;
}

/** The judgement of one Region of one account. */
export interface RegionVerdict {
  /** As in ARNs: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** The account whose credentials read it, or were to: twelve digits, or `unknown`. */
  readonly account: string;
  readonly region: string;
  /**
   * By the Region's own reasons, and those of its account that nothing could be read; so each Region may pass where the
   * verdict is UNKNOWN. `NOT_APPLICABLE`: the account has not enabled it.
   */
  readonly status: VerdictStatus | 'NOT_APPLICABLE';
  /**
   * `covered-by-owner`: credited by the organization analyzer of another account. `accepted`: neither read nor covered, or
   * one of the two, and accepted gaps name every reason for it.
   */
  readonly coverage: 'covered' | 'covered-by-owner' | 'not-covered' | 'unread' | 'disabled' | 'accepted';
  /** The zones of trust that cover it. */
  readonly zones: readonly ZoneOfTrust[];
  /** When reading it ended: ISO 8601, UTC, milliseconds. Absent without a record. */
  readonly collectedAt?: string;
  /**
   * When the oldest pass that counts ended, where several were merged: some of the Region may be known from that one alone, so
   * it proves nothing that is newer. Absent when it is the same as `collectedAt`.
   */
  readonly oldestReadAt?: string;
  /** ACTIVE findings of external access without `error`, kept or only counted; excused ones too. */
  readonly activeFindings: number;
  /** ACTIVE findings with `error`, of analyzers of external access or of unknown type. */
  readonly errorFindings: number;
  /**
   * Archived findings of any kind that were seen, of analyzers of external access or of unknown type; 0 too where they
   * were not asked for.
   */
  readonly archivedFindings: number;
  /** All that were listed, of unused and internal access too. Sorted by ARN. */
  readonly analyzers: readonly RegionAnalyzer[];
  /** Why the analyzers could not be listed, or not all; absent else. */
  readonly problem?: Problem;
}

/** One analyzer of a Region, as the verdict saw it. */
export interface RegionAnalyzer {
  /** Its account is the owner's, which need not be the account that read it. */
  readonly arn: string;
  readonly name: string;
  /** `UNKNOWN` when nothing told it. */
  readonly type: AnalyzerType;
  /** `UNKNOWN` when AWS sent none. */
  readonly status: AnalyzerStatus;
  /**
   * `read`: every ACTIVE finding was listed. `partial`: some pages were. `unreadable`: none was. `skipped`: not asked
   * for.
   */
  readonly state: 'read' | 'partial' | 'unreadable' | 'skipped';
  /** Made by an AWS service: nobody else can change it. */
  readonly serviceLinked: boolean;
  /** When the analyzer was made: a later one under the same ARN is another analyzer. */
  readonly createdAt?: string;
  /** ACTIVE findings of external access without `error`; so none of unused and internal access. */
  readonly activeFindings: number;
  /** Why its findings were not all read. Set with `partial` and `unreadable`, and only then. */
  readonly problem?: Problem;
}

/** One result at the policy's granularity. */
export interface PolicyResult {
  /** Twelve digits, or `unknown`. */
  readonly account: string;
  /** Absent when the granularity is `account`. */
  readonly region?: string;
  /** The ARN, when the granularity is `analyzer`: one result for each analyzer that is ACTIVE. */
  readonly analyzer?: string;
  /**
   * By the reasons of this account, Region or analyzer alone: it may be PASS where the verdict is UNKNOWN. An analyzer of
   * another account that refused is UNKNOWN, though no loss to the verdict, unless the policy ignores what it cannot read.
   */
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
  /**
   * Whether it makes the verdict FAIL: ACTIVE, not below the minimum severity, and by a policy that judges access (`cis`
   * does not).
   */
  readonly fails: boolean;
  /** From the resource's ARN, else of the account that was read. */
  readonly partition: string;
  /** The ARN. Absent where AWS names none. */
  readonly resource?: string;
  /** `UNKNOWN` when AWS sent none. */
  readonly resourceType: ResourceType;
  /** Twelve digits, as AWS sent it: absent where it did not, even if the ARN tells. */
  readonly resourceOwnerAccount?: string;
  /** Of the kind `Unknown` when AWS sent none. */
  readonly principal: PrincipalDescription;
  /** AWS's principal map as it came. */
  readonly awsPrincipal: Readonly<Record<string, string>>;
  /** Ordered by key. Empty: AWS sent no condition. */
  readonly conditions: readonly ConditionDescription[];
  /**
   * Of the open sightings together (those that nobody excused, if there are any; of all sightings where none is open):
   * each spelling once, sorted. Empty when AWS sent none.
   */
  readonly actions: readonly string[];
  /** Of the known `actions`, in the order List, Read, Write, Permissions, Tagging. Empty when none is known. */
  readonly levels: readonly AccessLevel[];
  /** Actions whose level this release does not know. */
  readonly unknownActions: readonly string[];
  /** Null: AWS did not say. */
  readonly isPublic: boolean | null;
  /** Empty where AWS sent none. */
  readonly sources: readonly FindingSource[];
  /** Of the newest open sighting, else of the newest. Absent where AWS sent none. */
  readonly resourceControlPolicyRestriction?: ResourceControlPolicyRestriction;
  /** The worst among the sightings that `actions` speaks of. */
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
  /** The Region that was asked. An IAM role is seen in each Region that has an external access analyzer. */
  readonly region: string;
  /** The analyzer's ARN. */
  readonly analyzer: string;
  /** The analyzer's. Absent for a type that this release does not know. */
  readonly zoneOfTrust?: ZoneOfTrust;
  /** AWS's id, another in each Region; `unidentified:` and a hash of the content when the finding came without one. */
  readonly findingId: string;
  /** As AWS sent it: ACTIVE when it is excused too. `UNKNOWN` when AWS sent none. */
  readonly status: FindingStatus;
  /** Of the finding alone, wherever it was read: what {@link fingerprint} says of it. */
  readonly fingerprint: string;
  /** When AWS made the finding; access that changes gets a new one. ISO 8601, UTC, milliseconds. */
  readonly createdAt?: string;
  /** When the finding last changed. */
  readonly updatedAt?: string;
  /** When AWS last analysed the resource; moves with every analysis. */
  readonly analyzedAt?: string;
  /** Who excused it and until when, under the policy's exceptions. */
  readonly excused?: { readonly owner: string; readonly reason: string; readonly expires: string };
}

/** An error finding: AWS could not analyse the resource. */
export interface ErrorFinding {
  /** The account whose credentials read it. */
  readonly account: string;
  readonly region: string;
  /** The analyzer's ARN. */
  readonly analyzer: string;
  /** AWS's id; `unidentified:` and a hash of the content when the finding came without one. */
  readonly findingId: string;
  /** The ARN. Absent where AWS names none. */
  readonly resource?: string;
  /** `UNKNOWN` when AWS sent none. */
  readonly resourceType: ResourceType;
  /** AWS's code: `ACCESS_DENIED`, `INTERNAL_ERROR`. */
  readonly error: string;
}

/** What is hidden, by name where it matters. */
export interface VerdictSuppressed {
  /** Archived findings that are public, or may be: by name, PASS too. */
  readonly public: readonly HiddenFinding[];
  /** Archived findings, not public, whose level exceeds Read. */
  readonly exceedsRead: readonly HiddenFinding[];
  /**
   * Archived error findings, which stand in no other list. Like `public` and `exceedsRead` ordered by account, Region,
   * analyzer, finding id.
   */
  readonly errors: readonly HiddenFinding[];
  /**
   * All that were read of analyzers of external access or of unknown type, whether they hide anything or not. Ordered
   * by account, Region, analyzer, name.
   */
  readonly archiveRules: readonly HiddenRule[];
  /** What could not be read about it. No reason for UNKNOWN. */
  readonly problems: readonly Problem[];
}

/** One archived finding. */
export interface HiddenFinding {
  /** The account whose credentials read it. */
  readonly account: string;
  readonly region: string;
  /** The analyzer's ARN. */
  readonly analyzer: string;
  /** AWS's id; `unidentified:` and a hash of the content when the finding came without one. */
  readonly findingId: string;
  /** The ARN. Absent where AWS names none. */
  readonly resource?: string;
  /** `UNKNOWN` when AWS sent none. */
  readonly resourceType: ResourceType;
  /** Of the kind `Unknown` when AWS sent none. */
  readonly principal: PrincipalDescription;
  /** Of the known actions, in the order List, Read, Write, Permissions, Tagging. Empty when none is known. */
  readonly levels: readonly AccessLevel[];
  /** Null: AWS did not say. */
  readonly isPublic: boolean | null;
}

/** One archive rule. */
export interface HiddenRule {
  /** The account whose credentials read it, which need not be the analyzer's. */
  readonly account: string;
  readonly region: string;
  /** The analyzer's ARN. */
  readonly analyzer: string;
  /** Unique on its analyzer only. */
  readonly ruleName: string;
  /** Whether it can archive public access: nothing in its filter rules it out. */
  readonly canHidePublic: boolean;
}
