/**
 * Accepts one finding, now and in future: shows the narrow archive rule for it and what that would hide, and with `--yes` makes the rule
 * and applies it. `npx tsx examples/archive-intended.ts --help`
 */
import {
  createArchiveRule,
  getFinding,
  iterateActiveFindings,
  lintArchiveRule,
  listArchiveRules,
  planRemediation,
  previewArchiveRule,
  type Analyzer,
  type ArchivedFinding,
  type Finding,
} from 'access-analyzer-kit';
import { accountClients } from './support/account-clients.ts';
import { UsageError } from './support/audit-options.ts';
import { filterLines } from './support/filter-lines.ts';
import { findAnalyzer } from './support/find-analyzer.ts';
import { printable } from './support/printable.ts';
import { parseOptions, runScript, say } from './support/run-script.ts';
import { WRITE_OPTIONS } from './support/write-options.ts';

const USAGE = `Usage: npx tsx examples/archive-intended.ts [options]

Accepts one finding of an analyzer by an archive rule. Without --yes nothing is changed.

  --region REGION       where the analyzer is (default: the environment's)
  --analyzer NAME|ARN   default: the Region's external access analyzer
  --finding ID          default: the first one that a rule can accept without hiding public access
  --yes                 make the rule and apply it
  --allow-public        let the rule hide public access
  --reason TEXT         why, for the journal
  --journal FILE        write down every change there, before and after it
  --profile NAME        credentials of this profile (default: the SDK's own chain)
  --fake                on an embedded account, without AWS
  --help                this text

Exit code: 0 done (or shown), 1 matched findings are still ACTIVE, 2 it failed, 64 wrong usage, 130 stopped.`;

async function main(signal: AbortSignal): Promise<number> {
  const options = parseOptions({
    region: { type: 'string' },
    analyzer: { type: 'string' },
    finding: { type: 'string' },
    ...WRITE_OPTIONS,
  });
  if (options.help) {
    say(USAGE);
    return 0;
  }
  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const client = clients.accessAnalyzer(options.region ?? (await clients.homeRegion()));
  const analyzer = await findAnalyzer(client, options.analyzer, signal);
  const findings: Finding[] = [];
  for await (const finding of iterateActiveFindings(client, analyzer, { signal })) findings.push(finding);
  const finding =
    options.finding === undefined
      ? firstAcceptable(findings, analyzer)
      : await getFinding(client, analyzer, options.finding, { signal });

  const { exposure, intended } = planRemediation(finding, { analyzer });
  say(`Finding ${printable(finding.id)} (${finding.status})\n${printable(exposure)}`);
  if (intended.archiveRule === undefined) {
    console.error(`\nNo rule: ${printable(intended.reason ?? 'none can be made')}`);
    return 2;
  }
  const { filter, ruleName } = intended.archiveRule;
  say(`\nRule ${ruleName}, for what has all of`);
  for (const line of filterLines(filter)) say(`  ${line}`);
  const rules = await listArchiveRules(client, analyzer, { signal });
  for (const { severity, message } of lintArchiveRule(intended.archiveRule, { rules, access: analyzer.access })) {
    say(`  ${severity}: ${printable(message)}`);
  }
  const preview = previewArchiveRule(filter, findings);
  say(
    `It matches ${preview.matched.length} of ${findings.length} active findings (${preview.publicMatched.length} of them public or maybe public) and may match ${preview.uncertain.length} more.`,
  );

  const change = await createArchiveRule(
    client,
    { analyzer, ruleName, filter, applyToExisting: true, allowPublic: options['allow-public'] },
    { dryRun: !options.yes, journal: options.journal, reason: options.reason, signal },
  );
  const { archived = [], pending = [], uncertain = [] } = change;
  if (change.dryRun) {
    say(`\nDry run. With --yes the rule is ${change.change}, and would archive:`);
    printFindings(archived);
    return 0;
  }
  say(`\nThe rule is ${change.change}. Archived:`);
  printFindings(archived);
  if (uncertain.length > 0) say(`${uncertain.length} findings that it might have matched are still ACTIVE.`);
  if (pending.length === 0) return 0;
  say('Matched, and still ACTIVE when last looked at:');
  printFindings(pending);
  return 1;
}

function firstAcceptable(findings: readonly Finding[], analyzer: Analyzer): Finding {
  const finding = findings.find((candidate) => {
    const { archiveRule, needsAllowPublic } = planRemediation(candidate, { analyzer }).intended;
    return archiveRule !== undefined && !needsAllowPublic;
  });
  if (finding === undefined) {
    throw new UsageError('--finding: no active finding can be accepted by a rule without hiding public access');
  }
  return finding;
}

function printFindings(findings: readonly ArchivedFinding[]): void {
  if (findings.length === 0) say('  none');
  for (const { finding, id, isPublic, levels } of findings) {
    const publicly = isPublic === true ? ', PUBLIC' : isPublic === null ? ', public or not: AWS did not say' : '';
    const what = finding.resource ?? finding.resourceType;
    say(`  ${printable(id)}  ${printable(what)}  ${levels.join(', ') || 'level not known'}${publicly}`);
  }
}

await runScript(USAGE, main);
