import {
  AccessAnalyzerClient,
  GetAnalyzerCommand,
  GetFindingCommand,
  ListFindingsCommand,
  UpdateFindingsCommand,
} from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  archiveFindings,
  IncompleteUpdateError,
  unarchiveFindings,
  type ArchiveFindingsOptions,
} from '../../../../src/findings/index.ts';
import type { JournalEntry } from '../../../../src/journal/index.ts';
import { toAnalyzer } from '../../../../src/model/to-analyzer.ts';

const client = new AccessAnalyzerClient({ region: 'eu-central-1' });
const mock = mockClient(client);
const analyzer = toAnalyzer({
  arn: 'arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/external',
  name: 'external',
  type: 'ACCOUNT',
});
const quick = { confirmDelayMs: 0 };

const serviceError = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode, attempts: 1 } });
const missing = serviceError('ResourceNotFoundException', 404);
const invalid = serviceError('ValidationException', 400);
const denied = serviceError('AccessDeniedException', 403);

/** What AWS holds: the status of each finding by its id. */
let held: Map<string, string>;

const raw = (id: string): never =>
  ({
    id,
    resource: 'arn:aws:s3:::bucket',
    resourceType: 'AWS::S3::Bucket',
    status: held.get(id),
    isPublic: false,
    condition: {},
  }) as never;

const idsOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `f-${100 + index}`);
const sentIds = (): (readonly string[] | undefined)[] =>
  mock.commandCalls(UpdateFindingsCommand).map(({ args: [command] }) => command.input.ids);
const listedIds = (): unknown[] =>
  mock.commandCalls(ListFindingsCommand).map(({ args: [command] }) => command.input.filter?.['id']?.eq);

