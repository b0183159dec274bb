import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import { buildEvidence, deepFreeze, type AccountDraft } from '../../helpers/build-evidence.ts';

interface EvaluateCase extends AccountDraft {
  readonly name: string;
  readonly policy?: keyof typeof policies | PolicyInput;
  readonly expect: {
    readonly status: Verdict['status'];
    readonly strictStatus?: Verdict['status'];
    readonly complete?: boolean;
    /** The codes of the reasons that fail or leave unknown, in any order. */
    readonly codes: readonly string[];
    readonly warnings?: readonly string[];
    readonly accepted?: readonly string[];
    /** The Region of the first reason. */
    readonly at?: string;
    /** A word in the reasons' messages. */
    readonly says?: string;
    readonly accesses?: number;
    readonly public?: number;
    readonly errors?: number;
    readonly excused?: number;
    readonly notJudged?: number;
    readonly hiddenPublic?: readonly string[];
    readonly zones?: readonly string[];
    readonly results?: readonly string[];
    readonly regionStatus?: Readonly<Record<string, string>>;
    readonly scopeText?: string;
  };
}

const folder = new URL('cases/', import.meta.url);

for (const file of readdirSync(folder)) {
  const cases = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as EvaluateCase[];
  describe(`evaluate: ${file}`, () => {
    test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { policy, expect: expected, ...account }) => {
      const input = deepFreeze(buildEvidence(account));
      const verdict = evaluate(input, typeof policy === 'string' ? policies[policy] : policy);
      const actual = observe(verdict);
      const wanted = {
        ...expected,
        codes: [...expected.codes].sort(),
        ...(expected.warnings === undefined ? {} : { warnings: [...expected.warnings].sort() }),
      };
      expect(actual).toMatchObject({ ...wanted, says: undefined, scopeText: undefined });
      if (expected.says !== undefined)
        expect(verdict.reasons.map(({ message }) => message).join(' ')).toContain(expected.says);
      if (expected.scopeText !== undefined) expect(verdict.scope.text).toContain(expected.scopeText);
      expect(JSON.parse(JSON.stringify(verdict))).toStrictEqual(verdict);
    });
  });
}

function observe(verdict: Verdict): Record<string, unknown> {
  const codes = (...effects: readonly string[]): string[] =>
    verdict.reasons
      .filter(({ effect }) => effects.includes(effect))
      .map(({ code }) => code)
      .sort();
  return {
    status: verdict.status,
    strictStatus: verdict.strictStatus,
    complete: verdict.complete,
    codes: codes('FAIL', 'UNKNOWN'),
    warnings: codes('warning'),
    accepted: codes('accepted'),
    at: verdict.reasons[0]?.region,
    says: undefined,
    scopeText: undefined,
    accesses: verdict.summary.exposed.accesses,
    public: verdict.summary.exposed.public,
    errors: verdict.summary.errorFindings,
    excused: verdict.summary.exposed.excused,
    notJudged: verdict.summary.notJudged.analyzers,
    hiddenPublic: verdict.suppressed.public.map(({ findingId }) => findingId),
    zones: verdict.zoneOfTrust.covered,
    results: verdict.results.map(({ status }) => status),
    regionStatus: Object.fromEntries(verdict.regions.map(({ region, status }) => [region, status])),
  };
}
