import { ApplyArchiveRuleCommand } from '@aws-sdk/client-accessanalyzer';
import { callAws } from '../clients/call-aws.ts';
import type { AccessAnalyzerClientLike } from '../clients/client-like.ts';
import { changeResult } from '../journal/change-result.ts';
import { journaled } from '../journal/journaled.ts';
import type { Analyzer } from '../model/analyzer.ts';
import type { AppliedArchiveRule, ArchiveRuleChange, ArchiveRuleWriteOptions } from './archive-rule-change.ts';
import { readEffect, type Candidates } from './candidates.ts';
import { ruleArn } from './find-archive-rule.ts';
import { IncompleteChangeError } from './incomplete-change-error.ts';

/** What is applied, and to what. */
export interface ApplyToExisting {
  readonly analyzer: Analyzer;
  /** What was done to the rule before, for the result and for the error. */
  readonly change: ArchiveRuleChange;
  /** The ACTIVE findings as they were before. */
  readonly candidates: Candidates;
  readonly clientToken?: string | undefined;
}

const CONFIRM_ATTEMPTS = 5;
const CONFIRM_DELAY_MS = 1_000;

/**
 * Applies a rule to the existing findings and reads what that did.
 *
 * @throws {@link IncompleteChangeError} when something was done already that the caller must know of; {@link AwsCallError} or
 * {@link JournalError} otherwise; `signal.reason` on an abort.
 */
export async function applyToExisting(
  client: AccessAnalyzerClientLike,
  { analyzer, candidates, change, clientToken }: ApplyToExisting,
  options: ArchiveRuleWriteOptions,
): Promise<AppliedArchiveRule> {
  const { confirmAttempts = CONFIRM_ATTEMPTS, confirmDelayMs = CONFIRM_DELAY_MS, signal } = options;
  const { filter, ruleName } = change.rule;
  const input = { analyzerArn: analyzer.arn, ruleName, ...(clientToken === undefined ? {} : { clientToken }) };
  const context = { operation: 'ApplyArchiveRule', region: analyzer.region };
  const active = [...candidates.matched.values()].filter(({ match }) => match === 'yes').map(({ id }) => id);
  try {
    await journaled(
      {
        ...context,
        account: analyzer.account,
        target: ruleArn({ analyzer, ruleName }),
        before: { filter, active },
        after: { filter, archived: active },
      },
      options,
      () => callAws(client, new ApplyArchiveRuleCommand(input), { ...context, signal }),
    );
  } catch (cause) {
    signal?.throwIfAborted();
    const applied = changeResult(cause);
    if (change.change === 'unchanged' && applied !== 'done') throw cause;
    throw new IncompleteChangeError(change, applied, { cause });
  }
  try {
    const wait = { attempts: confirmAttempts, delayMs: confirmDelayMs, signal };
    return { ...change, ...(await readEffect(client, analyzer, candidates, wait)) };
  } catch (cause) {
    signal?.throwIfAborted();
    throw new IncompleteChangeError(change, 'done', { cause });
  }
}
