import { describe, expect, test } from 'vitest';
import { IncompleteSyncError, syncArchiveRules, type SyncArchiveRulesOptions } from '../../src/archive-rules/index.ts';
import { createClients } from '../../src/clients/create-clients.ts';
import type { JournalEntry } from '../../src/journal/journal.ts';
import { createFakeAws, type FakeAnalyzer, type FakeArchiveRule } from '../../src/testing/index.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const WRITES = /^(Create|Update|Delete|Apply)ArchiveRule$/;

const rule = (ruleName: string, ...buckets: string[]): FakeArchiveRule => ({
  ruleName,
  filter: { isPublic: { eq: ['false'] }, resource: { eq: buckets.map((bucket) => `arn:aws:s3:::${bucket}`) } },
});

function start(archiveRules: readonly FakeArchiveRule[] = [], members: Partial<FakeAnalyzer> = {}) {
  const fake = createFakeAws({
    accounts: [
      {
        id: ACCOUNT,
        regions: {
          [REGION]: {
            analyzers: [
              {
                name: 'external',
                type: 'ACCOUNT',
                archiveRules,
                findings: ['a', 'b', 'c'].map((bucket) => ({
                  id: bucket,
                  resource: `arn:aws:s3:::${bucket}`,
                  isPublic: false,
                  principal: { AWS: '444455556666' },
                })),
                ...members,
              },
            ],
          },
        },
      },
    ],
  });
  const clients = createClients({
    requestHandler: fake.requestHandler,
    credentials: fake.credentialsFor(ACCOUNT),
    maxAttempts: 1,
  });
  const name = members.name ?? 'external';
  const handle = fake.account(ACCOUNT).region(REGION).analyzer(name);
  const writes = (): string[] =>
    fake.requests.map(({ operation }) => operation).filter((operation) => WRITES.test(operation));
  const client = clients.accessAnalyzer(REGION);
  const sync = (desired: Parameters<typeof syncArchiveRules>[2], options: SyncArchiveRulesOptions = {}) =>
    syncArchiveRules(client, name, desired, { confirmDelayMs: 0, ...options });
  const names = (): string[] => handle.archiveRules.map(({ ruleName }) => ruleName).sort();
  return { client, fake, handle, names, sync, writes };
}

