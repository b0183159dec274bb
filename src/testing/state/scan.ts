import type { FakeAccess } from '../types.ts';
import { canonicalJson } from '../../model/canonical-json.ts';
import { analyzerKind, type AnalyzerState } from './analyzer-state.ts';
import { generateFinding } from './generate-finding.ts';
import { analyzableResources, findAnalyzable } from './resources.ts';
import { makeId, type StoredFinding } from './stored-finding.ts';
import type { World } from './world.ts';

/** Lets the first look of an analyzer of a scenario have happened: it knows the buckets and roles that are there. */
export function lookFirst(world: World, analyzer: AnalyzerState): void {
  if (analyzerKind(analyzer.type) !== 'external' || analyzer.lastResourceAnalyzedAt === undefined) return;
  const time = world.now().toISOString();
  const { createdAt, findings } = analyzer;
  for (const { arn, resourceType, owner, analyze } of analyzableResources(world, analyzer)) {
    analyzer.analyzed.set(arn, { analyzedAt: time, createdAt, updatedAt: createdAt });
    if (!findings.isLazy && findings.positionsOf(arn).length > 0) continue;
    for (const access of analyze()) {
      findings.add({
        ...access,
        id: makeId(analyzer.arn, arn, grantKey(access)),
        resource: arn,
        resourceType,
        resourceOwnerAccount: owner.id,
        createdAt,
        analyzedAt: time,
      });
    }
  }
}

/** Plans a scan, of everything when no resource is named, for when the scan latency has passed. */
export function planScan(world: World, analyzer: AnalyzerState, resourceArn?: string): void {
  const dueAt = world.now().getTime() + (world.behavior.scanLatencyMs ?? 0);
  analyzer.scans.push({ dueAt, ...(resourceArn === undefined ? {} : { resourceArn }) });
  world.scanning.add(analyzer);
}

/** Finishes the scans that are due by the fake's clock. */
export function finishScans(world: World): void {
  const now = world.now().getTime();
  for (const analyzer of world.scanning) {
    const due = analyzer.scans.filter(({ dueAt }) => dueAt <= now);
    const later = analyzer.scans.filter(({ dueAt }) => dueAt > now);
    analyzer.scans.splice(0, analyzer.scans.length, ...later);
    if (later.length === 0) world.scanning.delete(analyzer);
    for (const { dueAt, resourceArn } of due) scan(world, analyzer, new Date(dueAt), resourceArn);
  }
}

/** Analyses one resource, or every bucket and role that there is or was. An analyzer that is not ACTIVE looks at nothing. */
export function scan(world: World, analyzer: AnalyzerState, at: Date, resourceArn?: string): void {
  if (analyzer.status !== 'ACTIVE' || analyzerKind(analyzer.type) !== 'external') return;
  if (resourceArn !== undefined) {
    scanResource(world, analyzer, resourceArn, at);
    return;
  }
  const known = [...analyzableResources(world, analyzer)].map(({ arn }) => arn);
  const all = new Set([...known, ...analyzer.analyzed.keys(), ...analyzer.scanResults.keys()]);
  for (const arn of all) scanResource(world, analyzer, arn, at);
  analyzer.lastResourceAnalyzedAt ??= at.toISOString();
}

function scanResource(world: World, analyzer: AnalyzerState, arn: string, at: Date): void {
  const before = analyzer.analyzed.get(arn);
  const earlier = [before?.analyzedAt, ...analyzer.findings.ofResource(arn).map(({ analyzedAt }) => analyzedAt)];
  const time = laterThan(at, earlier);
  const resource = findAnalyzable(world, analyzer, arn);
  const result = analyzer.scanResults.get(arn);
  const gone = resource === undefined && wasDeleted(world, arn);
  if (gone) analyzer.analyzed.delete(arn);
  else analyzer.analyzed.set(arn, { createdAt: before?.createdAt ?? time, updatedAt: time, analyzedAt: time });
  analyzer.lastResourceAnalyzed = arn;
  analyzer.lastResourceAnalyzedAt = time;
  const subject = { world, analyzer, arn, time, resourceType: resource?.resourceType, owner: resource?.owner.id };
  if (result !== undefined && 'error' in result) recordError(subject, result.error);
  else if (result !== undefined) reconcile(subject, result);
  else if (resource !== undefined) reconcile(subject, resource.analyze());
  else if (gone) reconcile(subject, []);
  else for (const finding of openFindings(subject)) analyzer.findings.change(finding.id, { analyzedAt: time });
}

