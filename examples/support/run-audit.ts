import { randomUUID } from 'node:crypto';
import {
  evaluate,
  EVIDENCE_SCHEMA,
  iterateEvidence,
  mergeEvidence,
  type Clients,
  type Evidence,
  type RegionEvidence,
  type Scope,
  type Verdict,
} from 'access-analyzer-kit';
import type { AuditOptions } from './audit-options.ts';
import { readEvidence, writeEvidence } from './evidence-files.ts';
import { createProgress } from './progress.ts';

/** Reads (or replays) and judges. The caller prints. */
export async function runAudit(
  options: AuditOptions,
  { clients, signal }: { readonly clients: () => Clients; readonly signal: AbortSignal },
): Promise<{ readonly evidence: Evidence; readonly verdict: Verdict }> {
  const evidence =
    options.evidenceIn.length > 0 ? await readEvidence(options.evidenceIn) : await read(options, clients(), signal);
  if (options.evidenceOut !== undefined) await writeEvidence(options.evidenceOut, evidence);
  return { evidence, verdict: evaluate(evidence, options.policy) };
}

/**
 * Reads Region by Region, so that a stop loses nothing: what was read until then is written where it was asked for, and the
 * Regions that are missing in it will count as not collected.
 */
async function read(options: AuditOptions, clients: Clients, signal: AbortSignal): Promise<Evidence> {
  const progress = createProgress(process.stderr);
  const auditId = randomUUID();
  const regions: RegionEvidence[] = [];
  let scope: Scope | undefined;
  const soFar = (): Evidence => ({
    schema: EVIDENCE_SCHEMA,
    auditId,
    scopes: scope === undefined ? [] : [scope],
    regions,
  });
  try {
    const records = iterateEvidence(clients, {
      ...(options.regions === undefined ? {} : { regions: options.regions }),
      analyzers: 'all',
      onProgress: (event) => {
        if (event.type === 'regions') scope = event.scope;
        progress.onProgress(event);
      },
      signal,
    });
    let next = await records.next();
    for (; next.done !== true; next = await records.next()) regions.push(next.value);
    // What was found out on the way (credentials that ended, say) stands in the scope that comes last.
    scope = next.value;
  } catch (error) {
    if (options.evidenceOut !== undefined && scope !== undefined)
      await writeEvidence(options.evidenceOut, mergeEvidence(soFar()));
    throw error;
  } finally {
    progress.done();
    clients.destroy();
  }
  return mergeEvidence(soFar());
}

/** The audit's exit code. A PASS of a lax policy that strict does not share is 2, unless it was asked for. */
export function exitCodeOf(verdict: Verdict, { acceptPolicy }: Pick<AuditOptions, 'acceptPolicy'>): 0 | 1 | 2 {
  if (verdict.status === 'FAIL') return 1;
  if (verdict.status === 'UNKNOWN') return 2;
  return verdict.strictStatus === 'PASS' || acceptPolicy ? 0 : 2;
}
