/** The account of the demonstration. */
export const DEMO_ACCOUNT = '111122223333';

/** The organization that the account belongs to. Its analyzers trust the account alone, so sharing inside it is reported. */
export const DEMO_ORGANIZATION = 'o-exampleorgid';

/** Accounts outside, one for each role that outsiders play. */
export const DEMO_OUTSIDERS = {
  auditor: '444455556666',
  partner: '777788889999',
  contractor: '555566667777',
  former: '888877776666',
} as const;

/** The three opt-in Regions that are enabled. */
export const DEMO_OPTED_IN: readonly string[] = ['ap-southeast-3', 'eu-central-2', 'il-central-1'];

/** Listed by ListRegions as not enabled. */
export const DEMO_DISABLED_REGION = 'af-south-1';

/** Closed to everybody by a service control policy. */
export const DEMO_DENIED_REGION = 'sa-east-1';

/** Enabled, and nobody made an analyzer there. */
export const DEMO_UNWATCHED_REGION = 'ap-northeast-3';

/** Its only analyzer is DISABLED. */
export const DEMO_STALE_REGION = 'ap-south-1';

const DAY_MS = 86_400_000;

/** A time so many days before another, as AWS writes it. */
export function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY_MS).toISOString();
}
