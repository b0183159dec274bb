import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAnalyzers } from '../../src/analyzers/index.ts';
import { archiveFindings } from '../../src/findings/index.ts';
import { createClients } from '../../src/clients/create-clients.ts';
import { evaluate, toSummary } from '../../src/evaluate/index.ts';
import { collectEvidence } from '../../src/evidence/index.ts';
import { collectFleetEvidence } from '../../src/fleet/index.ts';
import { toAsff, toCsv, toHtml, toJson, toJUnit, toMarkdown, toOcsf, toSarif } from '../../src/report/index.ts';
import type { FakeFault } from '../../src/testing/index.ts';
import { ARN, IO_FUNCTIONS, openBed, type IoBed, type IoFunction } from './io-functions.ts';

/*
 * What goes in as credentials can be recognised, whole or in part; what comes out, on every way that anything comes out of the
 * library, is searched for it.
 */

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYSECRETVALUE';
const TOKEN = 'IQoJb3JpZ2luX2VjEPT//////////TOKENVALUE0123456789abcdefghijklmnopqrstuv';
const EXTERNAL_ID = 'external-id-that-nobody-else-may-know-4711';

/** Where a part of a secret shows, it was leaked as well. */
const MARKS: readonly string[] = ['SECRETVALUE', 'K7MDENG', 'TOKENVALUE', 'IQoJb3JpZ2luX2Vj', 'nobody-else-may-know'];

interface Output {
  readonly where: string;
  readonly text: string;
}

let outputs: Output[] = [];
let directory = '';
const say = (where: string, value: unknown): void => {
  const json = (): string => {
    try {
      const text: unknown = JSON.stringify(value);
      return typeof text === 'string' ? text : '';
    } catch {
      // Circular, or a BigInt: then inspect says all there is.
      return '';
    }
  };
  const shown = typeof value === 'string' ? value : inspect(value, { depth: 12, showHidden: true, getters: false });
  outputs.push({ where, text: `${shown}\n${json()}` });
  for (let error = value, depth = 0; error instanceof Error && depth < 10; error = error.cause, depth += 1) {
    outputs.push({ where: `${where}, cause ${depth}`, text: `${error.name} ${error.message} ${error.stack ?? ''}` });
  }
};

/** The temporary credentials of the fake's principal with a secret of ours: the fake checks no signature. */
function open(io: IoFunction): IoBed {
  const log =
    (level: string) =>
    (...content: unknown[]) => {
      for (const part of content) say(`logger.${level}`, part);
    };
  return openBed(io, {
    credentials: (fake, account) => async () => {
      const { accessKeyId } = fake.credentialsFor(account);
      return { accessKeyId, secretAccessKey: SECRET };
    },
    logger: {
      trace: log('trace'),
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
    },
    onRequest: (request) => {
      say('onRequest', request);
    },
  });
}

