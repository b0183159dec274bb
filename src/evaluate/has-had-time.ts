const HOUR = 3_600_000;

/** Whether an analyzer that was made at one time has had so many hours to look at everything before another. Not where one is unknown. */
export function hasHadTime(createdAt: string | undefined, readAt: string | undefined, hours: number): boolean {
  if (createdAt === undefined || readAt === undefined) return false;
  return Date.parse(readAt) - Date.parse(createdAt) >= hours * HOUR;
}
