/**
 * The main job on an embedded account, without AWS: `npm run demo`.
 */
import { createClients } from 'access-analyzer-kit';
import { createFakeAws, DEMO_ACCOUNT, demoScenario } from 'access-analyzer-kit/testing';
import pc from 'picocolors';
import { parseAuditOptions } from './support/audit-options.ts';
import { printVerdict } from './support/print-verdict.ts';
import { exitCodeOf, runAudit } from './support/run-audit.ts';

const options = parseAuditOptions(process.argv.slice(2));
const fake = createFakeAws(demoScenario({ now: new Date() }));

const { verdict } = await runAudit(options, {
  clients: () => createClients({ requestHandler: fake.requestHandler, credentials: fake.credentialsFor(DEMO_ACCOUNT) }),
  signal: new AbortController().signal,
});
console.log(options.json ? JSON.stringify(verdict, null, 2) : printVerdict(verdict, { color: pc.isColorSupported }));
console.error(
  `\nAn audit of a real account (npm run audit) would exit with ${exitCodeOf(verdict, options)} here: 0 PASS, 1 FAIL, 2 UNKNOWN.`,
);
