import { describe, expect, it } from 'vitest';
import * as fleet from '../../src/fleet/index.ts';
import * as root from '../../src/index.ts';
import * as pure from '../../src/pure.ts';
import * as s3 from '../../src/s3/index.ts';
import * as securityHub from '../../src/securityhub/index.ts';
import { ASKS_NOBODY, IO_FUNCTIONS, openBed } from './io-functions.ts';

/* Queues (`/bullmq`) ask Redis, and AWS through collectEvidence: their own tests stop them in the middle. */

/** Exported functions by name: no classes, no constants, nothing of the entry that reaches no SDK at all. */
const exported = [root, s3, fleet, securityHub].flatMap((entry) =>
  Object.entries(entry)
    .filter(([name, value]) => typeof value === 'function' && !Object.hasOwn(pure, name) && /^[a-z]/.test(name))
    .map(([name]) => name),
);

describe('the table of functions that ask AWS', () => {
  it('knows every exported function', () => {
    const known = [...IO_FUNCTIONS.map(({ name }) => name), ...Object.keys(ASKS_NOBODY)];
    expect([...known].sort()).toStrictEqual([...new Set(exported)].sort());
  });

  it.each(IO_FUNCTIONS)('$name: the call of the table succeeds, and asks', async (io) => {
    let asked = 0;
    const bed = openBed(io, {
      wrap: (handler) => ({
        ...handler,
        handle: async (request, options) => {
          asked += 1;
          return handler.handle(request, options);
        },
      }),
    });
    await io.run(bed);
    expect(asked).toBeGreaterThan(0);
    expect(bed.fake.requests.filter(({ status }) => status >= 500 || status === 0)).toStrictEqual([]);
  });
});