beforeEach(() => {
  mock.reset();
  held = new Map(idsOf(130).map((id) => [id, 'ACTIVE']));
  mock.on(GetAnalyzerCommand).resolves({ analyzer: analyzer as never });
  mock.on(ListFindingsCommand).callsFake(({ filter }: { filter: { id: { eq: string[] } } }) => ({
    findings: filter.id.eq.filter((id) => held.has(id)).map(raw),
  }));
  mock.on(GetFindingCommand).rejects(missing);
  mock.on(UpdateFindingsCommand).callsFake(({ ids, status }: { ids: string[]; status: string }) => {
    for (const id of ids) held.set(id, status);
    return {};
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is read', () => {
  test('are 20 findings at a time, each id once; what no list shows is asked for by itself', async () => {
    const ids = idsOf(45);
    mock.on(ListFindingsCommand).callsFake(({ filter }: { filter: { id: { eq: string[] } } }) => ({
      // The list is behind: it lacks one, and shows one that nobody asked for.
      findings: [...filter.id.eq.filter((id) => id !== 'f-130'), 'f-99'].map(raw),
    }));
    mock.on(GetFindingCommand, { id: 'f-130' }).callsFake(() => ({ finding: raw('f-130') }));
    const { changed } = await archiveFindings(client, analyzer, [...ids, 'f-100'].reverse(), { dryRun: true });
    expect(changed).toStrictEqual(ids);
    expect(listedIds()).toStrictEqual([ids.slice(0, 20), ids.slice(20, 40), ids.slice(40)]);
    expect(mock.commandCalls(GetFindingCommand).map(({ args: [command] }) => command.input.id)).toStrictEqual([
      'f-130',
    ]);
  });

  test('is not taken for missing where it could not be read', async () => {
    mock.on(GetFindingCommand).rejects(denied);
    await expect(archiveFindings(client, analyzer, ['nobody'], quick)).rejects.toMatchObject({
      problem: { code: 'access-denied', operation: 'GetFinding' },
    });
  });

  test('of a resource are its findings, and none of another that the list shows', async () => {
    mock.on(ListFindingsCommand).callsFake(({ filter }: { filter: object }) => {
      if (!('resource' in filter)) return { findings: ['f-100', 'f-101'].map(raw) };
      return {
        findings: [raw('f-101'), raw('f-100'), { ...(raw('f-102') as object), resource: 'arn:aws:s3:::other' }],
      };
    });
    const { changed } = await archiveFindings(client, 'external', { resourceArn: 'arn:aws:s3:::bucket' }, quick);
    expect(changed).toStrictEqual(['f-100', 'f-101']);
    expect(mock.commandCalls(ListFindingsCommand)[0]?.args[0].input.filter).toStrictEqual({
      resource: { eq: ['arn:aws:s3:::bucket'] },
    });
    expect(sentIds()).toStrictEqual([['f-100', 'f-101']]);
  });
});

describe('what is sent', () => {
  test('are 50 ids at a time, or as many as asked for, in their order', async () => {
    const ids = idsOf(120);
    expect((await archiveFindings(client, analyzer, ids, quick)).changed).toStrictEqual(ids);
    expect(sentIds()).toStrictEqual([ids.slice(0, 50), ids.slice(50, 100), ids.slice(100)]);
    expect(mock.commandCalls(UpdateFindingsCommand)[0]?.args[0].input).toMatchObject({
      analyzerArn: analyzer.arn,
      status: 'ARCHIVED',
    });
    mock.resetHistory();
    await unarchiveFindings(client, analyzer, ids.slice(0, 5), { ...quick, chunkSize: 2 });
    expect(sentIds()).toStrictEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4, 5)]);
  });

  test('is halved where AWS refuses it, until it is known which of them', async () => {
    mock.on(UpdateFindingsCommand).callsFake(({ ids }: { ids: string[] }) => {
      if (ids.includes('f-101')) throw invalid;
      if (ids.includes('f-103')) throw missing;
      for (const id of ids) held.set(id, 'ARCHIVED');
      return {};
    });
    expect(await archiveFindings(client, analyzer, idsOf(5), quick)).toStrictEqual({
      changed: ['f-100', 'f-102', 'f-104'],
      already: [],
      notFound: ['f-103'],
      refused: [
        {
          id: 'f-101',
          reason: 'rejected',
          problem: expect.objectContaining({ code: 'invalid-request', operation: 'UpdateFindings' }) as unknown,
        },
      ],
      dryRun: false,
    });
    const all = idsOf(5);
    expect(sentIds()).toStrictEqual([
      all,
      all.slice(0, 3),
      all.slice(0, 2),
      ['f-100'],
      ['f-101'],
      ['f-102'],
      all.slice(3),
      ['f-103'],
      ['f-104'],
    ]);
  });

  test.each([
    ['a refusal that AWS did not name, a proxy’s', serviceError('Unknown', 400)],
    [
      'a refusal after an attempt that may have got through',
      Object.assign(serviceError('ValidationException', 400), { $metadata: { httpStatusCode: 400, attempts: 2 } }),
    ],
  ])('is read after %s', async (_name, refusal) => {
    const taken: string[] = [];
    mock.on(UpdateFindingsCommand).callsFake(({ ids }: { ids: string[] }) => {
      if (ids.includes('f-100')) held.set('f-100', 'ARCHIVED');
      taken.push(...ids);
      throw refusal;
    });
    expect(await archiveFindings(client, analyzer, idsOf(2), { ...quick, confirmAttempts: 1 })).toStrictEqual({
      changed: ['f-100'],
      already: [],
      notFound: [],
      refused: [{ id: 'f-101', reason: 'unconfirmed' }],
      dryRun: false,
    });
    expect(taken).toStrictEqual([...idsOf(2), ...idsOf(2)]);
  });

  test('is not what has the status, nor what is resolved or of a status that nobody knows', async () => {
    held.set('f-100', 'ARCHIVED').set('f-101', 'RESOLVED').set('f-102', 'DORMANT');
    expect(await archiveFindings(client, analyzer, ['f-102', 'f-101', 'f-100'], quick)).toStrictEqual({
      changed: [],
      already: ['f-100'],
      notFound: [],
      refused: [
        { id: 'f-101', reason: 'resolved' },
        { id: 'f-102', reason: 'unknown-status' },
      ],
      dryRun: false,
    });
    expect(sentIds()).toStrictEqual([]);
  });

  test.each(['ACTIVE', 'ARCHIVED'] as const)(
    'stands in the journal with what it was before it is %s',
    async (status) => {
      const entries: JournalEntry[] = [];
      const before = status === 'ACTIVE' ? 'ARCHIVED' : 'ACTIVE';
      held.set('f-100', before);
      const set = status === 'ACTIVE' ? unarchiveFindings : archiveFindings;
      await set(client, analyzer, ['f-100'], { ...quick, journal: (entry) => entries.push(entry) });
      expect(entries).toMatchObject(
        ['before', 'after'].map((phase) => ({
          phase,
          operation: 'UpdateFindings',
          region: 'eu-central-1',
          account: '111122223333',
          target: analyzer.arn,
          before: { status: before, ids: ['f-100'] },
          after: { status, ids: ['f-100'] },
        })),
      );
    },
  );
});

