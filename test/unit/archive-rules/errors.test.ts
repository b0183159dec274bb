import { describe, expect, it } from 'vitest';
import { ArchiveRuleConflictError } from '../../../src/archive-rules/archive-rule-conflict-error.ts';
import { IncompleteChangeError } from '../../../src/archive-rules/incomplete-change-error.ts';
import type { ArchiveRuleChange } from '../../../src/archive-rules/archive-rule-change.ts';

const filter = { isPublic: { eq: ['false'] } };

describe('a change that is not complete', () => {
  it.each<[ArchiveRuleChange['change'], 'done' | 'failed' | 'unknown', string]>([
    ['created', 'failed', 'was created. It was not applied to the existing findings: denied'],
    ['updated', 'unknown', 'was updated. It is not known whether it was applied to the existing findings: denied'],
    [
      'unchanged',
      'done',
      'is there as it was. It was applied to the existing findings, and what that archived could not be read: denied',
    ],
  ])('of a rule that is %s and whose application is %s says both', (change, applied, message) => {
    const made: ArchiveRuleChange = { rule: { ruleName: 'partner', filter }, change, dryRun: false };
    const cause = new Error('denied');
    const error = new IncompleteChangeError(made, applied, { cause });
    expect(error.message).toBe(`The archive rule "partner" ${message}`);
    expect(error).toMatchObject({ code: 'INCOMPLETE_CHANGE', change: made, applied, cause: { message: 'denied' } });
    expect(new IncompleteChangeError(made, applied, { cause: 'denied' }).message).toBe(error.message);
  });
});

describe('a conflict', () => {
  /** The filter of a rule whose text is this long. */
  const long = (length: number) => {
    const text = (value: string): object => ({ resource: { eq: [value] } });
    return text('x'.repeat(length - JSON.stringify(text('')).length)) as typeof filter & object;
  };

  it('shows a filter whole up to 400 characters, and of a longer one the beginning', () => {
    const message = (length: number): string =>
      new ArchiveRuleConflictError({ ruleName: 'r', filter: long(length) }, filter).message;
    const whole = JSON.stringify(long(400));
    expect(message(400)).toContain(
      `with another filter: ${whole}, not {"isPublic":{"eq":["false"]}}. Nothing was changed`,
    );
    expect(message(401)).toContain(`: ${JSON.stringify(long(401)).slice(0, 400)}…, not`);
  });

  it('has no cause unless AWS reported it', () => {
    const existing = { ruleName: 'r', filter };
    expect('cause' in new ArchiveRuleConflictError(existing, {})).toBe(false);
    const cause = new Error('ConflictException');
    expect(new ArchiveRuleConflictError(existing, {}, { cause }).cause).toMatchObject({ message: 'ConflictException' });
  });
});
