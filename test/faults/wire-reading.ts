import type { Draw } from './draw.ts';
import { accountId } from './places.ts';
import type { PassOutcome } from './run-draw.ts';
import { chainOf, type Chain, type Item, type WireCall } from './wire.ts';
import { filterOf } from '../helpers/filter-of.ts';

/** What the wire says was listed of one analyzer's findings. */
export interface FindingChains {
  /** Whether its ACTIVE findings were listed to the end. */
  readonly isRead: boolean;
  /** Whether every call about them was refused. */
  readonly isRefused: boolean;
  /** Findings that were served of it, but for those of the list of archived ones. */
  readonly items: readonly Item[];
  /** Calls that ended without an answer. */
  readonly lost: readonly WireCall[];
  /** Whether a page token led in a circle. */
  readonly isStuck: boolean;
  readonly isSliced: boolean;
  readonly isAsked: boolean;
}

const LISTS_FINDINGS = new Set(['ListFindings', 'ListFindingsV2']);

/** Follows the lists of an analyzer's open findings, as an account asked for them: the plain one, the second one of a doubt, and slices. */
export function findingChains(pass: PassOutcome, account: string, arn: string): FindingChains {
  const calls = callsAbout(pass, account, arn).filter((call) => statusFilter(call) !== 'ARCHIVED');
  return follow(calls);
}

/** The same for the list of archived findings. */
export function archivedChains(pass: PassOutcome, account: string, arn: string): FindingChains {
  const calls = callsAbout(pass, account, arn).filter((call) => statusFilter(call) === 'ARCHIVED');
  return follow(calls);
}

function follow(calls: readonly WireCall[]): FindingChains {
  const isSlice = (call: WireCall): boolean => Object.keys(filterOf(call)).some((key) => key !== 'status');
  const slices = questionsOf(calls.filter(isSlice));
  const isPlain = (call: WireCall): boolean => !isSlice(call) && statusFilter(call) !== undefined;
  const plain = chainOf(calls.filter(isPlain));
  const second = chainOf(calls.filter((call) => statusFilter(call) === undefined));
  const isSecondOpen = second.calls.length > 0 && !second.isComplete;
  // Slices that are all empty, or do not fit together, prove nothing: the plain list is then read from its beginning.
  const again = calls.slice(calls.findIndex(isSlice)).some(isPlain);
  const slicesAreGood =
    slices.length > 0 && !again && slices.every((slice) => chainOf(slice).isComplete || isSplit(slice, slices));
  const lost = calls.filter(({ isGood }) => !isGood);
  return {
    isRead: !isSecondOpen && (plain.isComplete || slicesAreGood),
    isRefused:
      calls.length > 0 &&
      calls.every(({ attempts }) => attempts.at(-1)?.response?.headers['x-amzn-errortype'] === 'AccessDeniedException'),
    items: calls.flatMap(({ items }) => items),
    lost,
    isStuck: questionsOf(calls).some((question) => chainOf(question).isStuck),
    isSliced: slices.length > 0,
    isAsked: calls.length > 0,
  };
}

/** The calls of each question, which is asked page by page. */
function questionsOf(calls: readonly WireCall[]): WireCall[][] {
  const questions = new Map<string, WireCall[]>();
  for (const call of calls) {
    const key = JSON.stringify(filterOf(call));
    questions.set(key, [...(questions.get(key) ?? []), call]);
  }
  return [...questions.values()];
}

/** Whether a slice was left for its parts after some pages, each of which was answered. */
function isSplit(calls: readonly WireCall[], slices: readonly (readonly WireCall[])[]): boolean {
  const answered = new Set(calls.filter(({ isGood }) => isGood).map(({ input }) => input['nextToken']));
  const own = Object.entries(filterOf(calls[0])).map(([key, criterion]) => [key, JSON.stringify(criterion)]);
  const hasParts = slices.some(([part]) => {
    const filter = filterOf(part);
    return (
      Object.keys(filter).length > own.length &&
      own.every(([key, criterion]) => JSON.stringify(filter[key ?? '']) === criterion)
    );
  });
  return hasParts && !chainOf(calls).isStuck && calls.every(({ input }) => answered.has(input['nextToken']));
}

function callsAbout({ wire }: PassOutcome, account: string, arn: string): readonly WireCall[] {
  return wire.calls.filter(
    (call) => LISTS_FINDINGS.has(call.operation) && call.account === account && call.input['analyzerArn'] === arn,
  );
}

function statusFilter(call: WireCall): string | undefined {
  return filterOf(call)['status']?.eq?.[0];
}

/** The list of a Region's analyzers. */
export function regionChain({ wire }: PassOutcome, account: string, region: string): Chain {
  return chainOf(
    wire.calls.filter(
      (call) => call.operation === 'ListAnalyzers' && call.account === account && call.region === region,
    ),
  );
}

/** The analyzers that were served in a Region, with whatever was left of their members. */
export function analyzersIn(pass: PassOutcome, account: string, region: string): readonly Item[] {
  const byArn = new Map<string, Item>();
  for (const item of regionChain(pass, account, region).items) {
    const { arn } = item;
    if (typeof arn === 'string' && !byArn.has(arn)) byArn.set(arn, item);
  }
  return [...byArn.values()];
}

/** The Regions of an account as ListRegions served them; undefined when it was not heard to the end. */
export function listedRegions(
  { wire }: PassOutcome,
  account: string,
): { readonly enabled: readonly string[]; readonly disabled: readonly string[] } | undefined {
  const chain = chainOf(wire.calls.filter((call) => call.operation === 'ListRegions' && call.account === account));
  if (!chain.isComplete) return undefined;
  const names = (isDisabled: boolean): string[] =>
    chain.items
      .filter(({ RegionOptStatus }) => (RegionOptStatus === 'DISABLED') === isDisabled)
      .map(({ RegionName }) => String(RegionName));
  return names(false).length === 0 ? undefined : { enabled: names(false), disabled: names(true) };
}

/** Whether it is known whose credentials these are: they say so themselves, or STS did. */
export function identityIsKnown(draw: Draw, index: number, passes: readonly PassOutcome[]): boolean {
  if (draw.accounts[index]?.credentials === 'with-account') return true;
  return passes.some(({ wire }) =>
    wire.calls.some(
      (call) => call.operation === 'GetCallerIdentity' && call.account === accountId(index) && call.isGood,
    ),
  );
}

/** One open external finding, with every form in which it was served. */
export interface ServedFinding {
  readonly arn: string;
  /** Undefined when it came without one. */
  readonly id: string | undefined;
  readonly items: readonly Item[];
}

/** Every ACTIVE finding of external access, error findings apart, that any answer held. */
export function openFindings(passes: readonly PassOutcome[]): readonly ServedFinding[] {
  const found = new Map<string, ServedFinding>();
  for (const { wire } of passes) {
    for (const { input, items, operation } of wire.calls) {
      if (!LISTS_FINDINGS.has(operation)) continue;
      const arn = String(input['analyzerArn']);
      for (const item of items) {
        if (item['status'] !== 'ACTIVE' || typeof item['error'] === 'string') continue;
        if (operation === 'ListFindingsV2' && item['findingType'] !== 'ExternalAccess') continue;
        const id = typeof item['id'] === 'string' ? item['id'] : undefined;
        const key = `${arn} ${id ?? JSON.stringify(item)}`;
        found.set(key, { arn, id, items: [...(found.get(key)?.items ?? []), item] });
      }
    }
  }
  return [...found.values()];
}
