import { parseArgs } from 'node:util';
import { UsageError } from './audit-options.ts';

/** What the command line asks for. */
export interface FleetOptions {
  readonly help: boolean;
  readonly json: boolean;
  readonly fake: boolean;
  readonly estimate: boolean;
  readonly accounts: readonly string[] | undefined;
  readonly regions: readonly string[] | undefined;
  readonly role: string;
  readonly externalId: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly profile: string | undefined;
  readonly concurrency: number;
  readonly checkpoint: string | undefined;
  readonly evidenceOut: string | undefined;
}

const DEFAULT_ROLE = 'access-analyzer-audit';
const DEFAULT_CONCURRENCY = 64;

export const FLEET_USAGE: string = `Usage: npx tsx examples/fleet.ts [options]

Judges many accounts by rule AccessAnalyzer-001, with a role that is assumed in each of them.

  --accounts A,B          these accounts (default: all of the organization, as AWS Organizations lists them)
  --role NAME|ARN         the role; in an ARN {account} stands for each account (default ${DEFAULT_ROLE})
  --external-id ID        what the role's trust policy asks for
  --source-identity NAME  who stands behind it, for CloudTrail
  --regions A,B           only these Regions (default: all that each account has enabled)
  --profile NAME          credentials of this profile (default: the SDK's own chain)
  --concurrency N         AWS requests in flight at most (default ${DEFAULT_CONCURRENCY})
  --checkpoint DIR        keep finished tasks there; a run that was killed goes on where it was
  --evidence-out FILE     write what was read, for replay
  --estimate              only say how many calls it would be, and about how many minutes
  --fake                  an embedded organization of six accounts, without AWS
  --json                  the verdict as JSON
  --help                  this text

Exit code: 0 PASS, 1 FAIL, 2 UNKNOWN, 64 wrong usage, 130 stopped.`;

/** Reads the command line. */
export function parseFleetOptions(argv: readonly string[]): FleetOptions {
  const values = parse(argv);
  const concurrency = Number(values.concurrency ?? DEFAULT_CONCURRENCY);
  if (!(Number.isInteger(concurrency) && concurrency > 0)) {
    throw new UsageError(`--concurrency: found ${JSON.stringify(values.concurrency)}, expected a whole number from 1`);
  }
  return {
    help: values.help === true,
    json: values.json === true,
    fake: values.fake === true,
    estimate: values.estimate === true,
    accounts: list(values.accounts),
    regions: list(values.regions),
    role: values.role ?? DEFAULT_ROLE,
    externalId: values['external-id'],
    sourceIdentity: values['source-identity'],
    profile: values.profile,
    concurrency,
    checkpoint: values.checkpoint,
    evidenceOut: values['evidence-out'],
  };
}

function list(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((item) => item.trim());
}

function parse(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        ...{ help: flag, json: flag, fake: flag, estimate: flag },
        ...{ accounts: text, regions: text, role: text, 'external-id': text, 'source-identity': text },
        ...{ profile: text, concurrency: text, checkpoint: text, 'evidence-out': text },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
