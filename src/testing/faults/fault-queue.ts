import type { FakeFault, FakeIncoming } from '../types.ts';
import { checkFault } from './check-fault.ts';

interface ActiveFault {
  readonly fault: FakeFault;
  seen: number;
  used: number;
}

/** The faults that are injected, in order. */
export class FaultQueue {
  readonly #faults = new Set<ActiveFault>();

  /** Returns what takes the fault away again. */
  inject(fault: FakeFault): () => void {
    checkFault(fault);
    const active: ActiveFault = { fault, seen: 0, used: 0 };
    this.#faults.add(active);
    return () => void this.#faults.delete(active);
  }

  /** The first fault that the request meets; counts it. */
  take(request: FakeIncoming): FakeFault | undefined {
    for (const active of this.#faults) {
      const { fault } = active;
      if (!matches(fault, request)) continue;
      active.seen += 1;
      if (active.seen <= (fault.skip ?? 0)) continue;
      active.used += 1;
      if (active.used >= (fault.times ?? 1)) this.#faults.delete(active);
      return fault;
    }
    return undefined;
  }
}

function matches(fault: FakeFault, request: FakeIncoming): boolean {
  return (
    (fault.service === undefined || fault.service === request.service) &&
    (fault.operation === undefined || fault.operation === request.operation) &&
    (fault.region === undefined || fault.region === request.region) &&
    (fault.account === undefined || fault.account === request.account) &&
    (fault.kind !== 'expired-page-token' || pageToken(request) !== undefined) &&
    (fault.when === undefined || fault.when(request))
  );
}

/** The page token of a request, whatever the service calls it. */
export function pageToken(request: FakeIncoming): string | undefined {
  const token = request.input['nextToken'] ?? request.input['NextToken'];
  return typeof token === 'string' ? token : undefined;
}
