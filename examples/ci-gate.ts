/**
 * A CI job that fails only on what is new against a baseline: what was open before is somebody's task already, and keeps no other
 * change from being released. `npx tsx examples/ci-gate.ts --help`
 */
import { collectEvidence, diffVerdicts, evaluate, toSummary } from 'access-analyzer-kit';
import { toMarkdown, toSarif } from 'access-analyzer-kit/report';
import { accountClients } from './support/account-clients.ts';
import { UsageError } from './support/audit-options.ts';
import { readEvidence, writeEvidence } from './support/evidence-files.ts';
import { describeWorse, worseAccesses } from './support/worse-accesses.ts';
import { READ_OPTIONS } from './support/read-options.ts';
import { parseOptions, runScript } from './support/run-script.ts';
import { writeOwnFile } from './support/write-own-file.ts';

const USAGE = `Usage: npx tsx examples/ci-gate.ts --baseline FILE [options]
       npx tsx examples/ci-gate.ts --make-baseline FILE [options]

Fails on access that is open now and was not in the baseline.

  --baseline FILE       evidence of before
  --make-baseline FILE  read the account and write this file, to be committed or kept with the job
  --regions A,B         only these Regions, in both (default: all that the account has enabled)
  --markdown FILE       a job summary
  --sarif FILE          for code scanning
  --profile NAME        credentials of this profile (default: the SDK's own chain)
  --fake                an embedded account, without AWS
  --help                this text

Exit code: 0 nothing new, 1 something new, 2 not everything could be read or something failed, 64 wrong usage, 130 stopped.`;

async function main(signal: AbortSignal): Promise<number> {
  const options = parseOptions({
    ...READ_OPTIONS,
    baseline: { type: 'string' },
    'make-baseline': { type: 'string' },
    markdown: { type: 'string' },
    sarif: { type: 'string' },
  });
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const { baseline, 'make-baseline': target } = options;
  if ((baseline === undefined) === (target === undefined)) {
    throw new UsageError('Give --baseline or --make-baseline, one of them.');
  }
  // Read first: a baseline that cannot be read should not cost a whole audit.
  const before = baseline === undefined ? undefined : evaluate(await readEvidence([baseline]));
  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const evidence = await collectEvidence(clients, {
    ...(options.regions === undefined ? {} : { regions: options.regions.split(',') }),
    signal,
  });
  const after = evaluate(evidence);

  if (target !== undefined) {
    if (!after.complete) {
      console.error(`${toSummary(after)}\n\nNo baseline was written: what was not read would be new later.`);
      return 2;
    }
    await writeEvidence(target, evidence);
    console.log(`${target}: ${after.summary.exposed.accesses} open accesses are known from now on.`);
    return 0;
  }
  if (before === undefined) throw new UsageError('--baseline is missing.');

  const diff = diffVerdicts(before, after);
  const worse = worseAccesses(diff);
  if (options.markdown !== undefined) await writeOwnFile(options.markdown, toMarkdown(after, { diff }));
  if (options.sarif !== undefined) await writeOwnFile(options.sarif, toSarif(after, { previous: before }));
  console.log(toSummary(after, { diff }));
  if (worse.length > 0) {
    console.log(`\nNew against the baseline (${worse.length}):\n${worse.map(describeWorse).join('\n')}`);
    return 1;
  }
  console.log(after.complete ? '\nNothing is new.' : '\nNothing new was seen, and not everything was read.');
  return after.complete ? 0 : 2;
}

await runScript(USAGE, main);
