import type { FakeDeniedBy, FakeFaultKind, FakeRegionOptStatus } from '../../src/testing/index.ts';

/**
 * One draw of the campaign: some accounts, what is truly open in them, what goes wrong while they are read, and how they are
 * read. Plain JSON, so that it can be printed, shrunk, kept as a regression and replayed.
 */
export interface Draw {
  /** The first one is the caller's own; of an organization the management account. */
  readonly accounts: readonly AccountDraw[];
  /** Read as a fleet, with the organization's analyzers credited to its members. */
  readonly organization: boolean;
  readonly faults: readonly FaultDraw[];
  readonly events: readonly EventDraw[];
  /** One audit is collected in so many passes, hours apart, and merged. */
  readonly passes: readonly PassDraw[];
  readonly options: OptionsDraw;
}

export interface AccountDraw {
  /** The first is the home Region. Their names go by position: Regions enabled by default and opt-in Regions take turns. */
  readonly regions: readonly RegionDraw[];
  readonly credentials: CredentialsDraw;
  /** Whether ListAnalyzers shows the organization's analyzers that another account owns. */
  readonly showsOrganizationAnalyzers: boolean;
  /** The clients that are handed out for it belong to somebody else's account. */
  readonly isSwapped: boolean;
}

/**
 * `plain`: STS must tell whose they are. `with-account`: they know it themselves. `version-1`: a session token of the global STS
 * endpoint, which opt-in Regions refuse. `source-fails`: credentials that last a minute, whose source fails the second time.
 */
export type CredentialsDraw = 'plain' | 'with-account' | 'version-1' | 'expired' | 'source-fails';

export interface RegionDraw {
  /** Of an opt-in Region; the others are always enabled. */
  readonly optStatus: FakeRegionOptStatus;
  readonly deny: FakeDeniedBy | null;
  readonly analyzers: readonly AnalyzerDraw[];
}

export interface AnalyzerDraw {
  /** AWS's, or one that nobody knows. */
  readonly type: string;
  readonly status: string;
  /** `never`: created a month ago and silent; `fresh`: created an hour ago (also: created anew under the old name). */
  readonly looked: 'yes' | 'never' | 'fresh';
  readonly pageSize: number;
  readonly emptyPages: number;
  readonly statistics: 'live' | 'absent';
  readonly rules: number;
  readonly findings: readonly FindingsDraw[];
}

/** `role`: the same role's access in every Region. `role-archived`: the same, archived here. */
export const FINDING_KINDS = [
  'cross-account',
  'public',
  'role',
  'role-archived',
  'archived',
  'archived-public',
  'resolved',
  'error',
  'future-resource',
  'future-status',
  'future-type',
] as const;

export interface FindingsDraw {
  readonly kind: (typeof FINDING_KINDS)[number];
  readonly count: number;
}

/** Faults of the fake as they are, and some that are made of them. */
export type CampaignFaultKind =
  | Exclude<FakeFaultKind, 'error' | 'change' | 'delay'>
  /** Throttles a share of all requests, whichever they are. */
  | 'throttle-share'
  | 'late'
  | 'missing-member'
  | 'null-member'
  | 'future-value'
  | 'bad-time';

export const OPERATIONS = [
  'GetCallerIdentity',
  'ListRegions',
  'ListAnalyzers',
  'ListFindings',
  'ListFindingsV2',
  'ListArchiveRules',
  'GetFindingsStatistics',
] as const;

export interface FaultDraw {
  readonly kind: CampaignFaultKind;
  readonly operation: (typeof OPERATIONS)[number] | null;
  /** Index of the account and of the Region; null for any. */
  readonly account: number | null;
  readonly region: number | null;
  /** Index of the analyzer, for calls about one. */
  readonly analyzer: number | null;
  /** Calls of one question (place, operation, analyzer, filter) that pass before it, pages and attempts counted. */
  readonly skip: number;
  /** Attempts it spoils; null for all from then on. */
  readonly times: number | null;
  readonly retryAfterSeconds: number | null;
  /** HTTP status of an answer that is not AWS's. */
  readonly status: 200 | 403 | 502;
  /** 0 to 1, of `throttle-share`. */
  readonly share: number;
  /** Which member, of the kinds that spoil one. */
  readonly member: number;
}

export const CHANGES = [
  'appear',
  'reappear',
  'resolve',
  'archive',
  'reopen',
  'remove',
  'change-access',
  'disable',
] as const;

/** Something changes in the account while it is read. */
export interface EventDraw {
  readonly change: (typeof CHANGES)[number];
  readonly account: number;
  readonly region: number;
  readonly analyzer: number;
  /** Which of its findings. */
  readonly finding: number;
  /** After so many pages of this analyzer's findings were served. */
  readonly after: number;
}

export interface PassDraw {
  /** Indexes of the Regions that are read; null for all enabled. */
  readonly regions: readonly number[] | null;
  readonly hoursLater: number;
}

export const POLICIES = [
  'strict',
  'account-zone',
  'organization-zone',
  'exception',
  'expired-exception',
  'conformity',
  'prowler',
  'cloudsploit',
  'cis',
] as const;

export interface OptionsDraw {
  readonly policy: (typeof POLICIES)[number];
  readonly detail: 'findings' | 'counts';
  readonly sample: number;
  readonly partition: 'auto' | false;
  readonly crossCheck: boolean | null;
  readonly suppressed: boolean;
  readonly analyzers: 'external' | 'all';
  readonly expectedAccount: 'right' | 'wrong' | null;
  readonly concurrency: number;
  readonly maxAttempts: number;
}
