/** What a time stamp looks like in RFC 3339 and its relatives: fractions of any length, an offset, `T` or a space. */
const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:[.,](\d+))? ?(?:([Zz])|([+-]\d{2}):?(\d{2}))?$/;

const EPOCH_SECONDS = /^\d{9,11}(?:\.\d+)?$/;

/**
 * The two spellings that AWS sends, with or without milliseconds, of a day that certainly exists. They are nearly all there
 * are, and need no calendar: this is the larger part of what reading a finding costs.
 */
const USUAL =
  /^(?:19[7-9]\d|[2-9]\d{3})-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;

const LENGTH_WITH_MILLISECONDS = '2026-01-01T00:00:00.000Z'.length;

/** Whether a text is a time stamp in one of the two spellings that AWS sends, which everybody reads alike. */
export function isUsualTimestamp(text: string): boolean {
  return USUAL.test(text);
}

/** The last millisecond of the year 9999: beyond it ISO 8601 needs another notation. */
const LATEST = 253_402_300_799_999;

/**
 * A time stamp in the one form of this library: ISO 8601, UTC, milliseconds (`toISOString`). Takes a `Date`, the texts
 * that AWS, the CLI and boto3 print (nanoseconds and offsets are fine; without an offset it is UTC, since AWS has no
 * other) and seconds since 1970 as number or text. Undefined when it is none of them: a bad time stamp never loses the
 * finding it stands in.
 */
export function toTimestamp(value: unknown): string | undefined {
  if (typeof value === 'string' && isUsualTimestamp(value)) {
    return value.length === LENGTH_WITH_MILLISECONDS ? value : `${value.slice(0, -1)}.000Z`;
  }
  const milliseconds = toMilliseconds(value);
  if (milliseconds === undefined || !(milliseconds >= 0 && milliseconds <= LATEST)) return undefined;
  return new Date(milliseconds).toISOString();
}

function toMilliseconds(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return Math.trunc(value * 1000);
  if (typeof value !== 'string') return undefined;
  if (EPOCH_SECONDS.test(value)) return Math.trunc(Number(value) * 1000);
  const match = RFC_3339.exec(value);
  if (match === null) return undefined;
  const [, day = '', time = '', fraction = '', , hours, minutes = ''] = match;
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  return Date.parse(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
}
