import { parseArn } from '../../model/arn.ts';
import { like } from './like.ts';
import type { PolicyCondition } from './policy-document.ts';
import type { FakeZoneOfTrust } from '../types.ts';

/** What a request must carry to be let in: condition key to the values of which one must match. */
export type Narrowing = ReadonlyMap<string, readonly string[]>;

const POSITIVE = /^(?:StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;
const NEGATED = /^(?:StringNotEquals|StringNotEqualsIgnoreCase|StringNotLike|ArnNotEquals|ArnNotLike|NotIpAddress)$/i;

/** More value combinations than this are not told apart: each key's values are then given as one, joined by commas. */
const COMBINATION_LIMIT = 256;

/**
 * What an Allow statement's conditions demand. Only conditions that a string, an ARN or an address must match count: negated
 * ones, `Bool`, dates, `Null` and those that also hold when the key is absent say nothing about who gets in, and
 * a finding's `condition` has no room for operators.
 */
export function narrowingOf(conditions: readonly PolicyCondition[]): Narrowing {
  return conditions
    .filter(({ operator, holdsWhenAbsent }) => POSITIVE.test(operator) && !holdsWhenAbsent)
    .reduce<Narrowing>((narrowing, { key, values }) => narrow(narrowing, key, values) ?? narrowing, new Map());
}

/**
 * What a Deny statement's conditions leave open: `none`, it denies unconditionally; a key with values, it denies all but those
 * (`StringNotEquals`); undefined, it denies in circumstances that are not analyzed, and so is ignored.
 */
export function exceptionOf(
  conditions: readonly PolicyCondition[],
): 'none' | { readonly key: string; readonly values: readonly string[] } | undefined {
  const relevant = conditions.filter(({ key, values }) => !isAlwaysTrue(key, values));
  const [only, ...others] = relevant;
  if (only === undefined) return 'none';
  return others.length === 0 && NEGATED.test(only.operator) ? { key: only.key, values: only.values } : undefined;
}

/** Adds a demand. Undefined when nothing can meet it together with those that stand. */
export function narrow(narrowing: Narrowing, key: string, values: readonly string[]): Narrowing | undefined {
  const known = [...narrowing.keys()].find((other) => other.toLowerCase() === key.toLowerCase());
  if (known === undefined) return new Map([...narrowing, [key, values]]);
  const both = (narrowing.get(known) ?? []).filter((value) => values.some((pattern) => like(value, pattern)));
  return both.length === 0 ? undefined : new Map([...narrowing, [known, both]]);
}

/** One map of key to value for each combination of values: each is a finding of its own. */
export function combinations(narrowing: Narrowing): Record<string, string>[] {
  const count = [...narrowing.values()].reduce((product, values) => product * values.length, 1);
  const entries = [...narrowing].map(
    ([key, values]) => [key, count > COMBINATION_LIMIT ? [values.join(',')] : values] as const,
  );
  return entries.reduce<Record<string, string>[]>(
    (sets, [key, values]) => sets.flatMap((set) => values.map((value) => ({ ...set, [key]: value }))),
    [{}],
  );
}

/** Whether a condition keeps the access inside the zone of trust. */
export function staysInZone(condition: Readonly<Record<string, string>>, zone: FakeZoneOfTrust): boolean {
  return Object.entries(condition).some(([key, value]) => {
    switch (key.toLowerCase()) {
      case 'aws:principalaccount':
      case 'aws:sourceaccount':
      case 'aws:sourceowner':
      case 'kms:calleraccount':
      case 's3:dataaccesspointaccount':
        return zone.accounts.has(value);
      case 'aws:principalarn':
      case 'aws:sourcearn':
      case 's3:dataaccesspointarn':
        return zone.accounts.has(parseArn(value)?.account ?? '');
      case 'aws:principalorgid':
      case 'aws:sourceorgid':
        return zone.organizationId === value;
      case 'aws:principalorgpaths':
      case 'aws:sourceorgpaths':
        return zone.organizationId !== undefined && value.startsWith(`${zone.organizationId}/`);
      default:
        return false;
    }
  });
}

/** Whether a condition keeps everybody from being let in: what makes access by `*` not public. */
export function restricts(condition: Readonly<Record<string, string>>): boolean {
  return Object.entries(condition).some(([key, value]) => value.split(',').every((one) => isFixed(key, one)));
}

/**
 * Whether the value picks out a caller. The keys and the bounds on addresses are those of Amazon S3's "meaning of public".
 * Other keys (`aws:SecureTransport`, `aws:Referer`, `sts:ExternalId`) anybody can meet.
 */
function isFixed(key: string, value: string): boolean {
  switch (key.toLowerCase()) {
    case 'aws:principalorgid':
    case 'aws:sourceorgid':
    case 'aws:vpceorgid':
    case 'aws:principalaccount':
    case 'aws:sourceaccount':
    case 'aws:sourceowner':
    case 'aws:vpceaccount':
    case 'aws:sourcevpc':
    case 'aws:sourcevpce':
    case 'kms:calleraccount':
    case 's3:dataaccesspointaccount':
      return !/[*?]/.test(value);
    case 'aws:principalorgpaths':
    case 'aws:sourceorgpaths':
    case 'aws:vpceorgpaths':
      return !/[*?]/.test(value.split('/')[0] ?? '');
    case 'aws:userid':
      return !/[*?]/.test(value.split(':')[0] ?? '');
    case 'aws:principalarn':
    case 'aws:sourcearn':
    case 'aws:sourcevpcarn':
    case 's3:dataaccesspointarn':
      return hasFixedOwner(value);
    case 'aws:sourceip':
      return isNarrowRange(value);
    default:
      return false;
  }
}

/** A bucket's ARN has no account: then its name must be given. */
function hasFixedOwner(value: string): boolean {
  const arn = parseArn(value);
  if (arn === undefined) return false;
  return !/[*?]/.test(arn.account === '' ? arn.resource : arn.account);
}

/** Wider than /8 (IPv6: /32) counts as everybody. */
function isNarrowRange(value: string): boolean {
  const [address = '', length] = value.split('/');
  return length === undefined || Number(length) >= (address.includes(':') ? 32 : 8);
}

/** Findings are never about services, so `aws:PrincipalIsAWSService: false` holds for all of their principals. */
function isAlwaysTrue(key: string, values: readonly string[]): boolean {
  return key.toLowerCase() === 'aws:principalisawsservice' && values.every((value) => value.toLowerCase() === 'false');
}
