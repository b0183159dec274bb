import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SecurityHubClient } from '@aws-sdk/client-securityhub';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importToSecurityHub } from '../../src/securityhub/index.ts';
import { streamAsff, toAsff, type AsffBatch, type AsffFinding } from '../../src/report/index.ts';
import { ACCOUNT, type FindingDraft } from '../helpers/build-evidence.ts';
import { hostileVerdict, judge, richVerdict, seen } from '../helpers/report-verdicts.ts';

/* Security Hub, as far as BatchImportFindings documents itself: it is asked over HTTP by the real client. */

interface Stored extends AsffFinding {
  readonly Workflow: { readonly Status: string };
}

class Hub {
  readonly findings = new Map<string, Stored>();
  readonly requests: { region: string; count: number; bytes: number }[] = [];
  /** Answers of its own, by number of request; undefined answers rightly. */
  answer:
    ((request: number, findings: readonly AsffFinding[]) => { status: number; body: unknown } | undefined) | undefined;
  /** Never answers. */
  hangs = false;
  readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const region =
        /Credential=[^/]+\/\d+\/([^/]+)\/securityhub\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const { Findings } = JSON.parse(text) as { Findings: AsffFinding[] };
      this.requests.push({ region, count: Findings.length, bytes: Buffer.byteLength(text) });
      if (this.hangs) return;
      const own = this.answer?.(this.requests.length, Findings);
      const { status, body } = own ?? { status: 200, body: this.take(region, Findings) };
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 200 ? {} : { 'x-amzn-errortype': (body as { code: string }).code }),
      });
      response.end(JSON.stringify(body));
    });
  });

  private take(region: string, findings: readonly AsffFinding[]): object {
    const refused = findings.flatMap((finding) => {
      const why = this.refuse(region, finding);
      if (why !== undefined) return [{ Id: finding.Id, ErrorCode: 'InvalidInput', ErrorMessage: why }];
      const known = this.findings.get(finding.Id);
      // The investigator's members stay; an older update changes nothing.
      if (known === undefined || finding.UpdatedAt >= known.UpdatedAt) {
        this.findings.set(finding.Id, { ...finding, Workflow: known?.Workflow ?? { Status: 'NEW' } });
      }
      return [];
    });
    return { FailedCount: refused.length, SuccessCount: findings.length - refused.length, FailedFindings: refused };
  }

  private refuse(region: string, finding: AsffFinding): string | undefined {
    if (
      finding.ProductArn !==
      `arn:aws:securityhub:${region}:${finding.AwsAccountId}:product/${finding.AwsAccountId}/default`
    )
      return 'Invalid product';
    if (Buffer.byteLength(JSON.stringify(finding)) > 240_000) return 'Too large';
    for (const member of [
      'SchemaVersion',
      'Id',
      'ProductArn',
      'GeneratorId',
      'AwsAccountId',
      'CreatedAt',
      'UpdatedAt',
      'Title',
      'Description',
      'Resources',
    ] as const) {
      if (((finding as Partial<AsffFinding>)[member]?.length ?? 0) === 0) return `${member} is missing`;
    }
    return 'Workflow' in finding ? 'Workflow is not yours' : undefined;
  }
}

let hub: Hub;
let clients: SecurityHubClient[];

function client(region = 'us-east-1', more: object = {}): SecurityHubClient {
  const { port } = hub.server.address() as AddressInfo;
  const made = new SecurityHubClient({
    region,
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    ...more,
  });
  clients.push(made);
  return made;
}

