import type { AccessLevel } from '../access-levels/access-level.ts';
import type { Analyzer } from './analyzer.ts';
import type { ArchiveRule } from './archive-rule.ts';
import type { Finding } from './finding.ts';
import type { Problem } from '../errors/problem.ts';

/** The schema that this release writes. */
export const EVIDENCE_SCHEMA = 'access-analyzer-kit/evidence@1';

/** Stands for the account when it could not be established. Such evidence can be judged alone but not merged. */
export const UNKNOWN_ACCOUNT = 'unknown';

/**
 * What was seen, and what could not be seen and why: the contract between collecting and judging. Plain JSON,
 * versioned, mergeable.
 */
export interface Evidence {
  /** `parseEvidence` refuses a later version with the code `UNSUPPORTED_SCHEMA`. */
  readonly schema: typeof EVIDENCE_SCHEMA;
  /** One id for all parts of one audit. Only parts of one audit can be merged. */
  readonly auditId: string;
  /** What was to be read: one scope for each partition and account, ordered. */
  readonly scopes: readonly Scope[];
  /** What was read: one record for each partition, account and Region, ordered. */
  readonly regions: readonly RegionEvidence[];
}

/**
 * What was to be read in one account. A Region in `regions` without a record in {@link Evidence.regions} is
 * "not collected": a lost task can never look clean.
 */
export interface Scope {
  /** As in ARNs: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Twelve digits, or {@link UNKNOWN_ACCOUNT}. */
  readonly account: string;
  /**
   * Where `regions` comes from. `account`: ListRegions, so it is all that the account has enabled. `static`: the
   * partition's Regions known to this release, since ListRegions failed, so nothing proves it complete. `selected`: the caller.
   */
  readonly source: 'account' | 'static' | 'selected';
  /** The Regions to be read, sorted. */
  readonly regions: readonly string[];
  /** The Regions that ListRegions says the account has not enabled, sorted. With `selected`: those of them that were selected. */
  readonly disabled: readonly string[];
  /** With `selected`: all Regions that the account has enabled, when ListRegions told, sorted. */
  readonly enabled?: readonly string[];
  /** Why `source` is `static`, why the account is unknown, or why nothing was read. */
  readonly problem?: Problem;
  /** Of an account that owns organization analyzers: the accounts that they cover, when known. */
  readonly organization?: OrganizationScope;
}

/** The accounts of an organization, as its management or delegated administrator account lists them. */
export interface OrganizationScope {
  /** `o-exampleorgid`. Absent when whoever handed the accounts over did not name it. */
  readonly id?: string;
  /** Twelve digits each, sorted. */
  readonly accounts: readonly string[];
  /** Accounts that are not audited, and why (suspended, closing): listed, never dropped. Sorted by account. */
  readonly outOfScope?: readonly { readonly account: string; readonly reason: string }[];
}

/** What was read of one Region of one account. Key: partition, account and Region. */
export interface RegionEvidence {
  /** As in ARNs, and as in the account's {@link Scope}. */
  readonly partition: string;
  /** The account whose credentials read it, never taken from an analyzer's ARN; or {@link UNKNOWN_ACCOUNT}. */
  readonly account: string;
  readonly region: string;
  /** When reading ended: of several passes that were merged, the newest that counts. */
  readonly collectedAt: string;
  /**
   * When the oldest pass ended that a part of the Region may be known from alone, a failed one too. Absent when it is
   * the same as `collectedAt`, as it is unless passes were merged.
   */
  readonly oldestReadAt?: string;
  /**
   * `read`: the list of analyzers is complete. `unreadable`: it is not; analyzers listed before the failure are kept.
   * `disabled`: ListRegions says that the account has not enabled the Region, so there is nothing to read.
   */
  readonly state: 'read' | 'unreadable' | 'disabled';
  /** Set with `unreadable`, and only then. */
  readonly problem?: Problem;
  /** Sorted by ARN. */
  readonly analyzers: readonly AnalyzerEvidence[];
  /** What is hidden here, for each analyzer that was asked. Absent when it was not asked for. Sorted by ARN. */
  readonly suppressed?: readonly SuppressedEvidence[];
}

