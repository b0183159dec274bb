import { parseArn, type Arn } from '../model/arn.ts';
import { describePrincipal } from '../model/describe-principal.ts';
import type { PrincipalDescription } from '../model/descriptions.ts';
import type { Finding, FindingSource } from '../model/finding.ts';
import { partitionOf } from '../model/partitions.ts';
import { sha256 } from '../model/sha256.ts';
import { mayBePublic } from '../filters/may-be-public.ts';
import { toAnalyzerFacts, type AnalyzerFacts } from './analyzer-facts.ts';
import type { PlanRemediationContext } from './remediation-plan.ts';

/** A finding with what the units need of it. */
export interface Target {
  readonly finding: Finding;
  /** The ARN as it came. */
  readonly resource: string;
  readonly arn: Arn;
  readonly region?: string;
  /** Twelve digits: the resource's owner. */
  readonly account?: string;
  readonly analyzer: AnalyzerFacts;
  readonly principal: PrincipalDescription;
  /** `isPublic` is true or absent. */
  readonly mayBePublic: boolean;
  readonly sources: readonly FindingSource[];
  readonly actions: readonly string[];
  /** A file name of this finding's own, so that two plans do not overwrite each other's: `access-1a2b3c4d-before.json`. */
  readonly beforeFile: string;
  readonly afterFile: string;
}

/** Reads what a plan needs; undefined when the finding names no resource by an ARN. */
export function toTarget(finding: Finding, context: PlanRemediationContext): Target | undefined {
  const arn = finding.resource === undefined ? undefined : parseArn(finding.resource);
  if (finding.resource === undefined || arn === undefined) return undefined;
  const analyzer = toAnalyzerFacts(context.analyzer);
  const region = [context.region, arn.region, analyzer.region].find((known) => known !== undefined && known !== '');
  const account = [finding.resourceOwnerAccount, arn.account].find((known) => known !== undefined && known !== '');
  const id = sha256(`${finding.id}\n${finding.resource}`).slice(0, 8);
  return {
    finding,
    resource: finding.resource,
    arn,
    ...(region === undefined ? {} : { region }),
    ...(account === undefined ? {} : { account }),
    analyzer,
    principal: describePrincipal(finding),
    mayBePublic: mayBePublic(finding),
    sources: 'sources' in finding ? (finding.sources ?? []) : [],
    actions: 'action' in finding ? finding.action : [],
    beforeFile: `access-${id}-before.json`,
    afterFile: `access-${id}-after.json`,
  };
}

/** The host of a Regional service. */
export function serviceHost(service: string, region: string): string {
  return `${service}.${region}.${partitionOf(region).dnsSuffix}`;
}

/** The account that a snapshot or layer is shared with; `all` for everybody; undefined when the finding names neither. */
export function sharedWith(target: Target): { readonly everybody: true } | { readonly account: string } | undefined {
  const { kind, value } = target.principal;
  if (kind === 'All principals') return { everybody: true };
  const account = /^\d{12}$/.test(value) ? value : parseArn(value)?.account;
  return account !== undefined && /^\d{12}$/.test(account) ? { account } : undefined;
}
