/**
 * Judges the account of the ambient AWS credentials: `npm run audit`, `npm run audit -- --help`.
 */
import { createClients } from 'access-analyzer-kit';
import pc from 'picocolors';
import { parseAuditOptions, USAGE, UsageError, type AuditOptions } from './support/audit-options.ts';
import { printVerdict } from './support/print-verdict.ts';
import { exitCodeOf, runAudit } from './support/run-audit.ts';
import { wrapForTerminal } from './support/wrap.ts';

const stop = new AbortController();
// Not once: a runner in between may pass the same Ctrl-C on a second time, which would then end the process without a word.
process.on('SIGINT', () => {
  stop.abort(new Error('Stopped by Ctrl-C.'));
});

async function main(argv: readonly string[]): Promise<number> {
  const options = parseAuditOptions(argv);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const { verdict } = await runAudit(options, { clients: () => clientsFor(options), signal: stop.signal });
  const printed = () => wrapForTerminal(printVerdict(verdict, { color: pc.isColorSupported }));
  console.log(options.json ? JSON.stringify(verdict, null, 2) : printed());
  const code = exitCodeOf(verdict, options);
  if (code === 2 && verdict.status === 'PASS') {
    console.error(
      `Policy ${verdict.policy.name} passes, strict is ${verdict.strictStatus}: exit code 2. --accept-policy makes it 0.`,
    );
  }
  return code;
}

function clientsFor({ profile, concurrency }: AuditOptions) {
  return createClients({ profile, concurrency });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${USAGE}`);
    process.exitCode = 64;
  } else if (stop.signal.aborted) {
    console.error('Stopped. Nothing was changed in AWS, and nothing was judged.');
    // At once: the SDK's back-off timers would keep the process for seconds.
    process.exit(130);
  } else {
    // Never the cause: the SDK's own errors may quote a signed request.
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 2;
  }
}