/** What was read of one analyzer. */
export interface AnalyzerEvidence {
  /**
   * As it was listed. Of equally good reads that were merged: what promises least, so one not ACTIVE before an ACTIVE
   * one.
   */
  readonly analyzer: Analyzer;
  /**
   * `read`: every ACTIVE finding was listed. `partial`: some pages were, `problem` says why not all. `unreadable`: none was.
   * `skipped`: not asked for (an unused-access analyzer in an external-access audit).
   */
  readonly state: 'read' | 'partial' | 'unreadable' | 'skipped';
  /** Set with `partial` and `unreadable`, and only then. */
  readonly problem?: Problem;
  /** `findings`: all that were seen are in `findings`. `counts`: `findings` is a bounded sample, `counts` is of all. */
  readonly detail: 'findings' | 'counts';
  /**
   * Of what was seen, so all zero with `unreadable` and `skipped`. Merged with detail `counts`: the larger of each
   * count.
   */
  readonly counts: EvidenceCounts;
  /** Sorted by id. */
  readonly findings: readonly Finding[];
}

/** What is hidden on one analyzer: archived findings and the rules that archive. Never a reason for UNKNOWN. */
export interface SuppressedEvidence {
  /** The analyzer's ARN. */
  readonly analyzer: string;
  /** `partial`: some of it could not be read; `problems` says what. */
  readonly state: 'read' | 'partial';
  /** What kept archived findings or archive rules from being read; each once. Empty with `read`. */
  readonly problems: readonly Problem[];
  /** How many archived findings were seen. */
  readonly archived: ArchivedCounts;
  /**
   * The archived findings that somebody should look at: public or possibly public, error findings, those whose access
   * level exceeds Read or whose actions are not known, and those of a type that this release does not know. Sorted by
   * id. At most as many as the audit's `sample` when `detail` is `counts`.
   */
  readonly findings: readonly Finding[];
  /** Absent when the rules could not be read. Sorted by name. */
  readonly archiveRules?: readonly ArchiveRule[];
}

/**
 * Archived findings, counted. One that counts in `public` may count in `errors` or `exceedsRead` as well, and one in
 * `publicUnknown` in `exceedsRead`.
 */
export interface ArchivedCounts {
  /** Findings of status ARCHIVED of any type, those with `error` included. */
  readonly total: number;
  /** `isPublic` true. */
  readonly public: number;
  /** External access, no error, `isPublic` absent. */
  readonly publicUnknown: number;
  /** With `error`, of any type. Never among `publicUnknown` and `exceedsRead`. */
  readonly errors: number;
  /** With a level of Write, Permissions or Tagging, with an action that this release does not know, or with no action at all. */
  readonly exceedsRead: number;
}

/** Findings of one analyzer, counted. */
export interface EvidenceCounts {
  /** All findings that were seen, by status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Findings whose status is none of ACTIVE, ARCHIVED and RESOLVED. */
  readonly unknownStatus: number;
  /** ACTIVE findings of external access without `error`: what the rule judges. */
  readonly activeExternal: ActiveExternalCounts;
  /** ACTIVE findings with `error`, of any type. */
  readonly activeErrors: number;
  /** ACTIVE findings of a type that this release does not know. */
  readonly activeUnknownType: number;
  /** ACTIVE findings of unused and internal access, without `error`: not judged by the rule. */
  readonly activeOther: number;
}

/** ACTIVE external findings without `error`, counted. */
export interface ActiveExternalCounts {
  /** `public`, `notPublic` and `publicUnknown` together; less than that only in counts that were merged. */
  readonly total: number;
  /** `isPublic` true. */
  readonly public: number;
  /** `isPublic` false. */
  readonly notPublic: number;
  /** `isPublic` absent. */
  readonly publicUnknown: number;
  /** Sorted by type; types without a finding are absent. `UNKNOWN` where AWS named no type. */
  readonly byResourceType: Readonly<Record<string, number>>;
  /** A finding counts once at each of its levels. */
  readonly byLevel: Readonly<Record<AccessLevel, number>>;
  /** Findings with an action that this release does not know, or with none. */
  readonly unknownActions: number;
}
