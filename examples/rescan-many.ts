/**
 * Has AWS look again at every open access, in every Region and on every analyzer that reported it, and prints what it says as it comes.
 * `npx tsx examples/rescan-many.ts --help`
 */
import {
  collectEvidence,
  evaluate,
  rescanAll,
  rescanTargetsOf,
  worstRescanResult,
  type RescanResult,
} from 'access-analyzer-kit';
import { accountClients } from './support/account-clients.ts';
import { UsageError } from './support/audit-options.ts';
import { printable } from './support/printable.ts';
import { parseOptions, runScript, say } from './support/run-script.ts';

const USAGE = `Usage: npx tsx examples/rescan-many.ts [options]

Rescans the resources of all open accesses and waits. It changes nothing.

  --regions A,B      only what these Regions report (default: all)
  --match TEXT       only resources whose ARN contains this
  --timeout SECONDS  how long to wait for each resource at most (default 300)
  --concurrency N    resources that are waited for at once (default 8)
  --profile NAME     credentials of this profile (default: the SDK's own chain)
  --fake             on an embedded account, without AWS
  --help             this text

Exit code: 0 nothing is open any more, 1 something is, 2 not proven or failed, 64 wrong usage, 130 stopped.`;

async function main(signal: AbortSignal): Promise<number> {
  const options = parseOptions({
    regions: { type: 'string' },
    match: { type: 'string', default: '' },
    timeout: { type: 'string', default: '300' },
    concurrency: { type: 'string', default: '8' },
    profile: { type: 'string' },
    fake: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (options.help) {
    say(USAGE);
    return 0;
  }
  const timeoutMs = Number(options.timeout) * 1_000;
  if (!(timeoutMs > 0)) throw new UsageError(`--timeout: found ${options.timeout}, expected seconds`);
  const concurrency = Number(options.concurrency);
  if (!(concurrency >= 1))
    throw new UsageError(`--concurrency: found ${options.concurrency}, expected a whole number from 1`);

  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const evidence = await collectEvidence(clients, {
    ...(options.regions === undefined ? {} : { regions: options.regions.split(',') }),
    signal,
  });
  const { accesses, complete } = evaluate(evidence);
  // One that names no resource cannot be rescanned, and is open all the same.
  const open = accesses.filter(
    ({ resource, status }) => status === 'ACTIVE' && (resource ?? '').includes(options.match),
  );
  const targets = open.flatMap((access) => rescanTargetsOf(access, clients));
  say(`Rescanning for ${open.length} open accesses …`);
  const results: RescanResult[] = [];
  const times = options.fake ? { minDelayMs: 5, maxDelayMs: 50 } : {};
  for await (const settled of rescanAll(targets, { timeoutMs, concurrency, ...times, signal })) {
    const { resourceArn } = settled.item;
    if (settled.status === 'fulfilled') {
      const { outcome, region, cause } = settled.value;
      results.push(outcome);
      say(
        `  ${outcome.padEnd(13)} ${region.padEnd(15)} ${printable(resourceArn)}${cause === undefined ? '' : ` (${cause})`}`,
      );
    } else {
      results.push('inconclusive');
      const { reason } = settled;
      say(
        `  failed        ${printable(resourceArn)}: ${printable(reason instanceof Error ? reason.message : String(reason))}`,
      );
    }
  }
  for (const { resource, resourceType } of open) {
    if (resource !== undefined) continue;
    results.push('inconclusive');
    say(`  not rescanned ${printable(resourceType)}: AWS names no resource`);
  }
  const worst = results.length === 0 ? undefined : worstRescanResult(results);
  say(worst === undefined ? '\nNo open access was seen.' : `\nThe worst of ${results.length}: ${worst}`);
  if (!complete) console.error('That is no proof: not everything could be read.');
  if (worst === 'still-active' || worst === 'replaced') return 1;
  const isClosed = worst === undefined || worst === 'resolved' || worst === 'resource-gone';
  return complete && isClosed ? 0 : 2;
}

await runScript(USAGE, main);
