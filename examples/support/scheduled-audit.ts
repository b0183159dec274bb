import {
  collectEvidence,
  diffVerdicts,
  evaluate,
  parseEvidence,
  toSummary,
  type Clients,
  type Evidence,
  type PolicyInput,
  type Verdict,
} from 'access-analyzer-kit';
import type { ObjectStore } from '../step-functions/object-store.ts';
import { describeWorse, worseAccesses } from './worse-accesses.ts';

/** What EventBridge hands to a scheduled function, as far as it is used: the same in every retry. */
export interface ScheduledEvent {
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
}

/** What a scheduled audit works with. */
export interface ScheduledAuditOptions {
  readonly clients: Clients;
  readonly store: ObjectStore;
  readonly bucket: string;
  readonly prefix: string;
  readonly policy?: PolicyInput;
}

/** What came of an audit without bad news. */
export interface ScheduledAuditResult {
  readonly key: string;
  /** The evidence that it was compared with; absent the first time. */
  readonly comparedWith?: string;
  readonly status: Verdict['status'];
  readonly summary: string;
}

/** Access is open that was not before: the function fails, and its alarm rings. */
export class NewAccessError extends Error {
  override readonly name = 'NewAccessError';
}

/** Not everything could be read, so nobody knows whether there is new access. */
export class IncompleteAuditError extends Error {
  override readonly name = 'IncompleteAuditError';
}

/**
 * Makes the function. It writes the evidence first and judges then, so that whatever it says can be looked at again. It compares with
 * the newest complete evidence of before: an incomplete one may have missed what was open already.
 *
 * Lambda runs a function that failed again with the same event: that run finds its evidence in the bucket, compares with the same
 * earlier one and fails in the same way, so that a retry never turns bad news into silence.
 */
export function createScheduledAudit(
  options: ScheduledAuditOptions,
): (event: ScheduledEvent, signal?: AbortSignal) => Promise<ScheduledAuditResult> {
  const { bucket, clients, policy, prefix, store } = options;
  return async ({ id, time }, signal) => {
    const name = `${prefix}/${new Date(time).toISOString()}-${id}`;
    const key = `${name}/complete.json`;
    const kept = await load(store, bucket, key);
    const evidence = kept ?? (await collectEvidence(clients, { signal }));
    const verdict = evaluate(evidence, policy);
    const written = verdict.complete ? key : `${name}/partial.json`;
    if (kept === undefined) await store.put(bucket, written, evidence);

    const earlier = (await store.list(bucket, `${prefix}/`)).filter(
      (other) => other.endsWith('/complete.json') && other < key,
    );
    const comparedWith = earlier.sort().at(-1);
    const before = comparedWith === undefined ? undefined : await load(store, bucket, comparedWith);
    const worse = before === undefined ? [] : worseAccesses(diffVerdicts(evaluate(before, policy), verdict));
    if (worse.length > 0) {
      throw new NewAccessError(`${written}, since ${comparedWith ?? ''}:\n${worse.map(describeWorse).join('\n')}`);
    }
    if (!verdict.complete) throw new IncompleteAuditError(`${written}:\n${toSummary(verdict)}`);
    return {
      key: written,
      ...(comparedWith === undefined ? {} : { comparedWith }),
      status: verdict.status,
      summary: toSummary(verdict),
    };
  };
}

async function load(store: ObjectStore, bucket: string, key: string): Promise<Evidence | undefined> {
  const json = await store.get(bucket, key);
  return json === undefined ? undefined : parseEvidence(json);
}
