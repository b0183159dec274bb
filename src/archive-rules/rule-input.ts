import { checkRef } from '../analyzers/resolve-analyzer.ts';
import { LONGEST_TIMER_MS } from '../clients/until-aborted.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError, type InputIssue } from '../errors/invalid-input-error.ts';
import { misplacedDryRun, writeOptionIssues } from '../journal/write-options.ts';
import type { AnalyzerRef } from '../model/analyzer.ts';
import type { FilterInput } from '../model/archive-rule.ts';
import type { ArchiveRuleWriteOptions } from './archive-rule-change.ts';

/** Which rule is meant. */
export interface ArchiveRuleRef {
  /** The analyzer that holds the rule: the object, its ARN or its name. */
  readonly analyzer: AnalyzerRef;
  /** 1 to 255 letters, digits, `_`, `.` and `-`, the first a letter. */
  readonly ruleName: string;
}

/** What {@link deleteArchiveRule} takes. */
export interface DeleteArchiveRuleInput extends ArchiveRuleRef {
  /** Makes a repetition of the same call one call to AWS. Default: the SDK makes one for each call. */
  readonly clientToken?: string | undefined;
}

/** What {@link applyArchiveRule} takes. */
export interface ApplyArchiveRuleInput extends ArchiveRuleRef {
  /**
   * Let the rule hide public access.
   *
   * @defaultValue false
   */
  readonly allowPublic?: boolean | undefined;
  /**
   * Makes a repetition of the same call one call to AWS. Default: the SDK makes one for each call. A token is for one request: with
   * `applyToExisting` it goes with the one that writes the rule. Applying has a token of the SDK's; twice does what once does.
   */
  readonly clientToken?: string | undefined;
}

/** What {@link createArchiveRule} and {@link updateArchiveRule} take. */
export interface ArchiveRuleContent extends ApplyArchiveRuleInput {
  /** What the rule archives; all criteria must match. See `FILTER_KEYS` for the keys. */
  readonly filter: FilterInput;
  /**
   * Apply the rule to the findings that exist, too. AWS applies it to new ones only, otherwise.
   *
   * @defaultValue false
   */
  readonly applyToExisting?: boolean | undefined;
}

/** AWS's pattern and length (API model 2019-11-01, `Name` of a rule). */
const RULE_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,254}$/;

/**
 * Refuses a name, a flag or an option that is not what is expected, before any call. The filter has a check of its own.
 *
 * @throws {@link InvalidInputError}
 */
export function checkRuleInput(
  input: ArchiveRuleRef & Partial<ArchiveRuleContent>,
  options: ArchiveRuleWriteOptions = {},
): void {
  const given: unknown = input;
  if (typeof given !== 'object' || given === null) {
    throw new InvalidInputError('input', [
      { path: '', found: found(given), expected: 'an object with analyzer and ruleName' },
    ]);
  }
  checkRef(input.analyzer);
  const issues: InputIssue[] = [];
  const expect = (path: string, value: unknown, valid: boolean, expected: string): void => {
    if (!valid) issues.push({ path, found: found(value), expected });
  };
  const { allowPublic, applyToExisting, clientToken, ruleName } = input;
  expect(
    'ruleName',
    ruleName,
    typeof ruleName === 'string' && RULE_NAME.test(ruleName),
    '1 to 255 letters, digits, "_", "." and "-", the first a letter',
  );
  for (const [path, value] of Object.entries({ allowPublic, applyToExisting })) {
    expect(path, value, value === undefined || typeof value === 'boolean', 'true or false');
  }
  const isToken = typeof clientToken === 'string' && clientToken !== '';
  expect('clientToken', clientToken, clientToken === undefined || isToken, 'a text with something in it');
  issues.push(...misplacedDryRun(input), ...writeOptionIssues(options));
  const { confirmAttempts = 1, confirmDelayMs = 0 } = (options as ArchiveRuleWriteOptions | null) ?? {};
  expect('confirmAttempts', confirmAttempts, isWhole(confirmAttempts, 1), 'a whole number from 1 on');
  const isDelay = isWhole(confirmDelayMs, 0) && confirmDelayMs <= LONGEST_TIMER_MS;
  expect('confirmDelayMs', confirmDelayMs, isDelay, `a whole number of milliseconds from 0 to ${LONGEST_TIMER_MS}`);
  if (issues.length > 0) throw new InvalidInputError('input', issues);
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
