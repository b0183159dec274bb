import type { Finding, FindingSource } from '../../model/finding.ts';
import type { FakeFinding } from '../types.ts';
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../model/canonical-json.ts';
import type { Present } from '../../model/loose.ts';

/** A finding with its defaults filled in. Replaced, never changed. */
export interface StoredFinding {
  readonly id: string;
  readonly findingType: string;
  readonly resource?: string;
  readonly resourceType: string;
  readonly resourceOwnerAccount: string;
  readonly status: string;
  readonly createdAt: string;
  readonly analyzedAt: string;
  readonly updatedAt: string;
  readonly error?: string;
  readonly principal: Readonly<Record<string, string>>;
  readonly action: readonly string[];
  readonly condition: Readonly<Record<string, string>>;
  readonly isPublic?: boolean;
  readonly sources?: readonly FindingSource[];
  readonly resourceControlPolicyRestriction?: string;
  readonly serviceControlPolicyRestriction?: string;
  readonly principalOwnerAccount?: string;
  readonly accessType?: string;
  readonly principalType?: string;
  readonly findingDetails?: readonly Readonly<Record<string, unknown>>[];
  readonly omit?: readonly string[];
}

/** What the defaults of a finding come from. */
export interface FindingDefaults {
  readonly analyzerArn: string;
  readonly findingType: string;
  readonly account: string;
  readonly createdAt: string;
  readonly analyzedAt: string;
}

/** Fills in what a scenario left out. */
export function toStoredFinding(finding: FakeFinding, defaults: FindingDefaults, salt: unknown = ''): StoredFinding {
  const createdAt = finding.createdAt ?? defaults.createdAt;
  return {
    // Members that are undefined stay so: a copy without them costs more than all the rest, a million times over.
    ...(finding as Present<FakeFinding>),
    id: finding.id ?? makeId(defaults.analyzerArn, finding, salt),
    findingType: finding.findingType ?? defaults.findingType,
    resourceType: finding.resourceType ?? 'AWS::S3::Bucket',
    resourceOwnerAccount: finding.resourceOwnerAccount ?? defaults.account,
    status: finding.status ?? 'ACTIVE',
    createdAt,
    analyzedAt: finding.analyzedAt ?? defaults.analyzedAt,
    updatedAt: finding.updatedAt ?? createdAt,
    principal: finding.principal ?? {},
    action: finding.action ?? [],
    condition: finding.condition ?? {},
  };
}

/** The finding as the filter engine takes it: the members it reads have the same names and meaning. */
export function asFinding(finding: StoredFinding): Finding {
  return finding as unknown as Finding;
}

/** A UUID that is the same in every run: tests can rely on it. */
export function makeId(...parts: readonly unknown[]): string {
  const hex = createHash('sha256').update(canonicalJson(parts)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
