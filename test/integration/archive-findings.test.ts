import { afterEach, describe, expect, test } from 'vitest';
import { createClients } from '../../src/clients/create-clients.ts';
import { InvalidInputError } from '../../src/errors/invalid-input-error.ts';
import {
  archiveFindings,
  IncompleteUpdateError,
  unarchiveFindings,
  type BulkOutcome,
} from '../../src/findings/index.ts';
import type { JournalEntry } from '../../src/journal/journal.ts';
import { createFakeAws, type FakeAnalyzer, type FakeFinding } from '../../src/testing/index.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const always = { times: Number.POSITIVE_INFINITY };

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const findings = (count: number, members: FakeFinding = {}): FakeFinding[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `f-${String(index).padStart(2, '0')}`,
    resource: `arn:aws:s3:::bucket-${index % 2}`,
    principal: { AWS: '444455556666' },
    isPublic: false,
    ...members,
  }));

async function start(list: readonly FakeFinding[] = findings(4), analyzer: Partial<FakeAnalyzer> = {}) {
  const fake = createFakeAws({
    accounts: [
      {
        id: ACCOUNT,
        regions: { [REGION]: { analyzers: [{ name: 'external', type: 'ACCOUNT', findings: list, ...analyzer }] } },
      },
    ],
  });
  const server = await fake.listen();
  const clients = createClients({ endpoint: server.url, credentials: fake.credentialsFor(ACCOUNT), maxAttempts: 1 });
  cleanUps.push(
    () => server.close(),
    () => {
      clients.destroy();
    },
  );
  const handle = fake
    .account(ACCOUNT)
    .region(REGION)
    .analyzer(analyzer.name ?? 'external');
  const writes = () => fake.requests.filter(({ operation }) => operation === 'UpdateFindings').length;
  return { fake, client: clients.accessAnalyzer(REGION), handle, writes };
}

const quick = { confirmDelayMs: 0 };

/** What was done by a call that must fail after it began. */
async function outcomeOfFailure(call: Promise<unknown>): Promise<BulkOutcome> {
  const failed = await call.catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(IncompleteUpdateError);
  return (failed as IncompleteUpdateError).outcome;
}

