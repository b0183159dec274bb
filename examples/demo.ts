/**
 * The main job on an embedded account, without AWS: audit, act, prove. `npm run demo`
 */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClients, diffVerdicts } from 'access-analyzer-kit';
import { toHtml } from 'access-analyzer-kit/report';
import { createFakeAws, DEMO_ACCOUNT, demoScenario } from 'access-analyzer-kit/testing';
import pc from 'picocolors';
import { actAndProve } from './support/act-and-prove.ts';
import { parseAuditOptions } from './support/audit-options.ts';
import { printVerdict } from './support/print-verdict.ts';
import { exitCodeOf, runAudit } from './support/run-audit.ts';
import { wrapForTerminal } from './support/wrap.ts';

// The SDK's advice on Node versions is for those who run it on AWS.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const options = parseAuditOptions(process.argv.slice(2));
const fake = createFakeAws(demoScenario({ now: new Date() }));
const clients = () =>
  createClients({ requestHandler: fake.requestHandler, credentials: fake.credentialsFor(DEMO_ACCOUNT) });
const audit = async () => (await runAudit(options, { clients, signal: new AbortController().signal })).verdict;
// With --json only JSON goes to standard output.
const print = options.json ? console.error : console.log;
const say = (text: string): void => {
  print(wrapForTerminal(text, options.json ? process.stderr : process.stdout));
};

console.error('An embedded account, read by the real AWS SDK. Nothing leaves this machine.');
const before = await audit();
say(printVerdict(before, { color: pc.isColorSupported }));

say(`\n${pc.bold('Act')}\n`);
await using acting = clients();
await actAndProve(
  acting,
  {
    intended: `arn:aws:sqs:us-east-1:${DEMO_ACCOUNT}:cc-project5-app-queue`,
    unintended: 'arn:aws:s3:::cc-project5-log-data',
    verdict: before,
  },
  say,
);

say(`\n${pc.bold('Audit again')}\n`);
const after = await audit();
const diff = diffVerdicts(before, after);
say(printVerdict(after, { color: pc.isColorSupported, diff, accesses: false }));
for (const { before: access } of diff.archived) say(`archived  ${access.resource ?? access.resourceType}`);
for (const { before: access } of diff.gone) say(`resolved  ${access.resource ?? access.resourceType}`);
say(
  `\n${before.summary.exposed.accesses} open accesses before, ${after.summary.exposed.accesses} now; ${diff.archived.length} archived, ${diff.gone.length + diff.resolved.length} resolved, ${diff.new.length} new.`,
);

const page = join(await mkdtemp(join(tmpdir(), 'access-analyzer-kit-')), 'report.html');
await writeFile(page, toHtml(after, { before }), { mode: 0o600, flag: 'wx' });
say(`The same as a page: ${page}`);
if (options.json) console.log(JSON.stringify({ before, after, diff }, null, 2));
console.error(
  `\nAn audit of a real account (npm run audit) would exit with ${exitCodeOf(after, options)} here: 0 PASS, 1 FAIL, 2 UNKNOWN.`,
);
