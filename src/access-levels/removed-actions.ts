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

/** A copy of AWS's reference of early 2020. */
const POLICY_SENTRY =
  "AWS's reference for Amazon SQS as copied in early 2020 by salesforce/policy_sentry: policy_sentry/shared/data/action_table.csv, commit 76dbae2f";

/** Both list S3's actions by the access level that AWS gave them before December 2019, and agree. */
const TRANSCRIPTIONS =
  "AWS's reference for Amazon S3 before December 2019 as transcribed by thundra-agent-python (thundra/constants.py) and swiftycloud/swifty (S3 policy actions)";

/**
 * Actions that AWS has removed from its Service Authorization Reference keep their last published level: policies and
 * old findings still name them. Only what a copy of AWS's reference shows is in the list.
 */
export const removedActions: readonly RemovedAction[] = [
  { action: 's3:HeadBucket', level: 'List', source: TRANSCRIPTIONS },
  { action: 's3:ListBucketByTags', level: 'Read', source: TRANSCRIPTIONS },
  { action: 'sqs:ChangeMessageVisibilityBatch', level: 'Write', source: POLICY_SENTRY },
  { action: 'sqs:DeleteMessageBatch', level: 'Write', source: POLICY_SENTRY },
  { action: 'sqs:SendMessageBatch', level: 'Write', source: POLICY_SENTRY },
];