beforeEach(async () => {
  hub = new Hub();
  clients = [];
  await new Promise<void>((resolve) => void hub.server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  for (const one of clients) one.destroy();
  hub.server.closeAllConnections();
  await new Promise((resolve) => hub.server.close(resolve));
});

const bucket = (index: number): FindingDraft => ({ id: `f-${index}`, resource: `arn:aws:s3:::b-${index}` });
const many = judge({ 'us-east-1': seen(...Array.from({ length: 250 }, (_, index) => bucket(index))) });

describe('importToSecurityHub', () => {
  test('imports each Region’s findings there, in batches that it takes', async () => {
    const batches = toAsff(richVerdict());
    const total = batches.reduce((sum, { findings }) => sum + findings.length, 0);
    const outcome = await importToSecurityHub((region) => client(region), batches);
    expect(outcome).toMatchObject({ imported: total, failed: [] });
    expect(outcome.batches.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-2', 'us-east-1', 'us-west-2']);
    expect(hub.findings.size).toBe(total);
    // The client writes what its model of ASFF knows: no member was lost on the way.
    for (const sent of batches.flatMap(({ findings }) => findings)) {
      const { Workflow: _, ...stored } = hub.findings.get(sent.Id)!;
      expect(stored).toEqual(sent);
    }
    expect(new Set(hub.requests.map(({ region }) => region))).toEqual(
      new Set(['eu-west-1', 'eu-west-2', 'us-east-1', 'us-west-2']),
    );
  });

  test('large and hostile verdicts arrive whole', async () => {
    for (const verdict of [many, hostileVerdict()]) {
      const { failed, imported } = await importToSecurityHub(client(), toAsff(verdict));
      expect(failed).toEqual([]);
      expect(imported).toBeGreaterThan(verdict.accesses.length);
    }
    for (const { count, bytes } of hub.requests) {
      expect(count).toBeLessThanOrEqual(100);
      expect(bytes).toBeLessThanOrEqual(240_000);
    }
  });

  test('a stream of batches does as well as a list', async () => {
    const { imported, failed } = await importToSecurityHub(client(), streamAsff(many));
    expect([imported, failed]).toEqual([251, []]);
    expect(hub.findings.size).toBe(251);
  });

  test('is safe to repeat, and leaves what people do with a finding alone', async () => {
    const batches = toAsff(many);
    await importToSecurityHub(client(), batches);
    const [id, finding] = [...hub.findings].at(-1)!;
    hub.findings.set(id, { ...finding, Workflow: { Status: 'SUPPRESSED' } });
    const before = structuredClone([...hub.findings]);
    expect(await importToSecurityHub(client(), batches)).toMatchObject({ imported: 251, failed: [] });
    expect([...hub.findings]).toEqual(before);
  });

  test('a later verdict archives what is gone, under the same ids', async () => {
    const first = judge({ 'us-east-1': seen(bucket(1), bucket(2)) }, '2026-11-22T12:00:00.000Z');
    await importToSecurityHub(client(), toAsff(first));
    const size = hub.findings.size;
    await importToSecurityHub(client(), toAsff(judge({ 'us-east-1': seen(bucket(2)) }), { previous: first }));
    expect(hub.findings.size).toBe(size);
    const states = [...hub.findings.values()].filter(({ Resources }) => Resources[0]!.Type === 'AwsS3Bucket');
    expect(Object.fromEntries(states.map(({ Resources, RecordState }) => [Resources[0]!.Id, RecordState]))).toEqual({
      'arn:aws:s3:::b-1': 'ARCHIVED',
      'arn:aws:s3:::b-2': 'ACTIVE',
    });
  });

  test('a finding that is refused is reported by its id, and stops no other', async () => {
    const [batch] = toAsff(judge({ 'us-east-1': seen(bucket(1), bucket(2)) }));
    const [good, bad, ...rest] = batch!.findings;
    const outcome = await importToSecurityHub(client(), [
      { ...batch!, findings: [good!, { ...bad!, Title: '' }, ...rest] },
    ]);
    expect(outcome).toMatchObject({
      imported: 2,
      failed: [
        { id: bad!.Id, account: ACCOUNT, region: 'us-east-1', code: 'InvalidInput', message: 'Title is missing' },
      ],
      batches: [{ imported: 2, failed: 1 }],
    });
    expect(hub.findings.size).toBe(2);
  });

  test('a batch that fails is reported finding by finding, and stops no other', async () => {
    hub.answer = (request) =>
      request === 1
        ? {
            status: 403,
            body: {
              code: 'AccessDeniedException',
              message: 'not authorized to perform: securityhub:BatchImportFindings',
            },
          }
        : undefined;
    const batches = toAsff(many);
    const { imported, failed, batches: told } = await importToSecurityHub(client(), batches, { concurrency: 1 });
    expect(failed.map(({ id }) => id)).toEqual(batches[0]!.findings.map(({ Id }) => Id));
    expect(imported).toBe(251 - failed.length);
    expect(told[0]).toMatchObject({
      imported: 0,
      problem: { code: 'access-denied', missingAction: 'securityhub:BatchImportFindings', region: 'us-east-1' },
    });
    expect(told.slice(1).every(({ problem }) => problem === undefined)).toBe(true);
  });

  test.each([
    ['counts too few', (findings: readonly AsffFinding[]) => ({ SuccessCount: findings.length - 1, FailedCount: 0 })],
    [
      'counts failures that it does not name',
      (findings: readonly AsffFinding[]) => ({ SuccessCount: findings.length, FailedCount: 1 }),
    ],
    [
      'names somebody else’s finding',
      (findings: readonly AsffFinding[]) => ({
        SuccessCount: findings.length - 1,
        FailedCount: 1,
        FailedFindings: [{ Id: 'other', ErrorCode: 'x', ErrorMessage: 'y' }],
      }),
    ],
    ['says nothing', () => ({})],
  ])('an answer that %s confirms nothing', async (_, body) => {
    hub.answer = (__, findings) => ({ status: 200, body: body(findings) });
    const [batch] = toAsff(judge({ 'us-east-1': seen(bucket(1)) }));
    const outcome = await importToSecurityHub(client(), [batch!]);
    expect(outcome.imported).toBe(0);
    expect(outcome.failed.map(({ id, code }) => [id, code])).toEqual(
      batch!.findings.map(({ Id }) => [Id, 'unconfirmed']),
    );
    expect(outcome.batches[0]).toMatchObject({ problem: { code: 'malformed-response' } });
  });

  test.each([
    ['twice, and counts it twice', { SuccessCount: 0, FailedCount: 2 }],
    ['twice, and counts it once', { SuccessCount: 1, FailedCount: 1 }],
  ])('an answer that names a finding %s says of the other nothing', async (_, counts) => {
    hub.answer = (__, [first]) => {
      const refused = { Id: first!.Id, ErrorCode: 'InvalidInput', ErrorMessage: 'no' };
      return { status: 200, body: { ...counts, FailedFindings: [refused, { ...refused, ErrorCode: 'Other' }] } };
    };
    const [batch] = toAsff(judge({ 'us-east-1': seen(bucket(1)) }));
    const outcome = await importToSecurityHub(client(), [batch!]);
    expect(batch!.findings).toHaveLength(2);
    expect(outcome.failed.map(({ id, code }) => [id, code])).toEqual([
      [batch!.findings[0]!.Id, 'InvalidInput'],
      [batch!.findings[1]!.Id, 'unconfirmed'],
    ]);
    expect(outcome).toMatchObject({
      imported: 0,
      batches: [{ imported: 0, failed: 2, problem: { code: 'malformed-response' } }],
    });
  });

  test('two findings of one id that are both refused are both reported', async () => {
    hub.answer = (_, findings) => ({
      status: 200,
      body: {
        SuccessCount: 0,
        FailedCount: findings.length,
        FailedFindings: findings.map(({ Id }) => ({ Id, ErrorCode: 'InvalidInput', ErrorMessage: 'no' })),
      },
    });
    const [batch] = toAsff(judge({ 'us-east-1': 'clean' }));
    const [finding] = batch!.findings;
    const outcome = await importToSecurityHub(client(), [{ ...batch!, findings: [finding!, finding!] }]);
    expect(outcome).toMatchObject({ imported: 0, batches: [{ imported: 0, failed: 2 }] });
    expect(outcome.failed.map(({ id }) => id)).toEqual([finding!.Id, finding!.Id]);
  });

  test('a client that cannot be had fails its own batches alone', async () => {
    const { failed, batches } = await importToSecurityHub((region, account) => {
      expect(account).toBe(ACCOUNT);
      if (region === 'eu-west-1') throw new Error('no role in this account');
      return client(region);
    }, toAsff(richVerdict()));
    expect(failed.map(({ region }) => region)).toEqual(['eu-west-1']);
    expect(batches.find(({ region }) => region === 'eu-west-1')?.problem?.message).toContain('no role in this account');
  });

  test('one client and batches of several Regions: refused before any call', async () => {
    await expect(importToSecurityHub(client('eu-west-1'), toAsff(richVerdict()))).rejects.toMatchObject({
      code: 'REGION_MISMATCH',
    });
    expect(hub.requests).toEqual([]);
    await expect(importToSecurityHub(client('us-east-1'), streamAsff(richVerdict()))).rejects.toMatchObject({
      code: 'REGION_MISMATCH',
    });
  });

  test.each<[string, unknown, RegExp]>([
    ['nothing', [undefined], /batches\[0\]: found nothing/],
    ['findings alone', toAsff(many)[0]!.findings, /batches\[0\]\.account: found nothing/],
    [
      'too many findings',
      [{ ...toAsff(many)[0]!, findings: Array.from({ length: 101 }, () => toAsff(many)[0]!.findings[0]) }],
      /1 to 100 ASFF findings/,
    ],
    ['another account’s findings', [{ ...toAsff(many)[0]!, account: '999988887777' }], /of the batch’s account/],
  ])('refuses %s before any call', async (_, batches, message) => {
    await expect(importToSecurityHub(client(), batches as AsffBatch[])).rejects.toThrow(message);
    await expect(importToSecurityHub({} as never, [])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(hub.requests).toEqual([]);
  });

  test('an abort rejects with its reason and nothing is sent afterwards', async () => {
    hub.hangs = true;
    const controller = new AbortController();
    const reason = new Error('enough');
    const running = importToSecurityHub(client(), toAsff(many), { signal: controller.signal, concurrency: 1 });
    const reached = new Promise((resolve) => hub.server.once('request', resolve));
    await Promise.race([reached, running]);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    expect(hub.requests.length).toBeLessThanOrEqual(1);
    await expect(importToSecurityHub(client(), toAsff(many), { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});