describe('archiveFindings', () => {
  test('archives by id, says what was so already, and unarchiving brings it back', async () => {
    const { client, handle } = await start();
    handle.changeFinding('f-01', { status: 'ARCHIVED' });
    handle.changeFinding('f-02', { status: 'RESOLVED' });
    const ids = ['f-00', 'f-01', 'f-02', 'nobody'];
    expect(await archiveFindings(client, 'external', ids, quick)).toEqual({
      changed: ['f-00'],
      already: ['f-01'],
      notFound: ['nobody'],
      refused: [{ id: 'f-02', reason: 'resolved' }],
      dryRun: false,
    });
    expect(handle.finding('f-00')?.status).toBe('ARCHIVED');
    expect(handle.finding('f-02')?.status).toBe('RESOLVED');
    expect((await unarchiveFindings(client, handle.arn, ['f-00', 'f-01'], quick)).changed).toEqual(['f-00', 'f-01']);
    expect(handle.finding('f-03')?.status).toBe('ACTIVE');
  });

  test('by resource it sends the ids that it read, not the resource', async () => {
    const { client, fake } = await start();
    const outcome = await archiveFindings(client, 'external', { resourceArn: 'arn:aws:s3:::bucket-0' }, quick);
    expect(outcome.changed).toEqual(['f-00', 'f-02']);
    const [sent] = fake.requests.filter(({ operation }) => operation === 'UpdateFindings');
    expect(sent?.input).toMatchObject({ status: 'ARCHIVED', ids: ['f-00', 'f-02'] });
    expect(sent?.input).not.toHaveProperty('resourceArn');
  });

  test.each([
    ['public', { isPublic: true }],
    ['maybe public', { omit: ['isPublic'] }],
  ])('one %s finding among them, and nothing is archived without allowPublic', async (_, members) => {
    const { client, handle, writes } = await start([...findings(2), { ...findings(1)[0], id: 'open', ...members }]);
    const ids = ['f-00', 'open'];
    await expect(archiveFindings(client, 'external', ids, quick)).rejects.toMatchObject({
      code: 'HIDES_PUBLIC_ACCESS',
    });
    expect(writes()).toBe(0);
    await archiveFindings(client, 'external', ids, { ...quick, allowPublic: true });
    expect(handle.finding('open')?.status).toBe('ARCHIVED');
  });

  test('a finding that vanished between the reading and the change stops no other', async () => {
    const { client, fake, handle } = await start(findings(6));
    fake.inject({
      kind: 'internal',
      when: ({ operation }) => {
        if (operation === 'UpdateFindings') handle.removeFinding('f-03');
        return false;
      },
    });
    const ids = findings(6).map(({ id = '' }) => id);
    const outcome = await archiveFindings(client, 'external', ids, quick);
    expect(outcome.notFound).toEqual(['f-03']);
    expect(outcome.changed).toEqual(ids.filter((id) => id !== 'f-03'));
  });

  test('what fails after the first chunk tells what was done, and the same call again does the rest', async () => {
    const { client, fake, handle } = await start(findings(6));
    const ids = findings(6).map(({ id = '' }) => id);
    fake.inject({ kind: 'access-denied', operation: 'UpdateFindings', skip: 1 });
    const outcome = await outcomeOfFailure(archiveFindings(client, 'external', ids, { ...quick, chunkSize: 2 }));
    expect(outcome.refused.map(({ reason }) => reason)).toEqual([
      'unconfirmed',
      'unconfirmed',
      'rejected',
      'rejected',
      'not-attempted',
      'not-attempted',
    ]);
    expect(handle.findings().filter(({ status }) => status === 'ARCHIVED')).toHaveLength(2);
    expect((await archiveFindings(client, 'external', ids, quick)).changed).toEqual(ids.slice(2));
  });

  test('what AWS took without an answer is not said to be left alone, and the same call again finds it changed', async () => {
    const { client, fake, handle } = await start(findings(4));
    const ids = findings(4).map(({ id = '' }) => id);
    fake.inject({
      kind: 'internal',
      when: ({ operation }) => {
        if (operation !== 'UpdateFindings') return false;
        for (const id of ids.slice(0, 2)) handle.changeFinding(id, { status: 'ARCHIVED' });
        return true;
      },
    });
    const outcome = await outcomeOfFailure(archiveFindings(client, 'external', ids, { ...quick, chunkSize: 2 }));
    expect(outcome.refused.map(({ reason }) => reason)).toEqual([
      'unconfirmed',
      'unconfirmed',
      'not-attempted',
      'not-attempted',
    ]);
    expect(await archiveFindings(client, 'external', ids, quick)).toMatchObject({
      changed: ids.slice(2),
      already: ids.slice(0, 2),
    });
  });

  test('a refusal before any change is that refusal, with the permission that is missing', async () => {
    const { client, fake } = await start();
    fake.inject({ kind: 'access-denied', operation: 'UpdateFindings', ...always });
    await expect(archiveFindings(client, 'external', ['f-00'], quick)).rejects.toMatchObject({
      code: 'AWS_CALL_FAILED',
      problem: { missingAction: 'access-analyzer:UpdateFindings' },
    });
  });

  test('a dry run reads and changes nothing; the journal of a change has who, what and why', async () => {
    const { client, writes } = await start();
    const entries: JournalEntry[] = [];
    const options = { ...quick, journal: (entry: JournalEntry) => entries.push(entry), actor: 'jane', reason: 'T-1' };
    expect(await archiveFindings(client, 'external', ['f-00'], { ...options, dryRun: true })).toMatchObject({
      changed: ['f-00'],
      dryRun: true,
    });
    expect([writes(), entries]).toEqual([0, []]);
    await archiveFindings(client, 'external', ['f-00'], options);
    expect(entries).toMatchObject([
      {
        phase: 'before',
        operation: 'UpdateFindings',
        who: 'jane',
        reason: 'T-1',
        after: { status: 'ARCHIVED', ids: ['f-00'] },
      },
      { phase: 'after', result: 'done' },
    ]);
    expect(entries[1]?.requestId).toBeTypeOf('string');
  });

  test('findings of unused access are archived, too, without the guard: they are never public', async () => {
    const unused = [{ id: 'u-1', resource: 'arn:aws:iam::111122223333:role/old', resourceType: 'AWS::IAM::Role' }];
    const { client } = await start(unused, { type: 'ACCOUNT_UNUSED_ACCESS' });
    expect((await archiveFindings(client, 'external', ['u-1'], quick)).changed).toEqual(['u-1']);
  });

  test('a service’s own analyzer is refused before any change', async () => {
    const { client, writes } = await start([], {
      name: '_AccessAnalyzerForSecurityHub-1',
      type: 'ACCOUNT_UNUSED_ACCESS',
      managedBy: 'securityhubv2.amazonaws.com',
    });
    const archive = archiveFindings(client, '_AccessAnalyzerForSecurityHub-1', ['f-00'], quick);
    await expect(archive).rejects.toMatchObject({ code: 'READ_ONLY_ANALYZER' });
    expect(writes()).toBe(0);
  });

  test.each([
    ['at least one id', []],
    ['ids[1]', ['f-00', '']],
    ['resourceArn', { resourceArn: 'bucket' }],
    ['nothing beside', { resourceArn: 'arn:aws:s3:::bucket-0', ids: ['f-00'] }],
    ['list of findings', 'f-00'],
  ])('a wrong target is refused before any call (%s)', async (text, target) => {
    const { client, fake } = await start();
    const before = fake.requests.length;
    const failed = archiveFindings(client, 'external', target as string[]);
    await expect(failed).rejects.toBeInstanceOf(InvalidInputError);
    await expect(failed).rejects.toThrow(text);
    await expect(archiveFindings(client, 'external', ['f-00'], { chunkSize: 0 })).rejects.toThrow('chunkSize');
    const misspelt = { ...quick, dryrun: true };
    await expect(archiveFindings(client, 'external', ['f-00'], misspelt)).rejects.toThrow('dryrun');
    expect(fake.requests).toHaveLength(before);
  });

  test('an abort rejects with its reason', async () => {
    const { client, fake } = await start();
    const stop = new AbortController();
    fake.inject({
      kind: 'change',
      operation: 'UpdateFindings',
      change: () => {
        stop.abort(new Error('enough'));
      },
    });
    await expect(archiveFindings(client, 'external', ['f-00'], { ...quick, signal: stop.signal })).rejects.toThrow(
      'enough',
    );
  });
});
