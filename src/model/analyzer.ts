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
  /** `arn:{partition}:access-analyzer:{region}:{account}:analyzer/{name}` */
  readonly arn: string;
  /** Unique in its account and Region; taken from the ARN when AWS sent none. Starts with `_` when service-linked. */
  readonly name: string;
  /** `UNKNOWN` when AWS sent none, and where `evidenceFromFindings` was given an ARN or a name. */
  readonly type: AnalyzerType;
  /** `UNKNOWN` when AWS sent none. */
  readonly status: AnalyzerStatus;
  /** AWS's reason for the status, such as `ORGANIZATION_DELETED`. Absent when AWS named none. */
  readonly statusReason?: { readonly code: string };
  /** Without `lastResourceAnalyzedAt` it shows how long the analyzer has had to look (a policy's `warmUpHours`). */
  readonly createdAt?: string;
  /** An ARN. Absent when AWS named none. */
  readonly lastResourceAnalyzed?: string;
  /** When it last analysed a resource. Absent on a new analyzer that has not looked yet. */
  readonly lastResourceAnalyzedAt?: string;
  /** Sorted by key. Empty when AWS sent an empty map, absent when it sent none. */
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
  /** From `type`; where `evidenceFromFindings` was given an ARN or a name, from the findings. */
  readonly access: AnalyzerAccess;
  /** Absent for a type that this release does not know. */
  readonly zoneOfTrust?: ZoneOfTrust;
  /** Made by an AWS service (`managedBy` set, or a name that starts with `_`): nobody else can change it. */
  readonly serviceLinked: boolean;
}

/** An analyzer to work on: the object, its ARN or its name. */
export type AnalyzerRef = Analyzer | string;
