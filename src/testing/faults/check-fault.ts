import { foreignMembers } from '../../errors/foreign-members.ts';
import { found } from '../../errors/found.ts';
import { InvalidInputError } from '../../errors/invalid-input-error.ts';
import type { FakeFault, FakeFaultKind } from '../types.ts';

const KINDS: Readonly<Record<FakeFaultKind, true>> = {
  throttle: true,
  'access-denied': true,
  scp: true,
  internal: true,
  unavailable: true,
  'unrecognized-client': true,
  'expired-token': true,
  'opt-in-required': true,
  'not-found': true,
  conflict: true,
  validation: true,
  quota: true,
  error: true,
  'clock-skew': true,
  'expired-page-token': true,
  truncated: true,
  html: true,
  'not-json': true,
  'wrong-json': true,
  empty: true,
  'repeat-token': true,
  'empty-page': true,
  change: true,
  dns: true,
  refused: true,
  reset: true,
  stall: true,
  'stall-body': true,
  'reset-body': true,
  delay: true,
};

const MEMBERS: Readonly<Record<keyof FakeFault, true>> = {
  ...{ kind: true, service: true, operation: true, region: true, account: true, when: true, skip: true, times: true },
  ...{ retryAfterSeconds: true, delayMs: true, status: true, error: true, change: true },
};

/**
 * Refuses a fault that could never be what its author meant: a test with it would prove nothing.
 *
 * @throws `InvalidInputError`
 */
export function checkFault(fault: FakeFault): void {
  const { kind } = fault;
  const issues = foreignMembers(fault, MEMBERS);
  if (!Object.hasOwn(KINDS, kind)) {
    issues.push({ path: 'kind', found: found(kind), expected: `one of ${Object.keys(KINDS).join(', ')}` });
  }
  if (issues.length > 0) throw new InvalidInputError('fault', issues);
}
