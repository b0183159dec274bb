import type { Filter } from '../../model/archive-rule.ts';
import type { FakeAccess, FakeAnalyzer } from '../types.ts';
import type { AccountState } from './account-state.ts';
import { FindingStore } from './finding-store.ts';

/** An archive rule as it is kept. */
export interface RuleState {
  readonly ruleName: string;
  readonly filter: Filter;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A scan that was started and is due at a time of the fake's clock. */
export interface PendingScan {
  readonly dueAt: number;
  /** Absent: everything (the first look of a new analyzer). */
  readonly resourceArn?: string;
}

/** What the analyzer knows of a resource without findings, or knew last. */
export interface AnalyzedState {
  readonly analyzedAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The live state of an analyzer. */
export interface AnalyzerState {
  readonly arn: string;
  readonly name: string;
  readonly type: string;
  readonly account: AccountState;
  readonly region: string;
  readonly createdAt: string;
  readonly managedBy?: string | undefined;
  readonly pageSize?: number | undefined;
  readonly emptyPages: number;
  readonly statistics: NonNullable<FakeAnalyzer['statistics']>;
  readonly findings: FindingStore;
  readonly rules: Map<string, RuleState>;
  readonly scans: PendingScan[];
  readonly analyzed: Map<string, AnalyzedState>;
  /** What scans of a resource find that the fake cannot analyse itself. */
  readonly scanResults: Map<string, readonly FakeAccess[] | { readonly error: string }>;
  readonly tags: Map<string, string>;
  status: string;
  statusReason?: { readonly code: string } | undefined;
  configuration?: unknown;
  /** Its statistics, and the version of the findings that they were counted of. */
  counted?: { readonly version: number; readonly statistics: object } | undefined;
  lastResourceAnalyzed?: string | undefined;
  lastResourceAnalyzedAt?: string | undefined;
}

/** What an analyzer looks for. */
export type AnalyzerKind = 'external' | 'unused' | 'internal';

/** What analyzers of a type look for. */
export function analyzerKind(type: string): AnalyzerKind {
  if (type.endsWith('_UNUSED_ACCESS')) return 'unused';
  return type.endsWith('_INTERNAL_ACCESS') ? 'internal' : 'external';
}

/** Whether the zone of trust of a type is the organization. */
export function isOrganizationType(type: string): boolean {
  return type.startsWith('ORGANIZATION');
}

const DEFAULT_FINDING_TYPE = {
  external: 'ExternalAccess',
  unused: 'UnusedIAMRole',
  internal: 'InternalAccess',
} as const;
const DAY = 24 * 60 * 60 * 1000;

/** Makes the state of an analyzer of a scenario. */
export function createAnalyzerState(
  account: AccountState,
  region: string,
  analyzer: FakeAnalyzer,
  now: Date,
): AnalyzerState {
  const arn = `arn:${account.partition}:access-analyzer:${region}:${account.id}:analyzer/${analyzer.name}`;
  const createdAt = analyzer.createdAt ?? new Date(now.getTime() - 30 * DAY).toISOString();
  const findings = new FindingStore(analyzer.findings ?? [], {
    analyzerArn: arn,
    findingType: DEFAULT_FINDING_TYPE[analyzerKind(analyzer.type)],
    account: account.id,
    createdAt,
    analyzedAt: now.toISOString(),
  });
  const rules = (analyzer.archiveRules ?? []).map((rule): [string, RuleState] => [
    rule.ruleName,
    {
      ruleName: rule.ruleName,
      filter: rule.filter,
      createdAt: rule.createdAt ?? createdAt,
      updatedAt: rule.updatedAt ?? rule.createdAt ?? createdAt,
    },
  ]);
  return {
    arn,
    name: analyzer.name,
    type: analyzer.type,
    account,
    region,
    createdAt,
    managedBy: analyzer.managedBy,
    pageSize: analyzer.pageSize,
    emptyPages: analyzer.emptyPages ?? 0,
    statistics: analyzer.statistics ?? 'live',
    findings,
    rules: new Map(rules),
    scans: [],
    analyzed: new Map(),
    scanResults: new Map(),
    tags: new Map(Object.entries(analyzer.tags ?? {})),
    status: analyzer.status ?? 'ACTIVE',
    statusReason: analyzer.statusReason,
    configuration: analyzer.configuration,
    lastResourceAnalyzed: analyzer.lastResourceAnalyzed,
    lastResourceAnalyzedAt:
      analyzer.lastResourceAnalyzedAt === null ? undefined : (analyzer.lastResourceAnalyzedAt ?? now.toISOString()),
  };
}
