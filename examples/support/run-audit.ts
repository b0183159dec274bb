import { collectEvidence, evaluate, type Clients, type Evidence, type Verdict } from 'access-analyzer-kit';
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

async function read(options: AuditOptions, clients: Clients, signal: AbortSignal): Promise<Evidence> {
  const progress = createProgress(process.stderr);
  try {
    return await collectEvidence(clients, {
      ...(options.regions === undefined ? {} : { regions: [...options.regions] }),
      analyzers: 'all',
      onProgress: progress.onProgress,
      signal,
    });
  } finally {
    progress.done();
    clients.destroy();
  }
}

/** The audit's exit code. A PASS of a lax policy that strict does not share is 2, unless it was asked for. */
export function exitCodeOf(verdict: Verdict, { acceptPolicy }: Pick<AuditOptions, 'acceptPolicy'>): 0 | 1 | 2 {
  if (verdict.status === 'FAIL') return 1;
  if (verdict.status === 'UNKNOWN') return 2;
  return verdict.strictStatus === 'PASS' || acceptPolicy ? 0 : 2;
}
