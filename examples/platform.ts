/**
 * An internal platform: a service that audits on demand and shows the verdict as JSON and as a page.
 * `npx tsx examples/platform.ts --fake`, then `curl -N http://127.0.0.1:8080/audit`
 */
import { accountClients } from './support/account-clients.ts';
import { UsageError } from './support/audit-options.ts';
import { createPlatform } from './support/platform-server.ts';
import { parseOptions, runScript } from './support/run-script.ts';

const USAGE = `Usage: npx tsx examples/platform.ts [options]

  GET /audit                reads the account; progress and the verdict's id as server-sent events
  GET /verdicts/{id}        the verdict as JSON; the id may be "latest"
  GET /verdicts/{id}/page   the same as a page for people

  --port N           where to listen on 127.0.0.1 (default 8080; 0 for a free one)
  --profile NAME     credentials of this profile (default: the SDK's own chain)
  --fake             an embedded account, without AWS
  --help             this text

It has no login of its own: put it behind what your platform has. Ctrl-C stops it, and what it reads.`;

async function main(signal: AbortSignal): Promise<number> {
  const options = parseOptions({
    port: { type: 'string', default: '8080' },
    profile: { type: 'string' },
    fake: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const port = Number(options.port);
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new UsageError(`--port: found ${options.port}, expected a port`);
  }
  await using clients = accountClients({ fake: options.fake, profile: options.profile });
  const { app } = createPlatform({ clients });
  console.log(`Listening on ${await app.listen({ host: '127.0.0.1', port })}`);
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
  await app.close();
  return 0;
}

await runScript(USAGE, main);
