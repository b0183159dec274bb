import { checkOptions } from '../errors/check-options.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { fanOut } from '../regions/fan-out.ts';
import type { Settled } from '../regions/settled.ts';
import { rescanAndAwait } from './rescan-and-await.ts';
import { rescanSettings, type RescanOptions } from './rescan-options.ts';
import type { RescanOutcome } from './rescan-outcome.ts';
import { checkRescanTarget, type RescanTarget } from './rescan-target.ts';

/** A target with the client of its analyzer's Region. */
export interface PlacedRescanTarget extends RescanTarget {
  /** Talks to the analyzer's Region: an `Analyzer` or ARN of another one is `REGION_MISMATCH`. */
  readonly client: AccessAnalyzerClientLike;
}

/** Options of {@link rescanAll}. Times count for each resource. */
export interface RescanAllOptions extends RescanOptions {
  /**
   * Resources that are waited for at once. It limits rescans, not requests: that is the clients' `concurrency`.
   *
   * @defaultValue 8
   */
  readonly concurrency?: number | undefined;
}

/**
 * Rescans many resources at once, over analyzers and Regions, and yields what became of each in completion order. One failure never
 * stops the rest. The same resource on the same analyzer is rescanned once.
 *
 * IAM actions: `access-analyzer:GetAnalyzedResource`, `access-analyzer:GetAnalyzer`, `access-analyzer:ListFindings`,
 * `access-analyzer:StartResourceScan`.
 *
 * @throws {@link InvalidInputError} at once for a wrong target or option; `signal.reason` on an abort.
 *
 * @example
 * ```ts
 * for await (const settled of rescanAll(rescanTargetsOf(access, clients))) {
 *   console.log(settled.item.resourceArn, settled.status === 'fulfilled' ? settled.value.outcome : settled.reason);
 * }
 * ```
 */
export function rescanAll(
  targets: Iterable<PlacedRescanTarget>,
  given: RescanAllOptions = {},
): AsyncGenerator<Settled<PlacedRescanTarget, RescanOutcome>, void, undefined> {
  checkOptions(given);
  const { concurrency = 8, ...options } = given;
  rescanSettings(options);
  if (!isIterable(targets)) {
    throw new InvalidInputError('targets', [
      { path: '', found: found(targets), expected: 'rescan targets, such as a list' },
    ]);
  }
  const different = new Map<string, PlacedRescanTarget>();
  for (const target of targets) {
    checkRescanTarget(target);
    const { analyzer, resourceArn, resourceOwnerAccount } = target;
    // A bare name may stand for an analyzer in each Region, so it is nobody's double.
    const arn = typeof analyzer === 'string' ? analyzer : analyzer.arn;
    const key = arn.startsWith('arn:')
      ? JSON.stringify([arn, resourceArn, resourceOwnerAccount])
      : String(different.size);
    if (!different.has(key)) different.set(key, target);
  }
  const rescan = ({ client, ...target }: PlacedRescanTarget, signal: AbortSignal): Promise<RescanOutcome> =>
    rescanAndAwait(client, target, { ...options, signal });
  return fanOut([...different.values()], (target, { signal }) => rescan(target, signal), {
    concurrency,
    signal: options.signal,
  });
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
