import { afterEach, describe, expect, it, vi } from 'vitest';
import { printVerdict } from '../../examples/support/print-verdict.ts';
import { InvalidInputError } from '../../src/errors/index.ts';
import { diffVerdicts, toSummary } from '../../src/evaluate/index.ts';
import { matchFilter, normalizeFilter } from '../../src/filters/index.ts';
import { parseEvidence, parseFindings } from '../../src/model/index.ts';
import { buildFinding } from '../helpers/build-evidence.ts';
import { HOSTILE_CASES } from '../helpers/hostile-strings.ts';
import { hostileVerdict } from '../helpers/report-verdicts.ts';

/** What a terminal obeys, what a log viewer hides, what turns writing round. Line ends of ours are taken out before. */
const STEERING = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
/** Lines that a CI system takes for orders: GitHub's and Azure's. */
const ORDER = /^\s*(?:::|##\[|##vso)/m;
/** What the examples themselves colour with. */
// eslint-disable-next-line no-control-regex -- it is the escape that is looked for
const COLOUR = /\u001b\[\d{1,2}m/g;

function expectTame(text: string): void {
  expect(text.replaceAll('\n', ' ')).not.toMatch(STEERING);
  expect(text).not.toMatch(ORDER);
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(HOSTILE_CASES)('%s', (_, name) => {
  const verdict = hostileVerdict([name]);

  it('steers nothing in the summary, nor in what an example prints', () => {
    const earlier = hostileVerdict(['another']);
    expectTame(toSummary(verdict, { diff: diffVerdicts(earlier, verdict) }));
    expectTame(printVerdict(verdict, { color: false }));
    expectTame(printVerdict(verdict, { color: true, diff: diffVerdicts(earlier, verdict) }).replaceAll(COLOUR, ''));
  });

  it('steers nothing in the message of an error that names it', () => {
    const refusals = [
      () => normalizeFilter({ [name]: { [name]: name } }, { use: 'archive-rule' }),
      () => normalizeFilter({ resource: { eq: [{ [name]: 1 }] } } as never),
      () => parseFindings([{ id: name, isPublic: name, [name]: name }]),
      () => parseFindings(`${name}{`),
      () => parseEvidence({ schema: name, auditId: name, scopes: [{ [name]: name }], regions: name }),
      () => matchFilter(buildFinding(), name as never),
    ];
    for (const refuse of refusals) {
      const error: unknown = (() => {
        try {
          return refuse();
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toBeInstanceOf(InvalidInputError);
      expectTame((error as Error).message);
    }
  });
});
