/**
 * A Node tool that imports the library: everything that is open to the public, as a table.
 * `npx tsx examples/node-tool.ts --fake`, `npx tsx examples/node-tool.ts --help`
 */
import { collectEvidence, evaluate, type Access } from 'access-analyzer-kit';
import { accountClients } from './support/account-clients.ts';
import { printable } from './support/printable.ts';
import { READ_OPTIONS } from './support/read-options.ts';
import { parseOptions, runScript } from './support/run-script.ts';
import { table } from './support/table.ts';

const USAGE = `Usage: npx tsx examples/node-tool.ts [options]

Prints all public access to the account's resources as a table.

  --regions A,B      only these Regions (default: all that the account has enabled)
  --profile NAME     credentials of this profile (default: the SDK's own chain)
  --fake             an embedded account, without AWS
  --help             this text

Exit code: 0 certainly none, 1 some, 2 not everything could be read, 64 wrong usage, 130 stopped.`;

async function main(signal: AbortSignal): Promise<number> {
  const options = parseOptions(READ_OPTIONS);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const evidence = await collectEvidence(clients, {
    ...(options.regions === undefined ? {} : { regions: options.regions.split(',') }),
    signal,
  });
  const { accesses, complete, reasons } = evaluate(evidence);
  // Null: AWS did not say whether it is public, which is not a no.
  const open = accesses.filter(({ isPublic, status }) => status === 'ACTIVE' && isPublic !== false);
  if (open.length > 0) console.log(table(['SEVERITY', 'RESOURCE', 'WHO', 'CAN', 'IN'], open.map(toRow)));
  for (const { effect, message } of reasons) if (effect === 'UNKNOWN') console.error(printable(message));
  if (open.length > 0) return 1;
  console.log(complete ? 'Nothing is public.' : 'Nothing public was seen, and not everything was read.');
  return complete ? 0 : 2;
}

function toRow({ isPublic, levels, principal, resource, resourceType, risk, sightings }: Access): string[] {
  const regions = new Set(sightings.filter(({ status }) => status === 'ACTIVE').map(({ region }) => region));
  return [
    risk.severity,
    resource ?? resourceType,
    isPublic === null ? `${principal.text} (perhaps public)` : principal.text,
    levels.join(', ') || 'unknown',
    [...regions].join(', '),
  ];
}

await runScript(USAGE, main);
