import type { AccessLevel } from '../access-levels/access-level.ts';
import type { RiskAudience } from './audience.ts';
import type { Severity } from './severity.ts';

/**
 * The severity of an access before its conditions are looked at: who has it, and the most that it lets them do. Ours,
 * not AWS's; documented in docs/risk.md. Rights that change data or permissions rank above reading, reading above
 * listing and tagging; public access is never below `high`.
 */
export const riskTable: Readonly<Record<RiskAudience, Readonly<Record<AccessLevel, Severity>>>> = {
  public: { Permissions: 'critical', Write: 'critical', Read: 'high', Tagging: 'high', List: 'high' },
  'cross-account': { Permissions: 'high', Write: 'high', Read: 'medium', Tagging: 'low', List: 'low' },
  // A provider may stand for ten employees or for everybody with an account at a website: no milder than an account.
  federated: { Permissions: 'high', Write: 'high', Read: 'medium', Tagging: 'low', List: 'low' },
  internal: { Permissions: 'medium', Write: 'medium', Read: 'low', Tagging: 'info', List: 'info' },
};
