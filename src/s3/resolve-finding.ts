import { checkRef, refuseOtherRegion } from '../analyzers/resolve-analyzer.ts';
import { regionOf } from '../clients/client-like.ts';
import type { Clients } from '../clients/types.ts';
import { checkOptions } from '../errors/check-options.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Access } from '../evaluate/verdict.ts';
import { misplacedDryRun, type WriteOptions } from '../journal/write-options.ts';
import type { AnalyzerRef } from '../model/analyzer.ts';
import type { Finding } from '../model/finding.ts';
import { isRecord } from '../model/loose.ts';
import type { Settled } from '../regions/settled.ts';
import { refuseAnalyzer } from '../rescan/refuse-analyzer.ts';
import { rescanAll, type PlacedRescanTarget, type RescanAllOptions } from '../rescan/rescan-all.ts';
import { worstRescanResult, type RescanOutcome, type RescanResult } from '../rescan/rescan-outcome.ts';
import { rescanTargetsOf } from '../rescan/rescan-targets-of.ts';
import { blockPublicAccess, type BlockedBucket } from './block-public-access.ts';
import { loadS3 } from './load-s3.ts';
import type { S3ClientLike, S3ClientSource } from './s3-client-like.ts';

/** What is to be resolved: an access of a verdict, which knows where it was seen; or a finding with its analyzer. */
export type ResolveTarget =
  | { readonly access: Pick<Access, 'resource' | 'resourceType' | 'resourceOwnerAccount' | 'isPublic' | 'sightings'> }
  | { readonly finding: Finding; readonly analyzer: AnalyzerRef; readonly region: string };

/** Options of {@link resolveFinding}. */
export interface ResolveFindingOptions
  extends WriteOptions, Pick<RescanAllOptions, 'concurrency' | 'maxDelayMs' | 'minDelayMs' | 'timeoutMs'> {
  /** The S3 client, or what makes one for a Region. Default: clients with the credentials, sockets and limit of `clients`. */
  readonly s3?: S3ClientSource | undefined;
  /** Called as soon as the block was read back, with the way to undo it, whatever happens afterwards. In a dry run, too. Awaited. */
  readonly onBlocked?: ((blocked: BlockedBucket) => unknown) | undefined;
}

/** How the whole loop ended. */
export interface ResolvedFinding {
  /** The worst over all analyzers and Regions; `inconclusive` where one of them could not be rescanned at all. Absent in a dry run. */
  readonly outcome?: RescanResult;
  /** The block, with its `undo`. In a dry run: what it would be. */
  readonly blocked: BlockedBucket;
  /** One for each analyzer that reported the access, in completion order. Empty in a dry run. */
  readonly rescans: readonly Settled<PlacedRescanTarget, RescanOutcome>[];
}

/**
 * The whole way for a public bucket: blocks its public access, has every external analyzer and Region that reported it look again, and
 * returns the worst of what they say. Only public access of general purpose buckets can be ended like this; for everything else there is
 * `planRemediation`.
 *
 * When a rescan fails its outcome says so, and the bucket stays blocked: `blocked.undo()` puts it back. An abort rejects with
 * `signal.reason`: the journal has told by then what was done, and `onBlocked` unless it came before the block was read back.
 *
 * IAM actions: `access-analyzer:GetAnalyzedResource`, `access-analyzer:GetAnalyzer`, `access-analyzer:ListFindings`,
 * `access-analyzer:StartResourceScan`, `s3:GetBucketPublicAccessBlock`, `s3:PutBucketPublicAccessBlock`.
 *
 * @throws before any call `InvalidInputError` for what is not a public bucket and for a wrong analyzer or option, and an error with code
 * `REGION_MISMATCH` for an analyzer of another Region than where it was seen, `WRONG_ANALYZER_TYPE` for an object of one that cannot rescan; what {@link blockPublicAccess} throws; `signal.reason`.
 *
 * @example
 * ```ts
 * const { outcome, blocked } = await resolveFinding(clients, { access });
 * if (outcome !== 'resolved') console.error(`blocked, and not proven resolved: ${outcome}`);
 * ```
 */
