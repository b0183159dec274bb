/**
 * Makes an analyzer's archive rules what a file says: shows what would change, and with `--yes` changes it. The second run finds nothing to
 * do. `npx tsx examples/sync-archive-rules.ts --help`
 */
import { join } from 'node:path';
import {
  IncompleteSyncError,
  syncArchiveRules,
  type ArchivedFinding,
  type ArchiveRulePlan,
  type ArchiveRuleSyncItem,
} from 'access-analyzer-kit';
import { accountClients } from './support/account-clients.ts';
import { UsageError } from './support/audit-options.ts';
import { findAnalyzer } from './support/find-analyzer.ts';
import { printable } from './support/printable.ts';
import { readRules } from './support/read-rules.ts';
import { parseOptions, runScript, say } from './support/run-script.ts';
import { WRITE_OPTIONS } from './support/write-options.ts';

const USAGE = `Usage: npx tsx examples/sync-archive-rules.ts --rules FILE [options]

Makes the archive rules of an analyzer what the file says. Without --yes nothing is changed.

  --rules FILE          Terraform (.tf), a CloudFormation template as JSON, or JSON as the AWS CLI
                        prints it: { "archiveRules": [{ "ruleName": …, "filter": { … } }] }
  --region REGION       where the analyzer is (default: the environment's)
  --analyzer NAME|ARN   default: the Region's external access analyzer
  --prune               delete the rules that the file does not have
  --apply               archive the findings that exist, too
  --max-changes N       refuse a plan with more creations, updates and deletions
  --yes                 make the changes
  --allow-public        let rules hide public access
  --reason TEXT         why, for the journal
  --journal FILE        write down every change there, before and after it
  --profile NAME        credentials of this profile (default: the SDK's own chain)
  --fake                on an embedded account, without AWS, with examples/archive-rules.tf
  --help                this text

Exit code: 0 the rules are (or would be) as the file says, 1 matched findings are still ACTIVE,
2 it failed, 64 wrong usage, 130 stopped.`;

async function main(signal: AbortSignal): Promise<number> {
  const options = parseOptions({
    rules: { type: 'string' },
    region: { type: 'string' },
    analyzer: { type: 'string' },
    prune: { type: 'boolean', default: false },
    apply: { type: 'boolean', default: false },
    'max-changes': { type: 'string' },
    ...WRITE_OPTIONS,
  });
  if (options.help) {
    say(USAGE);
    return 0;
  }
  const file = options.rules ?? (options.fake ? join(import.meta.dirname, 'archive-rules.tf') : undefined);
  if (file === undefined) throw new UsageError('--rules is missing');
  const maxChanges = options['max-changes'];
  if (maxChanges !== undefined && !/^\d+$/.test(maxChanges)) {
    throw new UsageError(`--max-changes: found ${maxChanges}, expected a whole number`);
  }

  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const client = clients.accessAnalyzer(options.region ?? (await clients.homeRegion()));
  const analyzer = await findAnalyzer(client, options.analyzer, signal);
  const desired = await readRules(file, analyzer.name);
  say(`${desired.length} archive rules for ${printable(analyzer.arn)}\n`);
  try {
    const plan = await syncArchiveRules(client, analyzer, desired, {
      prune: options.prune,
      applyToExisting: options.apply,
      allowPublic: options['allow-public'],
      ...(maxChanges === undefined ? {} : { maxChanges: Number(maxChanges) }),
      dryRun: !options.yes,
      reason: options.reason,
      journal: options.journal,
      signal,
    });
    return report(plan);
  } catch (error) {
    // How far it came stands in the error: the same command again does the rest.
    if (error instanceof IncompleteSyncError) report(error.plan);
    throw error;
  }
}

function report({ changes, dryRun, items }: ArchiveRulePlan): number {
  for (const item of items) printItem(item, dryRun);
  const pending = items.flatMap((item) => item.pending ?? []);
  const uncertain = items.flatMap((item) => item.uncertain ?? []);
  if (uncertain.length > 0) say(`May be matched, and AWS does not document it:\n${list(uncertain)}`);
  if (pending.length > 0) say(`Matched, and still ACTIVE when last looked at:\n${list(pending)}`);
  const written = items.filter(isWritten).length;
  const archived = items.reduce((sum, item) => sum + (item.archived?.length ?? 0), 0);
  const sum = `Rules to change: ${changes}. Findings to archive: ${archived}.`;
  if (changes + archived === 0) say('Nothing to do: the rules are as the file says.');
  else if (dryRun) say(`${sum} Nothing was changed; --yes does it.`);
  else say(`Rules changed: ${written}. Findings archived: ${archived}.`);
  return pending.length === 0 ? 0 : 1;
}

/** Whether the rule itself was written. */
function isWritten({ change, state }: ArchiveRuleSyncItem): boolean {
  return state === 'done' && change !== 'none' && change !== 'unmanaged';
}

function printItem(item: ArchiveRuleSyncItem, dryRun: boolean): void {
  const { archived = [], change, diagnostics, differences, ruleName, state } = item;
  const progress = state === 'failed' || state === 'not-started' ? ` (${state})` : '';
  const stays = change === 'unmanaged' ? ' (not in the file; stays without --prune)' : '';
  say(`${change.padEnd(9)} ${printable(ruleName)}${progress}${stays}`);
  for (const line of differences) say(`    ${printable(line)}`);
  // Of what is as it should be and of what goes there is nothing new to say.
  if (change === 'create' || change === 'update') {
    for (const { message, severity } of diagnostics) say(`    ${severity}: ${printable(message)}`);
  }
  if (archived.length > 0) say(`    ${dryRun ? 'would archive' : 'archived'}:\n${list(archived)}`);
  say('');
}

function list(findings: readonly ArchivedFinding[]): string {
  return findings
    .map(({ exceedsRead, finding, id, isPublic }) => {
      const resource = printable(finding.resource ?? finding.resourceType);
      return `      ${printable(id)}  ${resource}${exceedsRead ? ', beyond Read' : ''}${isPublic === false ? '' : ', PUBLIC OR MAYBE'}`;
    })
    .join('\n');
}

await runScript(USAGE, main);
