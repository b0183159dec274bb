import { parseArgs } from 'node:util';
import { policies, type Policy } from 'access-analyzer-kit';

/** What the command line asks for. */
export interface AuditOptions {
  readonly json: boolean;
  readonly help: boolean;
  readonly regions: readonly string[] | undefined;
  readonly profile: string | undefined;
  readonly concurrency: number | undefined;
  readonly policy: Policy;
  readonly acceptPolicy: boolean;
  readonly evidenceOut: string | undefined;
  readonly evidenceIn: readonly string[];
}

/** The command line is wrong: say so and exit with 64 (EX_USAGE). */
export class UsageError extends Error {}

export const USAGE: string = `Usage: npm run audit -- [options]

Judges the account of the ambient AWS credentials by rule AccessAnalyzer-001.

  --regions A,B         only these Regions (default: all that the account has enabled)
  --profile NAME        credentials of this profile (default: the SDK's own chain)
  --concurrency N       AWS requests in flight at most (default 16)
  --policy NAME         ${Object.keys(policies).join(', ')} (default strict)
  --accept-policy       exit 0 on a PASS of another policy even where strict does not pass
  --evidence-out FILE   write what was read, for replay; also what there is when it is stopped
  --evidence-in FILE    judge this file instead of reading AWS; several are merged
  --json                the verdict as JSON
  --help                this text

Exit code: 0 PASS, 1 FAIL, 2 UNKNOWN, 64 wrong usage, 130 stopped.`;

/** Reads the command line. */
export function parseAuditOptions(argv: readonly string[]): AuditOptions {
  const { values } = parse(argv);
  const policy = values.policy ?? 'strict';
  if (!isPolicyName(policy)) {
    throw new UsageError(
      `--policy: found ${JSON.stringify(policy)}, expected one of ${Object.keys(policies).join(', ')}`,
    );
  }
  const regions = values.regions?.split(',').map((region) => region.trim());
  if (regions?.some((region) => region === '') === true) {
    throw new UsageError(
      `--regions: found ${JSON.stringify(values.regions)}, expected Region names with commas between them`,
    );
  }
  const concurrency = values.concurrency === undefined ? undefined : Number(values.concurrency);
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency > 0)) {
    throw new UsageError(`--concurrency: found ${JSON.stringify(values.concurrency)}, expected a whole number from 1`);
  }
  const evidenceIn = values['evidence-in'] ?? [];
  if (evidenceIn.length > 0 && (regions !== undefined || values.profile !== undefined || concurrency !== undefined)) {
    throw new UsageError('--evidence-in reads no AWS: leave out --regions, --profile and --concurrency');
  }
  return {
    json: values.json === true,
    help: values.help === true,
    regions,
    profile: values.profile,
    concurrency,
    policy: policies[policy],
    acceptPolicy: values['accept-policy'] === true,
    evidenceOut: values['evidence-out'],
    evidenceIn,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: false,
      options: {
        json: { type: 'boolean' },
        help: { type: 'boolean' },
        regions: { type: 'string' },
        profile: { type: 'string' },
        concurrency: { type: 'string' },
        policy: { type: 'string' },
        'accept-policy': { type: 'boolean' },
        'evidence-out': { type: 'string' },
        'evidence-in': { type: 'string', multiple: true },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function isPolicyName(name: string): name is keyof typeof policies {
  return Object.hasOwn(policies, name);
}
