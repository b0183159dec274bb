import {
  createArchiveRule,
  iterateActiveFindings,
  lintArchiveRule,
  listAnalyzers,
  planRemediation,
  previewArchiveRule,
  type Analyzer,
  type ArchiveRuleChange,
  type Clients,
  type Finding,
  type Verdict,
} from 'access-analyzer-kit';
import { resolveFinding, type ResolvedFinding } from 'access-analyzer-kit/s3';
import { filterLines } from './filter-lines.ts';
import { printable } from './printable.ts';

/** What the demonstration did. */
export interface Acted {
  readonly archived: ArchiveRuleChange;
  readonly resolved: ResolvedFinding;
}

/** Both branches of the rule's remediation: accepts one finding by a rule that was previewed and linted, and ends a public bucket's access. */
export async function actAndProve(
  clients: Clients,
  {
    intended,
    unintended,
    verdict,
  }: { readonly intended: string; readonly unintended: string; readonly verdict: Verdict },
  say: (line: string) => void,
): Promise<Acted> {
  const archived = await accept(clients, intended, say);
  const resolved = await close(clients, { resource: unintended, verdict }, say);
  return { archived, resolved };
}

/** The finding is meant to be: archive it, now and in future. */
async function accept(clients: Clients, resource: string, say: (line: string) => void): Promise<ArchiveRuleChange> {
  const client = clients.accessAnalyzer('us-east-1');
  const analyzer = (await listAnalyzers(client)).find(
    ({ access, status }) => access === 'external' && status === 'ACTIVE',
  );
  if (analyzer === undefined) throw new Error('There is no external access analyzer in us-east-1.');
  const findings: Finding[] = [];
  for await (const finding of iterateActiveFindings(client, analyzer)) findings.push(finding);
  const finding = findings.find((candidate) => candidate.resource === resource);
  if (finding === undefined) throw new Error(`There is no active finding of ${resource}.`);
  const { exposure, intended } = planRemediation(finding, { analyzer });
  if (intended.archiveRule === undefined) throw new Error(intended.reason ?? 'There is no rule.');
  const { filter, ruleName } = intended.archiveRule;
  const { matched, publicMatched, uncertain } = previewArchiveRule(filter, findings);
  say(`Intended: ${printable(exposure)}`);
  say(`  rule ${ruleName}, for what has all of`);
  for (const line of filterLines(filter)) say(`    ${line}`);
  say(
    `  it would hide ${matched.length} of ${findings.length} active findings, ${publicMatched.length} of them public, ${uncertain.length} uncertain`,
  );
  for (const { severity, message } of lint(intended.archiveRule, analyzer)) say(`  ${severity}: ${printable(message)}`);
  const change = await createArchiveRule(client, { analyzer, ruleName, filter, applyToExisting: true });
  say(`  ${change.change}, and applied to what exists: ${change.archived?.length ?? 0} archived`);
  return change;
}

function lint(rule: Parameters<typeof lintArchiveRule>[0], { access }: Analyzer): ReturnType<typeof lintArchiveRule> {
  return lintArchiveRule(rule, { access });
}

/** The finding is not meant to be: take the access away, have AWS look again, and see what it says. */
async function close(
  clients: Clients,
  { resource, verdict }: { readonly resource: string; readonly verdict: Verdict },
  say: (line: string) => void,
): Promise<ResolvedFinding> {
  const access = verdict.accesses.find((candidate) => candidate.resource === resource && candidate.isPublic === true);
  if (access === undefined) throw new Error(`There is no public access to ${resource}.`);
  say(`\nNot intended: ${access.principal.text} can ${access.levels.join(', ')} ${resource}`);
  const resolved = await resolveFinding(clients, { access }, { minDelayMs: 5, maxDelayMs: 50, timeoutMs: 60_000 });
  say(
    `  public access blocked in ${resolved.blocked.region} (undo puts back what was before: ${resolved.blocked.before === undefined ? 'no block' : 'its flags'})`,
  );
  for (const rescan of resolved.rescans) {
    const region = rescan.status === 'fulfilled' ? rescan.value.region : 'a Region';
    const outcome = rescan.status === 'fulfilled' ? rescan.value.outcome : 'could not be rescanned';
    say(`  rescanned in ${region}: ${outcome.toUpperCase()}`);
  }
  return resolved;
}
