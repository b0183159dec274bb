import { GetArchiveRuleCommand } from '@aws-sdk/client-accessanalyzer';
import { describe, expect, test } from 'vitest';
import {
  IncompleteSyncError,
  syncArchiveRules,
  type ArchiveRuleEffect,
  type SyncArchiveRulesOptions,
} from '../../src/archive-rules/index.ts';
import { deleteArchiveRule } from '../../src/archive-rules/delete-archive-rule.ts';
import { updateArchiveRule } from '../../src/archive-rules/update-archive-rule.ts';
import type { AccessAnalyzerClientLike } from '../../src/clients/client-like.ts';
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

const LISTS = ['archived', 'pending', 'uncertain', 'gone'] as const;
/** The ids of what a rule did to findings, by list. */
const effectsOf = (item: Partial<ArchiveRuleEffect>) => LISTS.map((list) => item[list]?.map(({ id }) => id));
const effects = (...archived: string[]) => [archived, [], [], []];

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
    expect(items.map(effectsOf)).toEqual([effects('b'), effects('a')]);
    expect(handle.findings().map(({ status }) => status)).toEqual(['ARCHIVED', 'ARCHIVED', 'ACTIVE']);
    const before = writes().length;
    const again = await sync(desired, { applyToExisting: true });
    expect(again.items.map(effectsOf)).toEqual([effects(), effects()]);
    expect(writes()).toHaveLength(before);
  });

  test('shows before what applying would archive, and says nothing of findings where nothing is applied', async () => {
    const { handle, sync, writes } = start([rule('made', 'a')]);
    const desired = [rule('made', 'a'), rule('fresh', 'b')];
    const planned = await sync(desired, { applyToExisting: true, dryRun: true });
    expect(planned.dryRun).toBe(true);
    expect(planned.items.map(effectsOf)).toEqual([effects('b'), effects('a')]);
    expect(handle.findings().map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
    expect(writes()).toEqual([]);
    const done = await sync(desired);
    expect(done.dryRun).toBe(false);
    for (const item of done.items) {
      expect(Object.keys(item)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/archived|pending|gone|uncertain/)]),
      );
    }
  });

  test.each([
    ['TOO_MANY_CHANGES', [rule('one', 'a'), rule('two', 'b')], { maxChanges: 1 }],
    [
      'HIDES_PUBLIC_ACCESS',
      [rule('good', 'a'), { ruleName: 'bad', filter: { resource: { eq: ['arn:aws:s3:::b'] } } }],
      {},
    ],
    ['TOO_MANY_CHANGES', [], { prune: true, maxChanges: 0 }],
  ])('%s comes before any write', async (code, desired, options) => {
    const { names, sync, writes } = start([rule('theirs', 'c')]);
    await expect(sync(desired, options)).rejects.toMatchObject({ code });
    expect(writes()).toEqual([]);
    expect(names()).toEqual(['theirs']);
  });

  test('as many changes as are allowed are made, and one that is not is counted in the refusal', async () => {
    const { names, sync } = start([rule('theirs', 'c')]);
    const desired = [rule('one', 'a'), rule('two', 'b')];
    await expect(sync(desired, { prune: true, maxChanges: 2 })).rejects.toThrow(
      `analyzer/external has 3 changes, and maxChanges allows 2. Nothing was changed.`,
    );
    expect((await sync(desired, { prune: true, maxChanges: 3 })).changes).toBe(3);
    expect(names()).toEqual(['one', 'two']);
    expect((await sync(desired, { maxChanges: 0 })).changes).toBe(0);
  });

  test('a rule that could hide public access is named', async () => {
    const wide = { ruleName: 'wide', filter: { resource: { eq: ['arn:aws:s3:::b'] } } };
    await expect(start().sync([wide])).rejects.toThrow(/^The archive rule "wide" could hide public access/);
    const { names, sync } = start();
    await sync([wide], { allowPublic: true });
    expect(names()).toEqual(['wide']);
  });

  const NAME = '1 to 255 letters, digits, "_", "." and "-", the first a letter';
  test.each<[string, unknown, object, { subject?: string; path: string; expected: string }]>([
    ['no list', rule('one', 'a'), {}, { path: '', expected: 'a list of archive rules' }],
    ['null in the list', [rule('one', 'a'), null], {}, { path: '[1]', expected: 'an object with ruleName and filter' }],
    ['a text in the list', ['one'], {}, { path: '[0]', expected: 'an object with ruleName and filter' }],
    [
      'a name twice',
      [rule('one', 'a'), rule('two', 'a'), rule('one', 'b')],
      {},
      { path: '[2].ruleName', expected: 'a name that no other rule has' },
    ],
    ['maxChanges below 0', [], { maxChanges: -1 }, { path: 'maxChanges', expected: 'a whole number from 0 on' }],
    ['maxChanges of a half', [], { maxChanges: 0.5 }, { path: 'maxChanges', expected: 'a whole number from 0 on' }],
    ['prune that is a text', [], { prune: 'yes' }, { path: 'prune', expected: 'true or false' }],
    ['allowPublic that is a number', [], { allowPublic: 1 }, { path: 'allowPublic', expected: 'true or false' }],
    [
      'applyToExisting that is null',
      [],
      { applyToExisting: null },
      { path: 'applyToExisting', expected: 'true or false' },
    ],
    ['a name that AWS refuses', [rule('1st', 'a')], {}, { subject: 'input', path: 'ruleName', expected: NAME }],
    [
      'no attempts, with no rule',
      [],
      { confirmAttempts: 0 },
      { subject: 'input', path: 'confirmAttempts', expected: 'a whole number from 1 on' },
    ],
    [
      'no attempts, with a rule',
      [rule('one', 'a')],
      { confirmAttempts: 0 },
      { subject: 'input', path: 'confirmAttempts', expected: 'a whole number from 1 on' },
    ],
  ])('%s is refused before any call', async (_name, desired, options, { subject = 'desired', ...issue }) => {
    const { fake, sync } = start();
    const refused = await sync(desired as never, options).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'INVALID_INPUT', issues: [issue] });
    expect((refused as Error).message).toMatch(new RegExp(`\\b${subject}\\b`));
    expect(fake.requests).toEqual([]);
  });

  test('a key that rules may not have is refused before any call', async () => {
    const { fake, sync } = start();
    const desired = [rule('good', 'a'), { ruleName: 'bad', filter: { status: { eq: ['ACTIVE'] } } }];
    await expect(sync(desired)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(fake.requests).toEqual([]);
  });

  test('an analyzer of unused access takes its own keys without a guard, and the others before any call', async () => {
    const unused = {
      name: 'unused',
      type: 'ACCOUNT_UNUSED_ACCESS',
      findings: [{ id: 'u', resource: 'arn:aws:iam::111122223333:role/idle', findingType: 'UnusedIAMRole' }],
    };
    const { client, fake, names, sync } = start([], unused);
    const { analyzer } = await sync([{ ruleName: 'idle', filter: { resource: { contains: ['idle'] } } }]);
    expect(names()).toEqual(['idle']);
    fake.clearRequests();
    await expect(syncArchiveRules(client, analyzer, [rule('public', 'a')])).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(fake.requests).toEqual([]);
    // Whoever has a name only learns it from AWS, and writes nothing either.
    await expect(sync([rule('public', 'a')])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(fake.requests.map(({ operation }) => operation)).toEqual(['GetAnalyzer']);
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
    expect(failed).toMatchObject({
      cause: {
        code: 'STATE_CHANGED',
        message: 'The archive rule "second" was changed by somebody else since the plan was made. It was left alone.',
      },
    });
    expect((failed as IncompleteSyncError).plan.items.map(({ state }) => state)).toEqual(['done', 'failed']);
    expect(lists).toBeGreaterThan(1);
  });

  test('a rule as it should be that somebody widens meanwhile is not applied', async () => {
    const { client, handle, sync } = start([rule('made', 'a')]);
    const journal = async ({ phase }: JournalEntry): Promise<void> => {
      if (phase !== 'after') return;
      await updateArchiveRule(client, { analyzer: 'external', ...rule('made', 'a', 'c') });
    };
    const desired = [rule('fresh', 'nothing'), rule('made', 'a')];
    const failed = await sync(desired, { applyToExisting: true, journal }).catch((error: unknown) => error);
    expect(failed).toMatchObject({
      code: 'INCOMPLETE_CHANGE',
      cause: {
        code: 'STATE_CHANGED',
        message: 'The archive rule "made" was changed by somebody else since the plan was made. It was left alone.',
      },
    });
    expect(handle.findings().map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });

  test.each([
    ['updated', [rule('other', 'b'), rule('second', 'b')], {}],
    ['deleted', [rule('other', 'b')], { prune: true }],
  ])('a rule that somebody deletes meanwhile is not %s', async (_name, desired, options) => {
    const { client, handle, sync } = start([rule('other', 'a'), rule('second', 'a')]);
    const journal = async ({ phase }: JournalEntry): Promise<void> => {
      if (phase === 'after') await deleteArchiveRule(client, { analyzer: 'external', ruleName: 'second' });
    };
    await expect(sync(desired, { ...options, journal })).rejects.toMatchObject({
      cause: {
        code: 'STATE_CHANGED',
        message: 'The archive rule "second" was deleted by somebody else since the plan was made. It was left alone.',
      },
    });
    expect(handle.archiveRules).toMatchObject([rule('other', 'b')]);
  });

  test.each([
    ['updated', [rule('second', 'b')], {}],
    ['deleted', [], { prune: true }],
  ])('nor one that somebody changes once its turn has come: it is not %s', async (_name, desired, options) => {
    const { client, handle } = start([rule('second', 'a')]);
    let changed = false;
    const meddled: AccessAnalyzerClientLike = {
      config: client.config,
      send: async (command: never, settings) => {
        if ((command as object) instanceof GetArchiveRuleCommand && !changed) {
          changed = true;
          await updateArchiveRule(client, { analyzer: 'external', ...rule('second', 'c') });
        }
        return client.send(command, settings);
      },
    };
    await expect(syncArchiveRules(meddled, 'external', desired, options)).rejects.toMatchObject({
      cause: {
        code: 'STATE_CHANGED',
        message: 'The archive rule "second" was changed by somebody else since the plan was made. It was left alone.',
      },
    });
    expect(handle.archiveRules).toMatchObject([rule('second', 'c')]);
  });

  test('what fails half way tells how far it came, and the next run does the rest', async () => {
    const { fake, names, sync } = start();
    const desired = [rule('one', 'a'), rule('three', 'c'), rule('two', 'b')];
    fake.inject({ kind: 'internal', operation: 'CreateArchiveRule', skip: 1 });
    const failed = await sync(desired).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(IncompleteSyncError);
    expect(failed).toMatchObject({ code: 'INCOMPLETE_CHANGE', cause: { problem: { code: 'service' } } });
    expect((failed as IncompleteSyncError).message).toMatch(
      /^1 of 3 changes of archive rules were made, and one more may have been: CreateArchiveRule/,
    );
    expect((failed as IncompleteSyncError).plan.items.map(({ state }) => state)).toEqual([
      'done',
      'failed',
      'not-started',
    ]);
    await sync(desired);
    expect(names()).toEqual(['one', 'three', 'two']);
    // What was as it should be is done, and no change that was made.
    fake.inject({ kind: 'access-denied', operation: 'DeleteArchiveRule' });
    await expect(sync(desired.slice(1), { prune: true })).rejects.toThrow(
      /^0 of 1 changes of archive rules were made: /,
    );
  });

  const PART = 'changes of archive rules were made';
  const failing = (phase: JournalEntry['phase']) => (entry: JournalEntry) => {
    if (entry.phase === phase) throw new Error('disk full');
  };
  test.each<[string, string, SyncArchiveRulesOptions, string]>([
    ['ApplyArchiveRule', 'a rule that is there counts', {}, `1 of 1 ${PART}: The archive rule "fresh" was created. `],
    ['nothing', 'so it does when the journal', { journal: failing('after') }, `1 of 1 ${PART}: The change CreateArch`],
    ['nothing', 'not when it was not sent', { journal: failing('before') }, `0 of 1 ${PART}: The journal could not`],
    ['CreateArchiveRule', 'nobody knows', {}, `0 of 1 ${PART}, and one more may have been: CreateArchiveRule`],
    ['ListFindings', 'nothing was written', {}, `0 of 1 ${PART}: ListFindings`],
    ['ListFindings', 'nor in a dry run', { dryRun: true }, `0 of 1 ${PART}: ListFindings`],
  ])('when %s fails: %s', async (operation, _what, options, message) => {
    const { fake, sync } = start();
    fake.inject({ kind: 'internal', operation });
    const failed = await sync([rule('fresh', 'a')], { applyToExisting: true, ...options }).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(IncompleteSyncError);
    expect((failed as Error).message.slice(0, message.length)).toBe(message);
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
