/**
 * The last millisecond at which an exception or an accepted gap counts, since 1970. A date without a time lasts to the end
 * of that day, and a time without an offset is UTC, so that a policy means the same on every machine. Undefined for
 * a text that is no date or time of ISO 8601, and for a day that does not exist: JavaScript takes 30 February for 2 March.
 */
export function expiryOf(expires: string): number | undefined {
  const iso8601 =
    /^(?<day>\d{4}-\d{2}-\d{2})(?:[Tt ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?:[Zz]|(?<hours>[+-]\d{2})(?::?(?<minutes>\d{2}))?)?)?$/;
  const { day, time = '23:59:59.999', hours = '+00', minutes = '00' } = iso8601.exec(expires)?.groups ?? {};
  if (day === undefined || !exists(day)) return undefined;
  const end = Date.parse(`${day}T${time}${hours}:${minutes}`);
  return Number.isNaN(end) ? undefined : end;
}

function exists(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
