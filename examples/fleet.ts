/**
 * Judges many accounts: `npx tsx examples/fleet.ts --fake`, `npx tsx examples/fleet.ts --help`.
 */
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { createEvaluator, mergeEvidence, type Clients, type Evidence, type Verdict } from 'access-analyzer-kit';
import {
  collectFleetEvidence,
  estimateAudit,
  listAccounts,
  planAudit,
  type CollectFleetEvidenceOptions,
  type Organization,
} from 'access-analyzer-kit/fleet';
import pc from 'picocolors';
import { UsageError } from './support/audit-options.ts';
import { writeEvidence } from './support/evidence-files.ts';
import { fleetClients } from './support/fleet-clients.ts';
import { FLEET_USAGE, parseFleetOptions, type FleetOptions } from './support/fleet-options.ts';
import { describeFleetProgress } from './support/fleet-progress.ts';
import { printVerdict } from './support/print-verdict.ts';
import { printable } from './support/printable.ts';
import { exitCodeOf } from './support/run-audit.ts';

const stop = new AbortController();
process.on('SIGINT', () => {
  stop.abort(new Error('Stopped by Ctrl-C.'));
});

async function main(argv: readonly string[]): Promise<number> {
  const options = parseFleetOptions(argv);
  if (options.help) {
    console.log(FLEET_USAGE);
    return 0;
  }
  await using clients = fleetClients(options);
  const { signal } = stop;
  const organization =
    options.accounts === undefined
      ? await listAccounts(new OrganizationsClient(clients.clientConfig()), { signal })
      : undefined;
  const estimate = describeEstimate(options, options.accounts ?? organization?.accounts ?? []);
  if (options.estimate) {
    console.log(estimate);
    return 0;
  }
  console.error(estimate);
  const verdict = await audit(options, clients, organization);
  console.log(options.json ? JSON.stringify(verdict, null, 2) : printVerdict(verdict, { color: pc.isColorSupported }));
  return exitCodeOf(verdict, { acceptPolicy: false });
}

function describeEstimate({ concurrency, regions }: FleetOptions, accounts: readonly string[]): string {
  const tasks = planAudit({ accounts, regions });
  const { calls, regions: places, seconds } = estimateAudit(tasks, { concurrency });
  return `${accounts.length} accounts, ${places} Regions of accounts: about ${calls} calls, which take about ${Math.max(1, Math.round(seconds / 60))} min with ${concurrency} in flight and 150 ms each`;
}

/** The evidence of each task is judged as it comes; it is kept only to be written down. */
async function audit(
  options: FleetOptions,
  clients: Clients,
  organization: Organization | undefined,
): Promise<Verdict> {
  const { accounts, checkpoint, concurrency, evidenceOut, externalId, regions, role, sourceIdentity } = options;
  const request: CollectFleetEvidenceOptions = {
    ...{ clients, accounts, organization, regions, externalId, sourceIdentity, concurrency, checkpoint },
    ...(role.startsWith('arn:') ? { roleArn: role } : { roleName: role }),
    onProgress: (event) => {
      console.error(describeFleetProgress(event).split('\n').map(printable).join('\n'));
    },
    signal: stop.signal,
  };
  const evaluator = createEvaluator([]);
  const kept: Evidence[] = [];
  for await (const part of collectFleetEvidence(request)) {
    for (const scope of part.scopes) evaluator.addScope(scope);
    for (const record of part.regions) evaluator.add(record);
    if (evidenceOut !== undefined) kept.push(part);
  }
  if (evidenceOut !== undefined) await writeEvidence(evidenceOut, mergeEvidence(...kept));
  return evaluator.finish();
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${FLEET_USAGE}`);
    process.exitCode = 64;
  } else if (stop.signal.aborted) {
    console.error('Stopped. Nothing was changed in AWS; with --checkpoint the next run goes on here.');
    // At once: the SDK's back-off timers would keep the process for seconds.
    process.exit(130);
  } else {
    // Never the cause: the SDK's own errors may quote a signed request.
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
