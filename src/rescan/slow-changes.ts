import type { RescanCause } from './rescan-outcome.ts';

const HOUR_MS = 3_600_000;

/** How long AWS may take to see a change, by its documentation: the longest of what its pages say. */
const DOCUMENTED_HOURS: Readonly<Partial<Record<RescanCause, number>>> = {
  'account-public-access-block': 12,
  'multi-region-access-point': 6,
  'resource-control-policy': 24,
};

/** When AWS must have seen the change at the latest, counted from when it last looked; undefined where AWS documents nothing. */
export function expectedBy(cause: RescanCause | undefined, analyzedAt: string | undefined): string | undefined {
  const hours = cause === undefined ? undefined : DOCUMENTED_HOURS[cause];
  if (hours === undefined || analyzedAt === undefined) return undefined;
  return new Date(Date.parse(analyzedAt) + hours * HOUR_MS).toISOString();
}
