import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { iteratePages, type RawPage } from '../../../src/clients/iterate-pages.ts';
import { turns } from '../../helpers/turns.ts';

const context = { operation: 'ListFindings', region: 'eu-central-1' };
type FetchPage = (token: string | undefined, signal: AbortSignal) => Promise<RawPage>;

const script = (...pages: (RawPage | Error)[]): ReturnType<typeof vi.fn<FetchPage>> => {
  const rest = [...pages];
  return vi.fn<FetchPage>(async () => {
    const page = rest.shift();
    if (page === undefined) throw new Error('asked for more pages than there are');
    if (page instanceof Error) throw page;
    return page;
  });
};

async function read(fetchPage: FetchPage): Promise<{ pages: (readonly unknown[])[]; error: unknown }> {
  const pages: (readonly unknown[])[] = [];
  try {
    for await (const page of iteratePages({ ...context, fetchPage })) pages.push(page);
    return { pages, error: undefined };
  } catch (error) {
    return { pages, error };
  }
}

describe('iteratePages', () => {
  it('follows tokens through empty pages and missing lists to the end', async () => {
    const fetchPage = script(
      { items: [], nextToken: 'a' },
      { items: undefined, nextToken: 'b' },
      { items: null, nextToken: 'c' },
      { items: [1], nextToken: 'd' },
      { items: [], nextToken: '' },
    );
    expect(await read(fetchPage)).toStrictEqual({ pages: [[], [], [], [1], []], error: undefined });
    expect(fetchPage.mock.calls.map(([token]) => token)).toStrictEqual([undefined, 'a', 'b', 'c', 'd']);
  });

  it.each([
    ['at once', ['a', 'a']],
    ['in a circle', ['a', 'b', 'a']],
  ])('ends with an error when a token comes again %s, after the page that carried it', async (_name, tokens) => {
    const { pages, error } = await read(script(...tokens.map((nextToken, index) => ({ items: [index], nextToken }))));
    expect(pages).toStrictEqual(tokens.map((_token, index) => [index]));
    expect(error).toMatchObject({
      code: 'AWS_CALL_FAILED',
      problem: { code: 'repeated-token', operation: 'ListFindings', region: 'eu-central-1', retryable: true },
    });
  });

  it.each([[undefined], [null], ['text'], [{}]])(
    'takes a last page that holds %s for malformed, not for empty',
    async (items) => {
      const { pages, error } = await read(script({ items: [1], nextToken: 'a' }, { items, nextToken: undefined }));
      expect(pages).toStrictEqual([[1]]);
      expect(error).toMatchObject({ problem: { code: 'malformed-response' } });
    },
  );

  it('yields what it has before it throws what came after', async () => {
    const failure = new Error('page 3');
    const { pages, error } = await read(
      script({ items: [1], nextToken: 'a' }, { items: [2], nextToken: 'b' }, failure),
    );
    expect(pages).toStrictEqual([[1], [2]]);
    expect(error).toBe(failure);
  });

  it('is at most one page ahead, and does nothing before the first pull', async () => {
    const fetchPage = vi.fn<FetchPage>(async (token) => ({ items: [token], nextToken: `${token ?? ''}+` }));
    const pages = iteratePages({ ...context, fetchPage });
    await turns();
    expect(fetchPage).toHaveBeenCalledTimes(0);
    await pages.next();
    await turns();
    expect(fetchPage).toHaveBeenCalledTimes(2);
    await pages.return();
  });

  it('aborts the request ahead when the consumer stops, and leaves no listener', async () => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const fetchPage: FetchPage = async (token, signal) => {
      signals.push(signal);
      return { items: [1], nextToken: `${token ?? ''}+` };
    };
    for await (const page of iteratePages({ ...context, fetchPage, signal: controller.signal })) {
      expect(page).toStrictEqual([1]);
      break;
    }
    expect(signals.map(({ aborted }) => aborted)).toStrictEqual([true, true]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('rejects with the reason of an abort, before the first call and between pages', async () => {
    const fetchPage = script({ items: [1], nextToken: 'a' }, { items: [2], nextToken: undefined });
    await expect(iteratePages({ ...context, fetchPage, signal: AbortSignal.abort('early') }).next()).rejects.toBe(
      'early',
    );
    expect(fetchPage).not.toHaveBeenCalled();
    const controller = new AbortController();
    const pages = iteratePages({ ...context, fetchPage, signal: controller.signal });
    await pages.next();
    controller.abort('late');
    await expect(pages.next()).rejects.toBe('late');
  });
});