beforeEach(async () => {
  outputs = [];
  directory = await mkdtemp(join(tmpdir(), 'secrets-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

function expectNoSecret(): void {
  expect(outputs.length).toBeGreaterThan(0);
  const leaks = outputs.flatMap(({ text, where }) =>
    MARKS.filter((mark) => text.includes(mark)).map((mark) => `${where}: ${mark} in ${excerpt(text, mark)}`),
  );
  expect(leaks).toStrictEqual([]);
}

function excerpt(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return JSON.stringify(text.slice(Math.max(0, at - 120), at + 60));
}

const named = (name: string): IoFunction => IO_FUNCTIONS.find((io) => io.name === name)!;

describe('no output holds a secret', () => {
  it.each(IO_FUNCTIONS)('$name: the result, the log, onRequest', async (io) => {
    const bed = open(io);
    say('result', await io.run(bed));
    expectNoSecret();
  });

  /** As AWS words it: the request that should have been signed, with the session token among its headers. */
  const quoting = [
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    'The Canonical String for this request should have been',
    `'POST\n/finding\n\nhost:access-analyzer.us-east-1.amazonaws.com\nx-amz-security-token:${TOKEN}\n\nhost;x-amz-security-token'`,
  ].join('\n');
  const FAULTS: readonly (Partial<FakeFault> & Pick<FakeFault, 'kind'>)[] = [
    { kind: 'access-denied' },
    { kind: 'expired-token' },
    { kind: 'unrecognized-client' },
    { kind: 'throttle' },
    { kind: 'internal' },
    { kind: 'html' },
    { kind: 'truncated' },
    { kind: 'reset' },
    { kind: 'error', error: { code: 'SignatureDoesNotMatch', status: 403, message: quoting } },
    { kind: 'error', error: { code: 'InvalidSignatureException', status: 403, message: quoting } },
    { kind: 'error', error: { code: 'ValidationException', status: 400, message: `token ${TOKEN} secret ${SECRET}` } },
  ];

  it.each(FAULTS)('$kind: the error, its stack, its causes, the evidence', async (fault) => {
    const bed = open(named('collectEvidence'));
    bed.fake.inject({ ...fault, service: 'access-analyzer', times: Number.POSITIVE_INFINITY });
    say('error', await listAnalyzers(bed.client).catch((error: unknown) => error));
    say('error of a write', await archiveFindings(bed.client, ARN, ['f-1']).catch((error: unknown) => error));
    const evidence = await collectEvidence(bed.clients);
    say('evidence', evidence);
    const verdict = evaluate(evidence);
    say('verdict', verdict);
    for (const write of [toSummary, toJson, toCsv, toMarkdown, toHtml, toSarif, toJUnit, toAsff, toOcsf]) {
      say(write.name, write(verdict));
    }
    expectNoSecret();
  });

  it('wrong credentials, and credentials in the wrong place, are refused without being repeated', () => {
    const wrong: unknown[] = [
      { credentials: SECRET },
      { credentials: TOKEN },
      { profile: { secretAccessKey: SECRET, sessionToken: TOKEN } },
      { logger: SECRET.length },
      { credentials: { accessKeyId: 'x', secretAccessKey: SECRET }, concurrency: 0 },
    ];
    for (const options of wrong) {
      try {
        createClients(options as never);
      } catch (error) {
        say('refusal', error);
      }
    }
    expectNoSecret();
  });

  it('a provider that fails with a secret in its message', async () => {
    const failing = createClients({
      credentials: async () => Promise.reject(new Error(`cannot use ${SECRET} with ${TOKEN}`)),
      maxAttempts: 1,
    });
    say('error', await listAnalyzers(failing.accessAnalyzer('us-east-1')).catch((error: unknown) => error));
    say('evidence', await collectEvidence(failing, { regions: ['us-east-1'] }));
    expectNoSecret();
  });

  it("a fleet's evidence, checkpoint and progress, with role sessions and an external id", async () => {
    const bed = open(named('collectFleetEvidence'));
    const fleet = collectFleetEvidence({
      clients: bed.clients,
      organization: bed.organizations,
      roleName: 'access-analyzer-audit',
      externalId: EXTERNAL_ID,
      checkpoint: directory,
      onProgress: (event) => {
        say('progress', event);
      },
    });
    for await (const evidence of fleet) say('evidence', evidence);
    const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const { name, parentPath } of files) say(name, await readFile(join(parentPath, name), 'utf8'));
    // The fake's own session tokens and secrets, too.
    const sessions = outputs.filter(({ text }) => /fake-secret-of|fake-session-v/.test(text));
    expect(sessions.map(({ text, where }) => `${where}: ${excerpt(text, 'fake-se')}`)).toStrictEqual([]);
    expectNoSecret();
  });

  it('the journal of changes', async () => {
    const bed = open(named('archiveFindings'));
    const journal = join(directory, 'changes.jsonl');
    await archiveFindings(bed.client, ARN, ['f-1'], {
      journal,
      confirmDelayMs: 1,
      actor: 'somebody',
      reason: 'agreed',
    });
    say('journal', await readFile(journal, 'utf8'));
    expectNoSecret();
  });
});

describe("AWS's words", () => {
  const hostile = `\u001b[2J\u001b]8;;https://example.com\u0007${'x'.repeat(20_000)}\u202e\u0000\r\n<script>alert(1)</script>`;

  it('are one bounded line without anything that steers a terminal', async () => {
    const bed = openBed(named('collectEvidence'));
    bed.fake.inject({
      kind: 'error',
      error: { code: `Validation\u001b[31mException`, status: 400, message: hostile },
      times: Number.POSITIVE_INFINITY,
    });
    const evidence = await collectEvidence(bed.clients, { regions: ['us-east-1'] });
    const messages = JSON.stringify(evidence).match(/"message":"(?:[^"\\]|\\.)*"/g) ?? [];
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) {
      expect(message.length).toBeLessThan(1_100);
      // JSON writes a control character as an escape: look at the text itself.
      expect(JSON.parse(`{${message}}`)).toStrictEqual({
        message: expect.not.stringMatching(/[\p{Cc}\p{Cf}\u2028\u2029]/u) as string,
      });
    }
    const summary = toSummary(evaluate(evidence));
    expect(summary.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(summary.split('\n').length).toBeLessThanOrEqual(30);
  });
});
