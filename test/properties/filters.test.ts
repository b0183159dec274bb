import fc from 'fast-check';
import { InvalidInputError } from '../../src/errors/index.ts';
import type { FilterInput } from '../../src/model/archive-rule.ts';
import { describe, expect, it } from 'vitest';
import {
  canHidePublic,
  equalFilters,
  filterSubsumes,
  lintArchiveRule,
  matchesFilter,
  matchFilter,
  mayBePublic,
  normalizeFilter,
  previewArchiveRule,
} from '../../src/filters/index.ts';
import { externalFinding, filterInput, narrowing } from './filters-arbitraries.ts';
import { oracle } from './filters-oracle.ts';

const ACCESSES = ['external', 'internal', 'unused', 'unknown'] as const;

function isRefused(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch (error) {
    return error instanceof InvalidInputError;
  }
}

describe('filters', () => {
  it('matchFilter agrees with a naive oracle', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, (finding, filter) => {
        expect(matchFilter(finding, filter)).toBe(oracle(finding, filter));
      }),
      { numRuns: 2_000 },
    );
  });

  it('what AWS may do with absent members lies between the two certain answers', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, (finding, filter) => {
        const certain = matchFilter(finding, filter);
        fc.pre(certain !== 'uncertain');
        // Declaring the finding complete changes nothing that was certain.
        expect(matchFilter(finding, filter, { absentUnderNeq: 'match' })).toBe(certain);
        expect(matchFilter(finding, filter, { absentUnderNeq: 'no-match' })).toBe(certain);
      }),
    );
  });

  it('normalizing is idempotent, keeps the meaning and equals its input', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, (finding, filter) => {
        fc.pre(Object.keys(filter).length > 0);
        const normal = normalizeFilter(filter);
        expect(normalizeFilter(normal)).toEqual(normal);
        expect(equalFilters(normal, filter)).toBe(true);
        expect(matchFilter(finding, normal)).toBe(matchFilter(finding, filter));
      }),
    );
  });

  it('the order of keys and values does not matter', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, (finding, filter) => {
        const reversed = Object.fromEntries(
          Object.entries(filter)
            .reverse()
            .map(([key, criterion]) => [
              key,
              Object.fromEntries(
                Object.entries(criterion)
                  .reverse()
                  .map(([operator, operand]) => [
                    operator,
                    Array.isArray(operand) ? (operand as unknown[]).toReversed() : operand,
                  ]),
              ),
            ]),
        );
        expect(equalFilters(filter, reversed)).toBe(true);
        expect(matchFilter(finding, reversed)).toBe(matchFilter(finding, filter));
      }),
    );
  });

  it('adding a criterion never makes more match', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, filterInput, (finding, filter, more) => {
        if (matchesFilter(finding, { ...more, ...filter })) expect(matchFilter(finding, filter)).toBe('yes');
      }),
    );
  });

  it('subsumption is sound', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, filterInput, (finding, wider, narrower) => {
        fc.pre(filterSubsumes(wider, narrower));
        if (matchesFilter(finding, narrower)) expect(matchFilter(finding, wider)).toBe('yes');
      }),
      { numRuns: 3_000, maxSkipsPerRun: 1_000 },
    );
  });

  it('subsumption is sound where filters are near each other, whatever AWS does with absent members', () => {
    let shown = 0;
    fc.assert(
      fc.property(externalFinding, narrowing, (finding, [wider, narrower]) => {
        if (!filterSubsumes(wider, narrower)) return;
        shown += 1;
        for (const absentUnderNeq of ['uncertain', 'match', 'no-match'] as const) {
          if (matchFilter(finding, narrower, { absentUnderNeq }) === 'yes') {
            expect(matchFilter(finding, wider, { absentUnderNeq })).toBe('yes');
          }
        }
      }),
      { numRuns: 3_000 },
    );
    expect(shown).toBeGreaterThan(300);
  });

  it('every filter subsumes itself and what has more criteria', () => {
    fc.assert(
      fc.property(filterInput, filterInput, (filter, more) => {
        expect(filterSubsumes(filter, { ...more, ...filter })).toBe(true);
      }),
    );
  });

  it('operators that nobody knows show nothing', () => {
    const like = (value: string): FilterInput => ({ resource: { like: value } }) as unknown as FilterInput;
    expect(filterSubsumes(like('a'), like('b'))).toBe(false);
  });

  it('what cannot hide public access never certainly matches it', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, (finding, filter) => {
        if (!canHidePublic(filter) && mayBePublic(finding)) expect(matchFilter(finding, filter)).not.toBe('yes');
      }),
      { numRuns: 1_000 },
    );
  });

  it('a preview loses nothing', () => {
    fc.assert(
      fc.property(fc.array(externalFinding), filterInput, (findings, filter) => {
        const { matched, uncertain, unmatched } = previewArchiveRule(filter, findings);
        expect(new Set([...matched, ...uncertain, ...unmatched])).toEqual(new Set(findings));
        expect(matched.length + uncertain.length + unmatched.length).toBe(findings.length);
      }),
    );
  });

  it('lint has an error for every rule that is refused where rules are written', () => {
    let refused = 0;
    fc.assert(
      fc.property(filterInput, fc.constantFrom(...ACCESSES), (filter, access) => {
        const problem = isRefused(() => normalizeFilter(filter, { use: 'archive-rule', access }));
        if (!problem) return;
        refused += 1;
        const found = lintArchiveRule({ ruleName: 'r', filter }, { access });
        expect(found.some(({ severity }) => severity === 'error')).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('a rule that lint says can never match never matches', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, (finding, filter) => {
        const never = lintArchiveRule({ ruleName: 'r', filter }).some(({ code }) => code === 'never-matches');
        if (never) expect(matchFilter(finding, filter)).not.toBe('yes');
      }),
      { numRuns: 1_000 },
    );
  });

  it('a rule that lint says matches everything matches every complete finding', () => {
    fc.assert(
      fc.property(externalFinding, filterInput, (finding, filter) => {
        const all = lintArchiveRule({ ruleName: 'r', filter }).some(({ code }) => code === 'matches-everything');
        if (all) expect(matchFilter(finding, filter)).not.toBe('no');
      }),
      { numRuns: 2_000 },
    );
  });
});
