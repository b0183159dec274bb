import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InvalidInputError } from '../../../src/errors/index.ts';
import { rescanAll, type PlacedRescanTarget, type RescanAllOptions } from '../../../src/rescan/index.ts';
import { AFTER, analyzer, awsError, BEFORE, REGION } from './bed.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const arnOf = (name: string): string => `arn:aws:s3:::${name}`;

/** AWS needs so many milliseconds from the scan on to analyse each resource; resources without a number are refused. */
function account(needsMs: Readonly<Record<string, number | undefined>>) {
  const scannedAt = new Map<string, number>();
  const done = new Set<string>();
  let most = 0;
  const client = {
    config: { region: REGION },
    send: (command: { readonly input: object; readonly constructor: { readonly name: string } }): Promise<object> => {
      const { filter, resourceArn = filter?.resource.eq[0] ?? '' } = command.input as {
        resourceArn?: string;
        filter?: { resource: { eq: string[] } };
      };
      const name = resourceArn.replace('arn:aws:s3:::', '');
      const scanned = scannedAt.get(name);
      const needed = needsMs[name];
      switch (command.constructor.name) {
        case 'StartResourceScanCommand':
          if (needed === undefined) return Promise.reject(awsError('AccessDeniedException', 403));
          scannedAt.set(name, performance.now());
          most = Math.max(most, scannedAt.size - done.size);
          return Promise.resolve({});
        case 'ListFindingsCommand':
          return Promise.resolve({ findings: [] });
        default: {
          const over = scanned !== undefined && performance.now() - scanned >= (needed ?? 0);
          if (over) done.add(name);
          return Promise.resolve({ resource: { analyzedAt: new Date(over ? AFTER : BEFORE) } });
        }
      }
    },
  };
  return { client, mostAtOnce: () => most };
}

async function collect(
  { client }: ReturnType<typeof account>,
  names: readonly string[],
  options: RescanAllOptions = {},
): Promise<string[]> {
  const targets = names.map((name): PlacedRescanTarget => ({ client, analyzer, resourceArn: arnOf(name) }));
  const said: string[] = [];
  const reading = (async () => {
    for await (const { item, ...settled } of rescanAll(targets, options)) {
      const outcome = settled.status === 'fulfilled' ? settled.value.outcome : 'failed';
      said.push(`${item.resourceArn.replace('arn:aws:s3:::', '')} ${outcome}`);
    }
  })();
  await vi.runAllTimersAsync();
  await reading;
  return said;
}

describe('rescanAll', () => {
  it('yields in the order in which AWS is done, not in the order asked', async () => {
    const aws = account({ slow: 90_000, middle: 40_000, fast: 1 });
    expect(await collect(aws, ['slow', 'middle', 'fast'])).toEqual([
      'fast resolved',
      'middle resolved',
      'slow resolved',
    ]);
  });

  it('goes on where one fails and another runs out of time', async () => {
    const aws = account({ never: Infinity, fine: 20_000 });
    expect(await collect(aws, ['never', 'refused', 'fine'], { timeoutMs: 60_000 })).toEqual([
      'refused failed',
      'fine resolved',
      'never timed-out',
    ]);
  });

  const twenty = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`b${index}`, 3_000 + index * 700]));
  it.each([
    [{}, 8],
    [{ concurrency: 1 }, 1],
    [{ concurrency: 3 }, 3],
    [{ concurrency: 50 }, 20],
  ])('with %j it waits for %i at once at most, and reaches all', async (options, most) => {
    const aws = account(twenty);
    expect(await collect(aws, Object.keys(twenty), options)).toHaveLength(20);
    expect(aws.mostAtOnce()).toBe(most);
  });

  it('rescans the same resource on the same analyzer once', async () => {
    const aws = account({ one: 10 });
    expect(await collect(aws, ['one', 'one', 'one'])).toEqual(['one resolved']);
  });

  it('refuses a wrong target or option at once, whichever it is', () => {
    const { client } = account({});
    expect(() => rescanAll([{ client, analyzer, resourceArn: 'reports' }])).toThrow(InvalidInputError);
    expect(() => rescanAll([], { timeoutMs: -1 })).toThrow(InvalidInputError);
    expect(() => rescanAll([], { concurrency: 0 })).toThrow(InvalidInputError);
  });

  it('a consumer that stops stops the waiting, and no timer is left', async () => {
    const { client } = account({ fast: 1, slow: 1_000_000 });
    const targets = ['slow', 'fast'].map((name) => ({ client, analyzer, resourceArn: arnOf(name) }));
    const first = (async () => {
      for await (const { item } of rescanAll(targets)) return item.resourceArn;
      return undefined;
    })();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await first).toBe(arnOf('fast'));
    expect(vi.getTimerCount()).toBe(0);
  });
});