describe('what AWS took', () => {
  test('is read again until it shows, and only what does not show yet', async () => {
    mock.on(UpdateFindingsCommand).callsFake(({ ids }: { ids: string[] }) => {
      held.set(ids[0] ?? '', 'ARCHIVED');
      return {};
    });
    let listings = 0;
    mock.on(ListFindingsCommand).callsFake(({ filter }: { filter: { id: { eq: string[] } } }) => {
      listings += 1;
      if (listings === 4) held.set('f-101', 'ARCHIVED').set('f-102', 'RESOLVED').delete('f-103');
      return { findings: filter.id.eq.filter((id) => held.has(id)).map(raw) };
    });
    expect(await archiveFindings(client, analyzer, idsOf(4), quick)).toStrictEqual({
      changed: ['f-100', 'f-101'],
      already: [],
      notFound: ['f-103'],
      refused: [{ id: 'f-102', reason: 'resolved' }],
      dryRun: false,
    });
    expect(listedIds()).toStrictEqual([idsOf(4), idsOf(4), idsOf(4).slice(1), idsOf(4).slice(1)]);
  });

  test.each([
    [{}, 5, 4_000],
    [{ confirmAttempts: 2, confirmDelayMs: 300 }, 2, 300],
    [{ confirmAttempts: 1 }, 1, 0],
  ])('is, with %j, read %i times within %i ms, and not claimed to be changed then', async (options, readings, ms) => {
    vi.useFakeTimers();
    mock.on(UpdateFindingsCommand).resolves({});
    const call = archiveFindings(client, analyzer, ['f-100'], options);
    await vi.advanceTimersByTimeAsync(Math.max(0, ms - 1));
    if (ms > 0) expect(mock.commandCalls(ListFindingsCommand)).toHaveLength(readings);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call).toMatchObject({ changed: [], refused: [{ id: 'f-100', reason: 'unconfirmed' }] });
    expect(mock.commandCalls(ListFindingsCommand)).toHaveLength(1 + readings);
  });

  test('ends with an abort, and leaves no timer', async () => {
    vi.useFakeTimers();
    mock.on(UpdateFindingsCommand).resolves({});
    const controller = new AbortController();
    const call = archiveFindings(client, analyzer, ['f-100'], { signal: controller.signal });
    const rejected = expect(call).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(500);
    controller.abort('enough');
    await rejected;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('and could not be read again is told as not sure, with the reason', async () => {
    let listings = 0;
    const list = mock.on(ListFindingsCommand);
    list.callsFake(({ filter }: { filter: { id: { eq: string[] } } }) => {
      listings += 1;
      if (listings > 1) throw denied;
      return { findings: filter.id.eq.map(raw) };
    });
    const failed = await archiveFindings(client, analyzer, idsOf(2), quick).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(IncompleteUpdateError);
    expect(failed).toMatchObject({
      code: 'INCOMPLETE_CHANGE',
      message: expect.stringMatching(/^0 findings were changed, 2 not or not surely: ListFindings/) as unknown,
      outcome: {
        changed: [],
        refused: [
          { id: 'f-100', reason: 'unconfirmed' },
          { id: 'f-101', reason: 'unconfirmed' },
        ],
        dryRun: false,
      },
      cause: { problem: { code: 'access-denied' } },
    });
  });
});

describe('a call that ends everything', () => {
  /** Sends ids in pairs; the call that `failing` stands for is the second one, or the first. */
  const sendPairs = async (
    failing: Error,
    { first = false, ...options }: ArchiveFindingsOptions & { readonly first?: boolean } = {},
  ): Promise<unknown> => {
    let calls = 0;
    mock.on(UpdateFindingsCommand).callsFake(() => {
      calls += 1;
      if (calls === (first ? 1 : 2)) throw failing;
      return {};
    });
    const set = archiveFindings(client, analyzer, idsOf(5), { ...quick, chunkSize: 2, ...options });
    return set.catch((error: unknown) => error);
  };
  const reasons = (failed: unknown): unknown[] =>
    (failed as IncompleteUpdateError).outcome.refused.map((item) => item.reason);
  const because = (error: Error, metadata: object): Error => Object.assign(error, { $metadata: metadata });
  const timedOut = Object.assign(new Error('late'), { name: 'TimeoutError', code: 'ETIMEDOUT' });
  const noKeys = Object.assign(new Error('none'), { name: 'CredentialsProviderError' });

  test.each([
    ['time', timedOut],
    ['a connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['a service that works', serviceError('InternalServerException', 500)],
    ['a sign that the first attempt did nothing', because(serviceError('AccessDeniedException', 403), { attempts: 2 })],
  ])('for want of %s may have changed its findings, the first call too', async (_name, error) => {
    const unknown = ['unconfirmed', 'unconfirmed'];
    const second = await sendPairs(error);
    expect(second).toMatchObject({ code: 'INCOMPLETE_CHANGE', cause: { code: 'AWS_CALL_FAILED' } });
    expect(reasons(second)).toStrictEqual([...unknown, ...unknown, 'not-attempted']);
    const first = await sendPairs(error, { first: true });
    expect(first).toBeInstanceOf(IncompleteUpdateError);
    expect(reasons(first)).toStrictEqual([...unknown, 'not-attempted', 'not-attempted', 'not-attempted']);
  });

  test.each([
    ['denied', denied, 'access-denied'],
    ['throttled', serviceError('ThrottlingException', 429), 'throttled'],
  ])('as %s was refused with its findings, and the others were never sent', async (_name, error, code) => {
    const failed = await sendPairs(error);
    const problem = expect.objectContaining({ code, operation: 'UpdateFindings' }) as unknown;
    expect((failed as IncompleteUpdateError).outcome.refused).toStrictEqual([
      { id: 'f-100', reason: 'unconfirmed' },
      { id: 'f-101', reason: 'unconfirmed' },
      { id: 'f-102', reason: 'rejected', problem },
      { id: 'f-103', reason: 'rejected', problem },
      { id: 'f-104', reason: 'not-attempted' },
    ]);
    expect(await sendPairs(error, { first: true })).toMatchObject({ code: 'AWS_CALL_FAILED', problem: { code } });
  });

  test('without credentials was not sent', async () => {
    expect(reasons(await sendPairs(noKeys))).toStrictEqual([
      'unconfirmed',
      'unconfirmed',
      'not-attempted',
      'not-attempted',
      'not-attempted',
    ]);
    expect(await sendPairs(noKeys, { first: true })).toMatchObject({ problem: { code: 'credentials' } });
  });

  /** A journal that takes so many entries. */
  const journalOf = (entries: number) => (): void => {
    if (entries === 0) throw new Error('disk full');
    entries -= 1;
  };

  test.each<[string, number, Error, readonly string[]]>([
    ['that it was done', 1, timedOut, ['unconfirmed', 'unconfirmed', 'not-attempted']],
    ['of the second, which was refused', 3, denied, ['unconfirmed', 'unconfirmed', 'rejected']],
    ['of the second, which had no answer', 3, timedOut, ['unconfirmed', 'unconfirmed', 'unconfirmed']],
    ['of the second before it was sent', 2, denied, ['unconfirmed', 'unconfirmed', 'not-attempted']],
  ])('because the journal could not be told %s', async (_name, entries, error, expected) => {
    const failed = await sendPairs(error, { journal: journalOf(entries) });
    expect(failed).toMatchObject({ code: 'INCOMPLETE_CHANGE', cause: { code: 'JOURNAL_FAILED' } });
    expect(reasons(failed).slice(0, 3)).toStrictEqual(expected);
  });

  test('because the journal could not be told of the first before it was sent is that', async () => {
    expect(await sendPairs(denied, { journal: journalOf(0) })).toMatchObject({ code: 'JOURNAL_FAILED' });
  });

  test('does not take the analyzer’s owner for the caller', async () => {
    const failed = await sendPairs(denied, { first: true });
    expect(failed).toHaveProperty('problem.region', 'eu-central-1');
    expect(failed).not.toHaveProperty('problem.account');
    expect(failed).not.toHaveProperty('message', expect.stringContaining('111122223333'));
  });
});

test('a service’s own analyzer is refused before any call to whoever holds it', async () => {
  const owned = toAnalyzer({ ...analyzer, managedBy: 'securityhubv2.amazonaws.com' });
  await expect(archiveFindings(client, owned, ['f-100'], quick)).rejects.toMatchObject({ code: 'READ_ONLY_ANALYZER' });
  expect(mock.calls()).toHaveLength(0);
});

test('public findings are refused by name of what was to be done', async () => {
  mock.on(ListFindingsCommand).resolves({ findings: [{ ...(raw('f-100') as object), isPublic: true } as never] });
  await expect(archiveFindings(client, analyzer, ['f-100'], quick)).rejects.toThrow(
    /^Archiving these findings would hide/,
  );
  await expect(archiveFindings(client, analyzer, ['f-100'], null as never)).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
});
