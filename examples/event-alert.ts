/**
 * A Lambda function behind the EventBridge rule of `event-rule.json`: an alert for each finding that opens, with its risk and what to do.
 * ALERT_URL is where alerts are posted as JSON; ALERT_MINIMUM_SEVERITY (default: medium) what is worth one.
 * `npx tsx examples/event-alert.ts examples/event.json` shows the alert of an event in a file.
 */
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Severity } from 'access-analyzer-kit/evaluate';
import { createAlertHandler } from './support/alert.ts';

async function post(message: object): Promise<void> {
  const url = process.env['ALERT_URL'];
  if (url === undefined) {
    console.log(JSON.stringify(message, null, 2));
    return;
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(message),
    signal: AbortSignal.timeout(10_000),
  });
  // Thrown, so that Lambda tries the event again.
  if (!response.ok) throw new Error(`The alert was answered with ${response.status}.`);
}

/** One container remembers what it told. With several, give `seen` a table that they share. */
export const handler: ReturnType<typeof createAlertHandler> = createAlertHandler(post, {
  policy: { minimumSeverity: (process.env['ALERT_MINIMUM_SEVERITY'] ?? 'medium') as Severity },
});

const [, script, file] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) {
  if (file === undefined) {
    console.error('Usage: npx tsx examples/event-alert.ts EVENT.json');
    process.exitCode = 64;
  } else {
    const { callback, outcome } = await handler(await readFile(file, 'utf8'));
    console.error(`${callback}: ${outcome}`);
  }
}