interface Subject {
  readonly world: World;
  readonly analyzer: AnalyzerState;
  readonly arn: string;
  readonly time: string;
  readonly resourceType: string | undefined;
  readonly owner: string | undefined;
}

/**
 * Makes the findings say what the analysis found. Access that is there as before keeps its finding and its status; access
 * that changed is another finding with another id, and the old one is resolved.
 */
function reconcile(subject: Subject, accesses: readonly FakeAccess[]): void {
  const { world, analyzer, time } = subject;
  const open = new Map<string, StoredFinding>();
  for (const finding of openFindings(subject)) {
    // Once the analysis succeeds its error finding is removed, not resolved.
    if (finding.error !== undefined) analyzer.findings.remove(finding.id);
    else open.set(grantKey(finding), finding);
  }
  for (const access of accesses) {
    const finding = open.get(grantKey(access));
    open.delete(grantKey(access));
    if (finding === undefined) generate(subject, access, access);
    else {
      const changed = finding.isPublic !== access.isPublic;
      const { isPublic } = access;
      analyzer.findings.change(finding.id, { analyzedAt: time, isPublic, ...(changed ? { updatedAt: time } : {}) });
    }
  }
  const { resolvesArchived = true, resolvingMovesAnalyzedAt = true } = world.behavior;
  for (const finding of open.values()) {
    const analyzed = resolvingMovesAnalyzedAt ? { analyzedAt: time } : {};
    const resolves = finding.status !== 'ARCHIVED' || resolvesArchived;
    const members = resolves ? { ...analyzed, status: 'RESOLVED', updatedAt: time } : { analyzedAt: time };
    analyzer.findings.change(finding.id, members);
  }
}

/** An analysis that failed leaves what was found before, and an error finding beside it. */
function recordError(subject: Subject, error: string): void {
  const { analyzer, time } = subject;
  const known = openFindings(subject).find((finding) => finding.error !== undefined);
  if (known === undefined) generate(subject, { error }, { error });
  else analyzer.findings.change(known.id, { error, analyzedAt: time });
}

function generate(subject: Subject, members: Partial<FakeAccess> & { error?: string }, key: unknown): void {
  const { world, analyzer, arn, time, resourceType, owner } = subject;
  const [earlier] = analyzer.findings.ofResource(arn);
  generateFinding(world, analyzer, {
    ...members,
    id: makeId(analyzer.arn, arn, key, time),
    resource: arn,
    resourceType: resourceType ?? earlier?.resourceType,
    resourceOwnerAccount: owner ?? earlier?.resourceOwnerAccount,
    createdAt: time,
    analyzedAt: time,
  });
}

function openFindings({ analyzer, arn }: Subject): StoredFinding[] {
  return analyzer.findings.ofResource(arn).filter(({ status }) => status !== 'RESOLVED');
}

/** Who may do what under which condition: what makes two findings the same. */
function grantKey({ principal, action, condition }: Pick<FakeAccess, 'principal' | 'action' | 'condition'>): string {
  return canonicalJson([principal, [...action].sort(), condition]);
}

function wasDeleted(world: World, arn: string): boolean {
  return [...world.accounts.values()].some(({ deleted }) => deleted.has(arn));
}

/** A scan is always later than the one before, also by a clock that stands still. */
function laterThan(at: Date, earlier: readonly (string | undefined)[]): string {
  const times = earlier
    .map((time) => (time === undefined ? Number.NaN : Date.parse(time)))
    .filter((time) => time === time);
  return new Date(Math.max(at.getTime(), ...times.map((time) => time + 1))).toISOString();
}