describe('syncArchiveRules', () => {
  test('creates, updates and leaves alone, shows the difference, and the second run writes nothing', async () => {
    const { handle, names, sync, writes } = start([rule('same', 'a', 'b'), rule('other', 'a'), rule('theirs', 'c')]);
    const desired = [rule('same', 'b', 'a'), rule('other', 'b'), rule('fresh', 'c')];
    const { changes, items } = await sync(desired);
    expect(items.map(({ change, ruleName, state }) => `${ruleName} ${change} ${state}`)).toEqual([
      'fresh create done',
      'other update done',
      'same none done',
      'theirs unmanaged done',
    ]);
    expect(items[1]?.differences).toEqual(['- resource eq arn:aws:s3:::a', '+ resource eq arn:aws:s3:::b']);
    expect(changes).toBe(2);
    expect(names()).toEqual(['fresh', 'other', 'same', 'theirs']);
    expect(handle.findings().map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect(writes()).toEqual(['UpdateArchiveRule', 'CreateArchiveRule']);
    expect((await sync(desired)).changes).toBe(0);
    expect(writes()).toHaveLength(2);
  });

  test('says of every rule that it hides wider access that comes later', async () => {
    const { items } = await start().sync([rule('fresh', 'a')], { dryRun: true });
    expect(items[0]?.diagnostics.map(({ code }) => code)).toContain('hides-wider-access');
  });

  test('prune deletes the rest, last; a dry run shows it all and writes nothing', async () => {
    const { names, sync, writes } = start([rule('theirs', 'c')]);
    const planned = await sync([rule('fresh', 'a')], { prune: true, dryRun: true });
    expect(planned.items.map(({ change, state }) => `${change} ${state}`)).toEqual([
      'create planned',
      'delete planned',
    ]);
    expect(writes()).toEqual([]);
    await sync([rule('fresh', 'a')], { prune: true });
    expect(names()).toEqual(['fresh']);
    expect(writes()).toEqual(['CreateArchiveRule', 'DeleteArchiveRule']);
  });

  test('applies to existing findings what is new, and what an interrupted run left behind, and then nothing more', async () => {
    const { handle, sync, writes } = start([rule('made', 'a')]);
    const desired = [rule('made', 'a'), rule('fresh', 'b')];
    const { items } = await sync(desired, { applyToExisting: true });
    expect(items.map(({ archived = [] }) => archived.map(({ id }) => id))).toEqual([['b'], ['a']]);
    expect(handle.findings().map(({ status }) => status)).toEqual(['ARCHIVED', 'ARCHIVED', 'ACTIVE']);
    const before = writes().length;
    await sync(desired, { applyToExisting: true });
    expect(writes()).toHaveLength(before);
  });

  test.each([
    ['TOO_MANY_CHANGES', [rule('one', 'a'), rule('two', 'b')], { maxChanges: 1 }],
    [
      'HIDES_PUBLIC_ACCESS',
      [rule('good', 'a'), { ruleName: 'bad', filter: { resource: { eq: ['arn:aws:s3:::b'] } } }],
      {},
    ],
    ['INVALID_INPUT', [rule('one', 'a'), rule('one', 'b')], {}],
    ['INVALID_INPUT', [rule('1st', 'a')], {}],
    ['INVALID_INPUT', [rule('good', 'a'), { ruleName: 'bad', filter: { status: { eq: ['ACTIVE'] } } }], {}],
    ['INVALID_INPUT', [], { maxChanges: -1 }],
    ['INVALID_INPUT', [], { prune: 'yes' as unknown as boolean }],
  ])('%s comes before any write', async (code, desired, options) => {
    const { names, sync, writes } = start([rule('theirs', 'c')]);
    await expect(sync(desired, options)).rejects.toMatchObject({ code });
    expect(writes()).toEqual([]);
    expect(names()).toEqual(['theirs']);
  });

  test('an analyzer of another Region is refused before any call', async () => {
    const { client, fake } = start();
    const elsewhere = `arn:aws:access-analyzer:eu-west-1:${ACCOUNT}:analyzer/external`;
    await expect(syncArchiveRules(client, elsewhere, [rule('fresh', 'a')])).rejects.toMatchObject({
      code: 'REGION_MISMATCH',
    });
    expect(fake.requests).toEqual([]);
  });

  test('a service’s own analyzer is never touched', async () => {
    const { sync, writes } = start([], {
      name: '_AccessAnalyzerForSecurityHub-1',
      managedBy: 'securityhubv2.amazonaws.com',
    });
    await expect(sync([rule('fresh', 'a')])).rejects.toMatchObject({ code: 'READ_ONLY_ANALYZER' });
    expect(writes()).toEqual([]);
  });

  test('a rule that somebody changes meanwhile is left alone', async () => {
    const { client, fake, sync } = start([rule('other', 'a'), rule('second', 'a')]);
    let lists = 0;
    fake.inject({
      kind: 'internal',
      when: ({ operation }) => {
        lists += operation === 'ListArchiveRules' ? 1 : 0;
        return false;
      },
    });
    const entries: JournalEntry[] = [];
    const meddle = async (entry: JournalEntry): Promise<void> => {
      entries.push(entry);
      if (entry.phase !== 'after' || entries.length > 2) return;
      await syncArchiveRules(client, 'external', [rule('second', 'c')]);
    };
    const failed = await sync([rule('other', 'b'), rule('second', 'b')], { journal: meddle }).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(IncompleteSyncError);
    expect(failed).toMatchObject({ cause: { code: 'STATE_CHANGED' } });
    expect((failed as IncompleteSyncError).plan.items.map(({ state }) => state)).toEqual(['done', 'failed']);
    expect(lists).toBeGreaterThan(1);
  });

  test('what fails half way tells how far it came, and the next run does the rest', async () => {
    const { fake, names, sync } = start();
    const desired = [rule('one', 'a'), rule('three', 'c'), rule('two', 'b')];
    fake.inject({ kind: 'internal', operation: 'CreateArchiveRule', skip: 1 });
    const failed = await sync(desired).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(IncompleteSyncError);
    expect((failed as IncompleteSyncError).plan.items.map(({ state }) => state)).toEqual([
      'done',
      'failed',
      'not-started',
    ]);
    await sync(desired);
    expect(names()).toEqual(['one', 'three', 'two']);
  });

  test('stopped at any request it can be run again and arrives', async () => {
    const desired = [rule('other', 'b'), rule('fresh', 'a')];
    for (let stopAt = 1; stopAt <= 12; stopAt += 1) {
      const { client, handle, names, sync } = start([rule('other', 'a'), rule('theirs', 'c')]);
      const stop = new AbortController();
      const reason = new Error(`stopped at ${stopAt}`);
      let sent = 0;
      const counting = {
        config: { region: REGION },
        send: (command: never, options?: { readonly abortSignal?: AbortSignal }) => {
          sent += 1;
          if (sent === stopAt) stop.abort(reason);
          return client.send(command, options as never);
        },
      };
      const options = { prune: true, applyToExisting: true, confirmDelayMs: 0 };
      const stopped = syncArchiveRules(counting, 'external', desired, { ...options, signal: stop.signal });
      await expect(stopped).rejects.toBe(reason);
      expect(sent).toBe(stopAt);
      await sync(desired, options);
      expect(names()).toEqual(['fresh', 'other']);
      expect(handle.findings().map(({ status }) => status)).toEqual(['ARCHIVED', 'ARCHIVED', 'ACTIVE']);
    }
  });
});