export async function resolveFinding(
  clients: Pick<Clients, 'accessAnalyzer' | 'clientConfig'>,
  target: ResolveTarget,
  options: ResolveFindingOptions = {},
): Promise<ResolvedFinding> {
  checkOptions(options);
  checkTarget(target);
  checkOnBlocked(options.onBlocked);
  const { concurrency, maxDelayMs, minDelayMs, onBlocked, s3, timeoutMs, ...write } = options;
  const exposed = isAccess(target) ? target.access : exposedBy(target.finding);
  const { owner, resource } = checkPublicBucket(exposed);
  const times = { maxDelayMs, minDelayMs, timeoutMs, signal: write.signal };
  const targets = isAccess(target)
    ? rescanTargetsOf(target.access, clients)
    : [
        {
          client: clients.accessAnalyzer(target.region),
          analyzer: target.analyzer,
          resourceArn: resource,
          ...(owner === undefined ? {} : { resourceOwnerAccount: owner }),
        },
      ];
  // Checks now, and calls nothing before its first pull: what cannot be rescanned as asked must not be blocked first.
  const rescanning = rescanAll(targets, { ...times, concurrency });
  await refuseAnalyzers(targets);
  const source = s3 ?? (await s3ClientsOf(clients));
  const blocked = await blockPublicAccess(source, { bucket: resource, expectedBucketOwner: owner }, write);
  await onBlocked?.(blocked);
  if (blocked.dryRun) return { blocked, rescans: [] };
  const rescans: Settled<PlacedRescanTarget, RescanOutcome>[] = [];
  for await (const settled of rescanning) rescans.push(settled);
  const outcome = worstRescanResult(
    rescans.map((settled) => (settled.status === 'fulfilled' ? settled.value.outcome : 'inconclusive')),
  );
  return { outcome, blocked, rescans };
}

/** Either what an audit judged, or a finding and where it was seen. */
function checkTarget(target: unknown): void {
  const given = isRecord(target) ? (target['access'] ?? target['finding']) : undefined;
  const sightings = isRecord(given) && isRecord(target) && target['access'] !== undefined ? given['sightings'] : [];
  const issues = isRecord(target) ? misplacedDryRun(target) : [];
  if (issues.length > 0) throw new InvalidInputError('target', issues);
  if (isRecord(given) && Array.isArray(sightings)) return;
  throw new InvalidInputError('target', [
    { path: '', found: found(target), expected: '{ access } of a verdict, or { finding, analyzer, region }' },
  ]);
}

/** An access that is undefined is none: a finding may stand beside it. */
function isAccess(target: ResolveTarget): target is Extract<ResolveTarget, { readonly access: unknown }> {
  return 'access' in target && (target.access as unknown) !== undefined;
}

/** A way back that cannot be handed over is found before there is one. */
function checkOnBlocked(onBlocked: unknown): void {
  if (onBlocked === undefined || typeof onBlocked === 'function') return;
  throw new InvalidInputError('options', [{ path: 'onBlocked', found: found(onBlocked), expected: 'a function' }]);
}

/** Else they would be refused only when their rescan begins, after the block. */
async function refuseAnalyzers(targets: readonly PlacedRescanTarget[]): Promise<void> {
  for (const { analyzer, client } of targets) {
    if (typeof analyzer !== 'string') refuseAnalyzer(analyzer);
    const { arn } = checkRef(analyzer);
    if (arn !== undefined) refuseOtherRegion(arn, await regionOf(client));
  }
}

type Exposed = Pick<Access, 'resource' | 'resourceType' | 'resourceOwnerAccount' | 'isPublic'>;

function exposedBy(finding: Finding): Exposed {
  const { resource, resourceOwnerAccount, resourceType } = finding;
  const isPublic = finding.findingType === 'ExternalAccess' ? (finding.isPublic ?? null) : false;
  return {
    resourceType,
    isPublic,
    ...(resource === undefined ? {} : { resource }),
    ...(resourceOwnerAccount === undefined ? {} : { resourceOwnerAccount }),
  };
}

function checkPublicBucket({ isPublic, resource, resourceOwnerAccount, resourceType }: Exposed): {
  readonly resource: string;
  readonly owner: string | undefined;
} {
  if (resourceType !== 'AWS::S3::Bucket' || resource === undefined) {
    const given = resource ?? resourceType;
    throw new InvalidInputError('target', [
      {
        path: 'resource',
        found: found(given),
        expected: "an S3 bucket's ARN; planRemediation tells what to do about others",
      },
    ]);
  }
  if (isPublic === false) {
    throw new InvalidInputError('target', [
      {
        path: 'isPublic',
        found: found(isPublic),
        expected: 'public access: a public access block leaves grants to named principals alone, see planRemediation',
      },
    ]);
  }
  return { resource, owner: resourceOwnerAccount };
}

async function s3ClientsOf(clients: Pick<Clients, 'clientConfig'>): Promise<(region: string) => S3ClientLike> {
  const { S3Client } = await loadS3('resolveFinding');
  return (region) => new S3Client(clients.clientConfig(region));
}
