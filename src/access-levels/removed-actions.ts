import type { AccessLevel } from './access-level.ts';

/** An action that AWS's reference once listed and no longer does. */
export interface RemovedAction {
  /** In AWS's spelling, with the prefix. */
  readonly action: string;
  /** The level that AWS's reference last gave it. */
  readonly level: AccessLevel;
  /** Where that level can be read today. */
  readonly source: string;
}

/**
 * Actions that AWS has removed from its Service Authorization Reference keep their last published level: policies and
 * old findings still name them. Only what a dated copy of AWS's reference proves is in the list.
 */
export const removedActions: readonly RemovedAction[] = [
  ...['sqs:ChangeMessageVisibilityBatch', 'sqs:DeleteMessageBatch', 'sqs:SendMessageBatch'].map(
    (action): RemovedAction => ({
      action,
      level: 'Write',
      source:
        "AWS's reference for Amazon SQS as of early 2020, kept in salesforce/policy_sentry, policy_sentry/shared/data/action_table.csv (commit 76dbae2f)",
    }),
  ),
];
