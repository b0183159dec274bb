/**
 * Ends public access to a bucket and proves it: blocks it, has every analyzer that reported it look again, and prints what they say.
 * `npx tsx examples/fix-public-bucket.ts --help`
 */
import { collectEvidence, evaluate, planRemediation, iterateActiveFindings } from 'access-analyzer-kit';
import { resolveFinding, type PublicAccessBlock } from 'access-analyzer-kit/s3';
import { accountClients } from './support/account-clients.ts';
import { UsageError } from './support/audit-options.ts';
import { printable } from './support/printable.ts';
import { parseOptions, runScript, say } from './support/run-script.ts';
import { WRITE_OPTIONS } from './support/write-options.ts';

const USAGE = `Usage: npx tsx examples/fix-public-bucket.ts --bucket NAME [options]

Shows what is exposed and what may break; with --yes blocks public access to the bucket and waits for AWS to look again.

  --bucket NAME      the bucket
  --regions A,B      audit only these Regions to find who reported it (default: all)
  --timeout SECONDS  how long to wait for AWS at most (default 300)
  --yes              block it
  --reason TEXT      why, for the journal
  --journal FILE     write down every change there, before and after it
  --profile NAME     credentials of this profile (default: the SDK's own chain)
  --fake             on an embedded account, without AWS (bucket cc-project5-log-data)
  --help             this text

Exit code: 0 resolved (or shown), 1 still open, 2 not proven or failed, 64 wrong usage, 130 stopped.`;

async function main(signal: AbortSignal): Promise<number> {
  const { 'allow-public': _unused, ...write } = WRITE_OPTIONS;
  const options = parseOptions({
    bucket: { type: 'string' },
    regions: { type: 'string' },
    timeout: { type: 'string' },
    ...write,
  });
  if (options.help) {
    say(USAGE);
    return 0;
  }
  const bucket = options.bucket ?? (options.fake ? 'cc-project5-log-data' : undefined);
  if (bucket === undefined) throw new UsageError('--bucket is missing');
  const timeoutMs = Number(options.timeout ?? 300) * 1_000;
  if (!(timeoutMs > 0)) throw new UsageError(`--timeout: found ${String(options.timeout)}, expected seconds`);

  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const evidence = await collectEvidence(clients, {
    ...(options.regions === undefined ? {} : { regions: options.regions.split(',') }),
    signal,
  });
  const { accesses } = evaluate(evidence);
  const access = accesses.find(({ isPublic, resource }) => isPublic !== false && resource?.endsWith(`:::${bucket}`));
  if (access === undefined) {
    console.error(
      `No open public access to ${printable(bucket)} was seen. That proves nothing where a Region could not be read.`,
    );
    return 2;
  }
  for (const sighting of access.sightings.slice(0, 1)) {
    const client = clients.accessAnalyzer(sighting.region);
    const filter = { id: { eq: sighting.findingId } };
    for await (const finding of iterateActiveFindings(client, sighting.analyzer, { filter, signal })) {
      const plan = planRemediation(finding, { analyzer: sighting.analyzer, region: sighting.region });
      say(printable(plan.exposure));
      for (const warning of plan.warnings) say(`  mind: ${printable(warning)}`);
    }
  }
  const { blocked, outcome, rescans } = await resolveFinding(
    clients,
    { access },
    {
      dryRun: !options.yes,
      timeoutMs,
      ...(options.fake ? { minDelayMs: 5, maxDelayMs: 50 } : {}),
      reason: options.reason,
      journal: options.journal,
      signal,
      onBlocked: ({ before, changed, dryRun, region }) => {
        const was = before === undefined ? 'no block of its own' : JSON.stringify(before);
        if (dryRun) say(`\nWould block public access in ${region}. Now: ${was}. Nothing was changed; --yes does it.`);
        else say(`\n${changed ? 'Blocked' : 'Blocked already'} in ${region}. Before: ${was}`);
        if (changed) console.log(`  undo: ${undoLine({ bucket, before, region })}`);
      },
    },
  );
  if (blocked.dryRun) return 0;
  for (const rescan of rescans) {
    const text =
      rescan.status === 'fulfilled' ? `${rescan.value.region}: ${rescan.value.outcome}` : String(rescan.reason);
    say(`  rescanned ${printable(text)}`);
  }
  say(`\n${(outcome ?? 'inconclusive').toUpperCase()}`);
  if (outcome === 'resolved' || outcome === 'resource-gone') return 0;
  return outcome === 'still-active' || outcome === 'replaced' ? 1 : 2;
}

/** What puts the block back as it was. A bucket's name and a Region hold nothing that a shell would obey. */
function undoLine({
  before,
  bucket,
  region,
}: {
  readonly before: PublicAccessBlock | undefined;
  readonly bucket: string;
  readonly region: string;
}): string {
  const target = `--bucket ${bucket} --region ${region}`;
  if (before === undefined) return `aws s3api delete-public-access-block ${target}`;
  const flags = Object.entries(before).map(([flag, set]) => `${flag}=${String(set)}`);
  return `aws s3api put-public-access-block ${target} --public-access-block-configuration ${flags.join(',')}`;
}

await runScript(USAGE, main);
