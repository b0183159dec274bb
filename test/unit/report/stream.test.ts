import { describe, expect, test } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import type { Access, Verdict } from '../../../src/evaluate/verdict.ts';
import {
  streamAsff,
  streamCsv,
  streamHtml,
  streamJson,
  streamJUnit,
  streamMarkdown,
  streamOcsf,
  streamSarif,
  toAsff,
  toCsv,
  toHtml,
  toJson,
  toJUnit,
  toMarkdown,
  toOcsf,
  toSarif,
  type StreamOptions,
} from '../../../src/report/index.ts';
import type { FindingDraft } from '../../helpers/build-evidence.ts';
import { hostileVerdict, judge, richDiff, richVerdict, seen } from '../../helpers/report-verdicts.ts';

type Form<Part> = (verdict: Verdict, options?: StreamOptions) => AsyncGenerator<Part, void>;

const texts: readonly (readonly [string, (verdict: Verdict) => string, Form<string>])[] = [
  ['JSON', toJson, streamJson],
  ['CSV', toCsv, streamCsv],
  ['Markdown', toMarkdown, streamMarkdown],
  ['SARIF', toSarif, streamSarif],
  ['JUnit', toJUnit, streamJUnit],
  ['HTML', toHtml, streamHtml],
];
const objects: readonly (readonly [string, (verdict: Verdict) => unknown[], Form<unknown>])[] = [
  ['ASFF', toAsff, streamAsff],
  ['OCSF', toOcsf, streamOcsf],
];

async function collect<Part>(parts: AsyncIterable<Part>): Promise<Part[]> {
  const all: Part[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

const MANY = 700;
const large = judge({
  'us-east-1': seen(
    ...Array.from({ length: MANY }, (_, index): FindingDraft => ({
      id: `f-${index}`,
      resource: `arn:aws:s3:::b-${index}`,
    })),
  ),
  'us-west-2': 'clean',
});
const verdicts = [
  ['some of everything', richVerdict()],
  ['hostile names', hostileVerdict()],
  ['many', large],
  ['nothing', judge({ 'us-east-1': { problem: 'timeout' } })],
] as const;

/** The accesses as a source hands them over: one at a time, noting how far it was asked and whether it was closed. */
function source(accesses: readonly Access[]): { asked: number; closed: boolean; accesses: AsyncGenerator<Access> } {
  const state = { asked: 0, closed: false };
  async function* read(): AsyncGenerator<Access> {
    try {
      for (const access of accesses) {
        state.asked += 1;
        yield access;
      }
    } finally {
      state.closed = true;
    }
  }
  return Object.assign(state, { accesses: read() });
}

describe.each(verdicts)('the streaming form gives the same: %s', (_, verdict) => {
  test.each(texts)('%s', async (__, whole, stream) => {
    const chunks = await collect(stream(verdict));
    expect(chunks.join('')).toBe(whole(verdict));
    expect(chunks.every((chunk) => chunk !== '')).toBe(true);
  });

  test.each(texts)('%s, of accesses that come one at a time', async (__, whole, stream) => {
    const chunks = await collect(stream({ ...verdict, accesses: [] }, { accesses: source(verdict.accesses).accesses }));
    expect(chunks.join('')).toBe(whole(verdict));
  });

  test.each(objects)('%s', async (__, whole, stream) => {
    const parts = await collect(stream({ ...verdict, accesses: [] }, { accesses: source(verdict.accesses).accesses }));
    const sorted = (list: readonly unknown[]): string[] => list.map((part) => JSON.stringify(part)).sort();
    expect(sorted(parts)).toEqual(sorted(whole(verdict)));
  });
});

describe('a stream', () => {
  test('with an earlier verdict gives the same as the whole', async () => {
    const { before, after } = richDiff();
    const bare = { ...after, accesses: [] };
    const options = { previous: before };
    expect((await collect(streamSarif(bare, { ...options, accesses: after.accesses }))).join('')).toBe(
      toSarif(after, options),
    );
    expect(await collect(streamOcsf(bare, { ...options, accesses: after.accesses }))).toEqual(toOcsf(after, options));
    const batches = await collect(streamAsff(bare, { ...options, accesses: after.accesses }));
    expect(batches.map((batch) => JSON.stringify(batch)).sort()).toEqual(
      toAsff(after, options)
        .map((batch) => JSON.stringify(batch))
        .sort(),
    );
  });

  test.each(texts.filter(([name]) => name !== 'Markdown' && name !== 'JUnit'))(
    '%s reads no further than it has written',
    async (_, __, stream) => {
      const from = source(large.accesses);
      const chunks = stream({ ...large, accesses: [] }, { accesses: from.accesses });
      await chunks.next();
      await chunks.next();
      expect(from.asked).toBeGreaterThan(0);
      expect(from.asked).toBeLessThan(MANY / 4);
      await chunks.return();
      expect(from.closed).toBe(true);
    },
  );

  test.each(texts)('%s closes its source when nobody reads on', async (_, __, stream) => {
    const from = source(large.accesses);
    for await (const chunk of stream({ ...large, accesses: [] }, { accesses: from.accesses })) {
      expect(chunk).not.toBe('');
      break;
    }
    expect(from.closed || from.asked === 0).toBe(true);
  });

  test.each([...texts, ...objects])('%s passes on what its source throws', async (_, __, stream) => {
    const broken = new Error('the file ended');
    async function* half(): AsyncGenerator<Access> {
      yield* large.accesses.slice(0, 3);
      throw broken;
    }
    await expect(collect(stream(large, { accesses: half() }) as AsyncIterable<unknown>)).rejects.toBe(broken);
  });

  test.each([...texts, ...objects])('%s refuses what is no verdict before the first chunk', (_, __, stream) => {
    expect(() => stream({} as Verdict)).toThrow(InvalidInputError);
  });
});
