import { ListRegionsCommand } from '@aws-sdk/client-account';
import { callAws } from '../clients/call-aws.ts';
import { iteratePages } from '../clients/iterate-pages.ts';
import { makeProblem, toProblem } from '../clients/to-problem.ts';
import type { Clients } from '../clients/types.ts';
import { AwsCallError } from '../errors/aws-call-error.ts';
import type { Problem } from '../errors/problem.ts';
import { sortedUnique } from '../model/compare.ts';
import { isRecord, textOf } from '../model/loose.ts';
import { partitionOf } from '../model/partitions.ts';

/** The Regions of an account, and how far that can be relied upon. */
export interface RegionList {
  /**
   * The Regions to read, sorted. With source `account`: those that are enabled, and those in transition (`ENABLING`,
   * `DISABLING`) or of a status that this release does not know, since their findings may already or still be there.
   */
  readonly regions: readonly string[];
  /** The Regions that AWS says are not enabled, sorted. Nothing else proves that. */
  readonly disabled: readonly string[];
  /**
   * `account`: ListRegions answered in full. `static`: it did not, `problem` says why, and `regions` are all that this release
   * knows of the partition: some may not be enabled, and one that AWS added since is missing.
   */
  readonly source: 'account' | 'static';
  /** Why ListRegions gave no full answer. Set with `static`, and only then. */
  readonly problem?: Problem;
}

/** Options of {@link listRegions}. */
export interface ListRegionsOptions {
  readonly signal?: AbortSignal | undefined;
}

const OPERATION = 'account:ListRegions';

/** The most that AWS gives on one page; today's 34 Regions fit. */
const PAGE_SIZE = 50;

/**
 * Lists the Regions that the account has enabled. `account:ListRegions` is missing from AWS's read-only policy for Access
 * Analyzer and from some partitions; when it fails for whatever reason, the answer falls back to the known Regions of
 * the home Region's partition and says so.
 *
 * @throws `signal.reason` on an abort, and nothing else.
 *
 * @example
 * ```ts
 * const { regions, source, problem } = await listRegions(clients);
 * if (source === 'static') console.warn(problem?.message);
 * ```
 */
export async function listRegions(
  clients: Pick<Clients, 'account' | 'homeRegion'>,
  { signal }: ListRegionsOptions = {},
): Promise<RegionList> {
  signal?.throwIfAborted();
  const home = await clients.homeRegion();
  const context = { operation: OPERATION, region: partitionOf(home).globalRegion };
  const enabled: string[] = [];
  const disabled: string[] = [];
  try {
    const client = clients.account();
    const pages = iteratePages({
      ...context,
      signal,
      fetchPage: async (nextToken, pageSignal) => {
        const input = { MaxResults: PAGE_SIZE, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
        const output = await callAws(client, new ListRegionsCommand(input), { ...context, signal: pageSignal });
        return { items: output.Regions, nextToken: output.NextToken };
      },
    });
    for await (const page of pages) {
      for (const entry of page) {
        const name = isRecord(entry) ? textOf(entry['RegionName']) : undefined;
        if (name === undefined) throw malformed('a Region without a name', context);
        const isDisabled = isRecord(entry) && entry['RegionOptStatus'] === 'DISABLED';
        (isDisabled ? disabled : enabled).push(name);
      }
    }
    if (enabled.length === 0) throw malformed('no enabled Region, which no account is without', context);
    return { regions: sortedUnique(enabled), disabled: provenOff(disabled, enabled), source: 'account' };
  } catch (error) {
    signal?.throwIfAborted();
    // What was listed before the failure is still true: a Region that is proven off stays off, a new one stays listed.
    const proven = provenOff(disabled, enabled);
    const known = [...partitionOf(home).regions, home, ...enabled].filter((region) => !proven.includes(region));
    return {
      regions: sortedUnique(known),
      disabled: proven,
      source: 'static',
      problem: toProblem(error, context),
    };
  }
}

/** A Region may change while the list is read, and so stand in it twice: one that is told both is not proven off. */
function provenOff(disabled: readonly string[], enabled: readonly string[]): string[] {
  return sortedUnique(disabled).filter((region) => !enabled.includes(region));
}

function malformed(what: string, context: { readonly operation: string; readonly region: string }): AwsCallError {
  return new AwsCallError(makeProblem('malformed-response', what, context));
}
