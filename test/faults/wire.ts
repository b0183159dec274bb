import type { FakeHttpResponse, FakeRequest } from '../../src/testing/index.ts';
import { isRecord } from '../../src/model/loose.ts';

/**
 * What went over the wire while one pass was collected, as the fake saw it: the campaign's own evidence, made without a line of
 * the library's reading or judging.
 */
export interface Wire {
  /** Every call (one input, all its attempts), in the order of the first attempt. */
  readonly calls: readonly WireCall[];
}

/** One call, whatever the number of attempts, and how it ended. What is asked for again by the library is another call. */
export interface WireCall {
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly attempts: readonly WireAttempt[];
  /** Whether some attempt was answered in full and in order. */
  readonly isGood: boolean;
  /** The items that some attempt served, also those beside one that is no item. */
  readonly items: readonly Item[];
  /** The page token that came with them. */
  readonly nextToken: string | undefined;
}

/** An object in a list that was served. */
export type Item = Readonly<Record<string, unknown>>;

/** One request and its answer. */
export interface WireAttempt {
  readonly request: FakeRequest;
  /** Absent when no whole answer went out. */
  readonly response: FakeHttpResponse | undefined;
  readonly page: ServedPage | undefined;
}

/** A page as anybody could read it. */
interface ServedPage {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
  /** Whether everything in it is what it must be. */
  readonly isWhole: boolean;
}

/** The list that an operation's answer holds, and the member that an item cannot do without. */
const LISTS: Readonly<Record<string, { readonly list: string; readonly needs?: string }>> = {
  ListRegions: { list: 'Regions', needs: 'RegionName' },
  ListAnalyzers: { list: 'analyzers', needs: 'arn' },
  ListFindings: { list: 'findings' },
  ListFindingsV2: { list: 'findings' },
  ListArchiveRules: { list: 'archiveRules' },
};

/** Collects what a fake tells of its answers. */
export class WireLog {
  readonly #answers = new Map<FakeRequest, FakeHttpResponse>();

  /** For the fake's `onAnswer`. */
  readonly onAnswer = (request: FakeRequest, response: FakeHttpResponse): void => {
    this.#answers.set(request, response);
  };

  /** What went over the wire in these requests. */
  read(requests: readonly FakeRequest[]): Wire {
    const groups = new Map<string, FakeRequest[]>();
    for (const request of requests) {
      const key = request.invocationId ?? request.requestId;
      groups.set(key, [...(groups.get(key) ?? []), request]);
    }
    return { calls: [...groups.values()].map((group) => this.#call(group)) };
  }

  #call(requests: readonly FakeRequest[]): WireCall {
    const attempts = requests.map((request): WireAttempt => {
      const response = this.#answers.get(request);
      return { request, response, page: response === undefined ? undefined : readPage(request, response) };
    });
    const [first] = requests as [FakeRequest];
    const { account, input, operation, region, service } = first;
    const whole = attempts.findLast(({ page }) => page?.isWhole === true);
    const served = whole ?? attempts.findLast(({ page }) => page !== undefined);
    return {
      ...{ account, input, operation, region, service, attempts },
      isGood: whole !== undefined,
      items: attempts.flatMap(({ page }) => page?.items ?? []),
      nextToken: served?.page?.nextToken,
    };
  }
}

/** Undefined for what is no answer of the operation. */
function readPage({ operation }: FakeRequest, { body, status }: FakeHttpResponse): ServedPage | undefined {
  if (status !== 200) return undefined;
  if (operation === 'GetCallerIdentity') {
    return /<Account>\d{12}<\/Account>/.test(body) ? { items: [], nextToken: undefined, isWhole: true } : undefined;
  }
  const json = parse(body);
  if (!isRecord(json)) return undefined;
  const shape = LISTS[operation];
  if (shape === undefined) return { items: [], nextToken: undefined, isWhole: true };
  const token = json['nextToken'] ?? json['NextToken'];
  const nextToken = typeof token === 'string' && token !== '' ? token : undefined;
  const list = json[shape.list];
  // A page without its list says nothing; with a token it at least says where to go on.
  if (!Array.isArray(list)) return nextToken === undefined ? undefined : { items: [], nextToken, isWhole: true };
  // The SDK reads no answer with a time that is none.
  if (list.some((item: unknown) => isRecord(item) && item['createdAt'] === 'yesterday')) return undefined;
  const items = list.filter(isRecord);
  const { needs } = shape;
  const isWhole = needs === undefined || items.every((item) => typeof item[needs] === 'string' && item[needs] !== '');
  return { items, nextToken, isWhole };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** The calls of one paged list: same place, same question, other page tokens. */
export interface Chain {
  readonly calls: readonly WireCall[];
  /** Whether it was followed from its first page to a page without a token, every page whole. */
  readonly isComplete: boolean;
  /** Whether a page token came twice on the way. */
  readonly isStuck: boolean;
  readonly items: readonly Item[];
  /** The calls that were never answered in full. */
  readonly lost: readonly WireCall[];
}

/** Follows the page tokens of calls that ask the same question. Each call without one begins anew. */
export function chainOf(calls: readonly WireCall[]): Chain {
  const runs: WireCall[][] = [];
  for (const call of calls) {
    if (tokenOf(call.input) === undefined || runs.length === 0) runs.push([]);
    runs.at(-1)?.push(call);
  }
  return {
    calls,
    isComplete: runs.some(comesToItsEnd),
    isStuck: runs.some(goesInACircle),
    items: calls.flatMap(({ items }) => items),
    lost: calls.filter(({ isGood }) => !isGood),
  };
}

function comesToItsEnd(run: readonly WireCall[]): boolean {
  const byToken = new Map<string | undefined, WireCall>();
  for (const call of run) {
    // What failed may have been asked for again.
    const token = tokenOf(call.input);
    if (byToken.get(token)?.isGood !== true) byToken.set(token, call);
  }
  const seen = new Set<string | undefined>();
  let call = byToken.get(undefined);
  while (call?.isGood === true) {
    const { nextToken } = call;
    if (nextToken === undefined) return true;
    // A token that comes again leads nowhere new.
    if (seen.has(nextToken)) return false;
    seen.add(nextToken);
    call = byToken.get(nextToken);
  }
  return false;
}

function goesInACircle(run: readonly WireCall[]): boolean {
  const tokens = run.flatMap(({ isGood, nextToken }) => (isGood && nextToken !== undefined ? [nextToken] : []));
  return new Set(tokens).size < tokens.length;
}

function tokenOf(input: WireCall['input']): string | undefined {
  const token = input['nextToken'] ?? input['NextToken'];
  return typeof token === 'string' ? token : undefined;
}
