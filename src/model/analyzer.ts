import type { Open } from './open.ts';

/** AWS's analyzer types (`Type` in the API). */
export type AnalyzerType = Open<
  | 'ACCOUNT'
  | 'ORGANIZATION'
  | 'ACCOUNT_UNUSED_ACCESS'
  | 'ORGANIZATION_UNUSED_ACCESS'
  | 'ACCOUNT_INTERNAL_ACCESS'
  | 'ORGANIZATION_INTERNAL_ACCESS'
>;

/** AWS's analyzer statuses. Only an `ACTIVE` analyzer keeps its findings up to date. */
export type AnalyzerStatus = Open<'ACTIVE' | 'CREATING' | 'DISABLED' | 'FAILED'>;

/** What an analyzer looks for. `unknown` is a type that this release does not know; it never counts as coverage. */
export type AnalyzerAccess = 'external' | 'unused' | 'internal' | 'unknown';

/**
 * The zone of trust: access from inside it is no finding. An `organization` analyzer never reports sharing inside the
 * organization, an `account` analyzer does.
 */
export type ZoneOfTrust = 'account' | 'organization';

/** An analyzer, with AWS's members and what its ARN and type imply. Time stamps are ISO 8601, UTC, milliseconds. */
export interface Analyzer {
  readonly arn: string;
  readonly name: string;
  readonly type: AnalyzerType;
  /** `UNKNOWN` when AWS sent none. */
  readonly status: AnalyzerStatus;
  readonly statusReason?: { readonly code: string };
  readonly createdAt?: string;
  readonly lastResourceAnalyzed?: string;
  /** When it last analysed a resource. Absent on a new analyzer that has not looked yet. */
  readonly lastResourceAnalyzedAt?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Only GetAnalyzer returns it; ListAnalyzers does not. */
  readonly configuration?: unknown;
  /** The AWS service that owns a service-linked analyzer: its findings are read-only. */
  readonly managedBy?: string;
  /** From the ARN. */
  readonly partition: string;
  /** From the ARN. */
  readonly region: string;
  /** From the ARN: the account that owns the analyzer, which need not be the caller's. */
  readonly account: string;
  readonly access: AnalyzerAccess;
  /** Absent for a type that this release does not know. */
  readonly zoneOfTrust?: ZoneOfTrust;
  /** Made by an AWS service (`managedBy` set, or a name that starts with `_`): nobody else can change it. */
  readonly serviceLinked: boolean;
}

/** An analyzer to work on: the object, its ARN or its name. */
export type AnalyzerRef = Analyzer | string;
