import type { FakeHttpResponse } from '../../types.ts';
import { compareBy, sortedUnique } from '../../../model/compare.ts';
import { fieldError, notFound } from '../../service-error.ts';
import { isOrganizationType, type AnalyzerState } from '../../state/analyzer-state.ts';
import { analyzableResources, findAnalyzable } from '../../state/resources.ts';
import { planScan } from '../../state/scan.ts';
import type { StoredFinding } from '../../state/stored-finding.ts';
import { json, type Call } from '../service.ts';
import { requireActiveExternal } from './findings.ts';
import { isKept, refuseOtherThanExternal } from './list-findings.ts';
import { analyzerByArn, requiredString } from './lookup.ts';
import { listPage } from './paging.ts';

const RESOURCE_ARN = /^arn:[^:]*:[^:]*:[^:]*:[^:]*:.*$/u;

/** Starts a scan and answers at once, with nothing: `analyzedAt` moves when it is done. */
export function startResourceScan(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'StartResourceScan');
  requireActiveExternal(call, analyzer);
  const arn = resourceArn(call);
  if (!isKnown(call, analyzer, arn)) {
    if (call.world.behavior.unknownResourceScan !== 'accept') throw notFound('Resource', arn);
    return json({});
  }
  planScan(call.world, analyzer, arn);
  return json({});
}

/** A bucket's ARN names no account, so an organization analyzer takes it for the caller's own unless it is told. */
function isKnown(call: Call, analyzer: AnalyzerState, arn: string): boolean {
  const { resourceOwnerAccount } = call.input;
  const analyzable = findAnalyzable(call.world, analyzer, arn);
  if (analyzable !== undefined && isOrganizationType(analyzer.type)) {
    const given = typeof resourceOwnerAccount === 'string' ? resourceOwnerAccount : undefined;
    const named = analyzable.resourceType === 'AWS::S3::Bucket' ? analyzer.account.id : analyzable.owner.id;
    return (given ?? named) === analyzable.owner.id;
  }
  return analyzable !== undefined || analyzer.analyzed.has(arn) || analyzer.findings.positionsOf(arn).length > 0;
}

/** What the analyzer knows of a resource. Without a finding AWS leaves out most members, so this does too. */
export function getAnalyzedResource(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'GetAnalyzedResource');
  refuseOtherThanExternal(call, analyzer);
  const arn = resourceArn(call);
  const resource = describeResource(call, analyzer, arn);
  if (resource === undefined) throw notFound('Resource', arn);
  return json({ resource });
}

function describeResource(call: Call, analyzer: AnalyzerState, arn: string): Record<string, unknown> | undefined {
  const known = analyzer.analyzed.get(arn);
  const findings = analyzer.findings.ofResource(arn).filter((finding) => isKept(call.world, finding));
  const analyzable = findAnalyzable(call.world, analyzer, arn);
  const [latest] = [...findings].sort(compareBy(rank));
  const isGone = analyzable === undefined && [...call.world.accounts.values()].some(({ deleted }) => deleted.has(arn));
  if (isGone && known === undefined) return undefined;
  const analyzedAt =
    known?.analyzedAt ??
    findings
      .map((finding) => finding.analyzedAt)
      .sort()
      .at(-1);
  if (analyzedAt === undefined) return undefined;
  const open = findings.filter(({ status }) => status !== 'RESOLVED');
  const common = {
    resourceArn: arn,
    resourceType: latest?.resourceType ?? analyzable?.resourceType,
    resourceOwnerAccount: latest?.resourceOwnerAccount ?? analyzable?.owner.id,
    analyzedAt,
    isPublic: open.some(({ isPublic }) => isPublic === true),
  };
  if (latest === undefined) return common;
  const sharedVia = sortedUnique(open.flatMap(({ sources = [] }) => sources.map(({ type }) => type)));
  return {
    ...common,
    createdAt: known?.createdAt ?? latest.createdAt,
    updatedAt: latest.updatedAt,
    status: latest.status,
    actions: sortedUnique(open.flatMap(({ action }) => action)),
    ...(sharedVia.length > 0 ? { sharedVia } : {}),
    error: latest.error,
  };
}

/** An open finding speaks for its resource before a closed one, a newer before an older. */
function rank({ status, updatedAt }: StoredFinding): string {
  const order = ['ACTIVE', 'ARCHIVED', 'RESOLVED'].indexOf(status);
  return `${order === -1 ? 9 : order}${String(1e15 - Date.parse(updatedAt)).padStart(17, '0')}`;
}

/** Every resource that the analyzer has looked at. */
export function listAnalyzedResources(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'ListAnalyzedResources');
  refuseOtherThanExternal(call, analyzer);
  const { resourceType } = call.input;
  const byArn = new Map<string, Record<string, string>>();
  for (const resource of analyzer.findings.resources) {
    const [finding] = analyzer.findings.ofResource(resource);
    if (finding === undefined) continue;
    const { resourceType: type, resourceOwnerAccount } = finding;
    byArn.set(resource, { resourceArn: resource, resourceOwnerAccount, resourceType: type });
  }
  for (const { arn, owner, resourceType: type } of analyzableResources(call.world, analyzer)) {
    if (!analyzer.analyzed.has(arn)) continue;
    byArn.set(arn, { resourceArn: arn, resourceOwnerAccount: owner.id, resourceType: type });
  }
  const all = [...byArn.values()].filter(
    (entry) => resourceType === undefined || entry['resourceType'] === resourceType,
  );
  const { page, ...next } = listPage(call, [analyzer.arn, resourceType ?? null], all, analyzer.pageSize);
  return json({ analyzedResources: page, ...next });
}

function resourceArn(call: Call): string {
  const arn = requiredString(call, 'resourceArn');
  if (!RESOURCE_ARN.test(arn)) throw fieldError('resourceArn', 'must match arn:[^:]*:[^:]*:[^:]*:[^:]*:.*');
  return arn;
}
