import type { Analyzer } from 'access-analyzer-kit';
import { READ_ACCOUNT, READ_REGION } from './read-scenarios.ts';

/** The one analyzer of the scenarios `account` and `organization`. */
export const READ_ANALYZER: Analyzer = {
  arn: `arn:aws:access-analyzer:${READ_REGION}:${READ_ACCOUNT}:analyzer/external`,
  name: 'external',
  type: 'ORGANIZATION',
  access: 'external',
  region: READ_REGION,
  account: READ_ACCOUNT,
  status: 'ACTIVE',
} as Analyzer;
