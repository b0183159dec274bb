/**
 * Puts the same archive rule on every external access analyzer of every Region, since rules belong to one analyzer in one Region.
 * `npx tsx examples/rule-everywhere.ts --help`
 */
import { readFile } from 'node:fs/promises';
import {
  createArchiveRule,
  fanOut,
  filterFromCliJson,
  listAnalyzers,
  listRegions,
  type Analyzer,
  type ArchiveRuleChange,
  type FilterInput,
} from 'access-analyzer-kit';
import { DEMO_ACCOUNT } from 'access-analyzer-kit/testing';
import { accountClients } from './support/account-clients.ts';
import { UsageError } from './support/audit-options.ts';
import { printable } from './support/printable.ts';
import { parseOptions, runScript, say } from './support/run-script.ts';
import { WRITE_OPTIONS } from './support/write-options.ts';

const USAGE = `Usage: npx tsx examples/rule-everywhere.ts --rule-name NAME --filter FILE [options]

Makes the same archive rule in every Region. Without --yes nothing is changed.

  --rule-name NAME      what the rule is called
  --filter FILE         its filter, as the AWS CLI takes it: { "isPublic": { "eq": ["false"] }, … }
  --regions A,B         only these Regions (default: all that the account has enabled)
  --apply               archive the findings that exist, too
  --yes                 make the rules
  --allow-public        let the rule hide public access
  --reason TEXT         why, for the journal
  --journal FILE        write down every change there, before and after it
  --profile NAME        credentials of this profile (default: the SDK's own chain)
  --fake                on an embedded account, without AWS, with a rule of its own
  --help                this text

Exit code: 0 the rule is (or would be) everywhere, 1 somewhere it is not, 2 it failed, 64 wrong usage, 130 stopped.`;

/** What became of the rule on one analyzer. */
interface Placed {
  readonly analyzer: Analyzer;
  readonly change?: ArchiveRuleChange;
  readonly problem?: string;
}

async function main(signal: AbortSignal): Promise<number> {
  const options = parseOptions({
    'rule-name': { type: 'string' },
    filter: { type: 'string' },
    regions: { type: 'string' },
    apply: { type: 'boolean', default: false },
    ...WRITE_OPTIONS,
  });
  if (options.help) {
    say(USAGE);
    return 0;
  }
  const { filter, ruleName } = await theRule(options);
  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const listed = options.regions === undefined ? await listRegions(clients, { signal }) : undefined;
  if (listed?.problem !== undefined) console.error(printable(listed.problem.message));
  const regions = listed?.regions ?? options.regions?.split(',').map((region) => region.trim()) ?? [];

  const outcomes = fanOut(
    regions,
    async (region, context): Promise<Placed[]> => {
      const client = clients.accessAnalyzer(region);
      const analyzers = await listAnalyzers(client, { signal: context.signal });
      const placed: Placed[] = [];
      for (const analyzer of analyzers.filter(({ access }) => access === 'external')) {
        try {
          const change = await createArchiveRule(
            client,
            { analyzer, ruleName, filter, applyToExisting: options.apply, allowPublic: options['allow-public'] },
            { dryRun: !options.yes, journal: options.journal, reason: options.reason, signal: context.signal },
          );
          placed.push({ analyzer, change });
        } catch (error) {
          // One analyzer's refusal (a conflict, say) says nothing about the next one.
          context.signal.throwIfAborted();
          placed.push({ analyzer, problem: error instanceof Error ? error.message : String(error) });
        }
      }
      return placed;
    },
    { signal },
  );

  let missing = 0;
  const tell = (region: string, text: string): void => {
    say(`${region.padEnd(15)} ${printable(text)}`);
  };
  for await (const { item: region, ...outcome } of outcomes) {
    if (outcome.status === 'rejected') {
      missing += 1;
      tell(region, outcome.reason instanceof Error ? outcome.reason.message : String(outcome.reason));
    } else if (outcome.value.length === 0) {
      missing += 1;
      tell(region, 'no external access analyzer: nothing is found there, and nothing to archive');
    } else {
      for (const { analyzer, change, problem } of outcome.value) {
        if (change === undefined) missing += 1;
        else if (change.pending !== undefined && change.pending.length > 0) missing += 1;
        tell(region, `${analyzer.name}: ${change === undefined ? (problem ?? '') : describe(change)}`);
      }
    }
  }
  return missing === 0 ? 0 : 1;
}

function describe({ archived, change, dryRun, pending = [] }: ArchiveRuleChange): string {
  const applied =
    archived === undefined
      ? ''
      : `, ${archived.length} findings ${dryRun ? 'to archive' : 'archived'}${pending.length === 0 ? '' : `, ${pending.length} still ACTIVE`}`;
  return `${dryRun ? 'would be ' : ''}${change}${applied}`;
}

async function theRule(options: {
  readonly fake: boolean;
  readonly filter?: string | undefined;
  readonly 'rule-name'?: string | undefined;
}): Promise<{ readonly ruleName: string; readonly filter: FilterInput }> {
  const ruleName = options['rule-name'];
  if (options.fake && ruleName === undefined && options.filter === undefined) {
    const filter = { resourceOwnerAccount: { eq: DEMO_ACCOUNT }, isPublic: { eq: false } };
    return { ruleName: 'demo-not-public', filter };
  }
  if (ruleName === undefined || options.filter === undefined) {
    throw new UsageError('--rule-name and --filter: both are needed');
  }
  return { ruleName, filter: filterFromCliJson(await readFile(options.filter, 'utf8')) };
}

await runScript(USAGE, main);
