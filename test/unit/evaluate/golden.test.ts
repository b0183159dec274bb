/**
 * The whole verdict of every case, word for word: the tables beside this file say what decides, these files what a reader gets.
 * A change of them shows in review; `npx vitest run test/unit/evaluate/golden.test.ts -u` writes them again.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import { toSummary } from '../../../src/evaluate/to-summary.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { buildEvidence, deepFreeze, type AccountDraft } from '../../helpers/build-evidence.ts';

interface Case extends AccountDraft {
  readonly name: string;
  readonly policy?: keyof typeof policies | PolicyInput;
}

interface GoldenCase {
  readonly name: string;
  readonly policy?: keyof typeof policies | PolicyInput;
  readonly accounts: readonly AccountDraft[];
}

interface Named {
  readonly name: string;
  readonly verdict: Verdict;
}

const cases = new URL('cases/', import.meta.url);
const load = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));

function judge({ accounts, policy }: Omit<GoldenCase, 'name'>): Verdict {
  const [first, ...rest] = accounts.map((account) => buildEvidence(account));
  if (first === undefined) throw new TypeError('A case without an account');
  const evidence: Evidence = {
    ...first,
    scopes: [first, ...rest].flatMap(({ scopes }) => scopes),
    regions: [first, ...rest].flatMap(({ regions }) => regions),
  };
  return evaluate(deepFreeze(evidence), typeof policy === 'string' ? policies[policy] : policy);
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`;

describe.each(readdirSync(cases))('the verdicts of %s', (file) => {
  // In each test anew: what runs while tests are collected belongs to none of them.
  const verdicts = (): readonly Named[] =>
    (load(new URL(file, cases)) as Case[]).map(({ name, policy, ...account }) => ({
      name,
      verdict: judge({ accounts: [account], ...(policy === undefined ? {} : { policy }) }),
    }));

  test('are these, word for word', async () => {
    await expect(json(verdicts())).toMatchFileSnapshot(`golden/${file}`);
  });

  test('read like this on one page', async () => {
    const pages = verdicts().map(({ name, verdict }) => `# ${name}\n${toSummary(verdict)}\n`);
    await expect(pages.join('\n')).toMatchFileSnapshot(`golden/${file.replace('.json', '.txt')}`);
  });
});

const rich = load(new URL('rich.json', import.meta.url)) as GoldenCase[];

describe('richer verdicts', () => {
  const verdicts = (): readonly Named[] => rich.map((one) => ({ name: one.name, verdict: judge(one) }));

  test('are these, word for word', async () => {
    await expect(json(verdicts())).toMatchFileSnapshot('golden/rich.json');
  });

  test('read like this on one page', async () => {
    const pages = verdicts().map(({ name, verdict }) => `# ${name}\n${toSummary(verdict)}\n`);
    await expect(pages.join('\n')).toMatchFileSnapshot('golden/rich.txt');
  });

  test('differ from one another like this', async () => {
    const all = verdicts();
    const diffs = all.slice(1).map(({ name, verdict }, index) => {
      const before = all[index]!;
      const diff = diffVerdicts(before.verdict, verdict);
      return { from: before.name, to: name, diff, summary: toSummary(verdict, { diff }).split('\n') };
    });
    await expect(json(diffs)).toMatchFileSnapshot('golden/rich-diffs.json');
  });
});
