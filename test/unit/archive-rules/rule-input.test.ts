import { describe, expect, it } from 'vitest';
import type { ArchiveRuleWriteOptions } from '../../../src/archive-rules/archive-rule-change.ts';
import { checkRuleInput } from '../../../src/archive-rules/rule-input.ts';
import { InvalidInputError, type InputIssue } from '../../../src/errors/invalid-input-error.ts';

const good = { analyzer: 'external', ruleName: 'partner' };

function refusal(input: unknown, options?: unknown): { message: string; issues: readonly InputIssue[] } | undefined {
  try {
    checkRuleInput(input as typeof good, options as ArchiveRuleWriteOptions);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInputError);
    const { issues, message } = error as InvalidInputError;
    return { issues, message };
  }
}

const NAME = '1 to 255 letters, digits, "_", "." and "-", the first a letter';
const FLAG = 'true or false';
const TOKEN = 'a text with something in it';
const ATTEMPTS = 'a whole number from 1 on';
const DELAY = 'a whole number of milliseconds from 0 to 2147483647';

describe('the input of everything that writes rules', () => {
  it.each<[string, object, object?]>([
    ['the shortest name', { ruleName: 'a' }],
    ['the longest name', { ruleName: `a${'Z9_.-'.repeat(50)}Zabc` }],
    ['flags', { allowPublic: true, applyToExisting: false }],
    ['a token', { clientToken: 't' }],
    ['the least attempts and delay', {}, { confirmAttempts: 1, confirmDelayMs: 0 }],
    ['no options', {}, {}],
  ])('takes %s', (_name, members, options) => {
    expect(refusal({ ...good, ...members }, options)).toBeUndefined();
  });

  it.each<[string, unknown, unknown, InputIssue]>([
    ['nothing', undefined, {}, { path: '', found: 'nothing', expected: 'an object with analyzer and ruleName' }],
    ['null', null, {}, { path: '', found: 'null', expected: 'an object with analyzer and ruleName' }],
    ['a text', 'partner', {}, { path: '', found: '"partner"', expected: 'an object with analyzer and ruleName' }],
    ['a name with a space', { ...good, ruleName: 'a b' }, {}, { path: 'ruleName', found: '"a b"', expected: NAME }],
    ['a name that is a number', { ...good, ruleName: 7 }, {}, { path: 'ruleName', found: '7', expected: NAME }],
    [
      'a flag that is a text',
      { ...good, allowPublic: 'no' },
      {},
      { path: 'allowPublic', found: '"no"', expected: FLAG },
    ],
    [
      'another flag that is a number',
      { ...good, applyToExisting: 0 },
      {},
      { path: 'applyToExisting', found: '0', expected: FLAG },
    ],
    ['an empty token', { ...good, clientToken: '' }, {}, { path: 'clientToken', found: '""', expected: TOKEN }],
    ['a token that is a number', { ...good, clientToken: 7 }, {}, { path: 'clientToken', found: '7', expected: TOKEN }],
    ['half an attempt', good, { confirmAttempts: 1.5 }, { path: 'confirmAttempts', found: '1.5', expected: ATTEMPTS }],
    ['no attempt', good, { confirmAttempts: 0 }, { path: 'confirmAttempts', found: '0', expected: ATTEMPTS }],
    [
      'a delay that no timer takes',
      good,
      { confirmDelayMs: 2 ** 31 },
      { path: 'confirmDelayMs', found: '2147483648', expected: DELAY },
    ],
    ['a negative delay', good, { confirmDelayMs: -1 }, { path: 'confirmDelayMs', found: '-1', expected: DELAY }],
    [
      'a delay that is a text',
      good,
      { confirmDelayMs: '5' },
      { path: 'confirmDelayMs', found: '"5"', expected: DELAY },
    ],
  ])('refuses %s, and says what was expected', (_name, input, options, issue) => {
    const refused = refusal(input, options);
    expect(refused?.issues).toStrictEqual([issue]);
    expect(refused?.message).toContain('input');
  });

  it('refuses options that are none, and says so of the options', () => {
    for (const options of [null, 'fast']) {
      expect(refusal(good, options)?.issues.map(({ path }) => path)).toStrictEqual(['options']);
    }
  });

  it('names everything that is wrong at once', () => {
    const refused = refusal({ ...good, ruleName: '', allowPublic: 1 }, { confirmAttempts: 0, journal: 42 });
    expect(refused?.issues.map(({ path }) => path).sort()).toStrictEqual([
      'allowPublic',
      'confirmAttempts',
      'journal',
      'ruleName',
    ]);
  });
});
