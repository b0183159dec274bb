import {
  AccessAnalyzerClient,
  GetFindingsStatisticsCommand,
  ListArchiveRulesCommand,
  ListFindingsCommand,
  ListFindingsV2Command,
} from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { AwsCallError } from '../../../src/errors/aws-call-error.ts';
import type { Problem } from '../../../src/errors/problem.ts';
import { watchCredentials, type AuditContext } from '../../../src/evidence/audit-context.ts';
import { collectSettings, type CollectEvidenceOptions } from '../../../src/evidence/collect-evidence-options.ts';
import { crossCheck } from '../../../src/evidence/cross-check.ts';
import { readAnalyzer, readPages } from '../../../src/evidence/read-analyzer.ts';
import { readArchiveRules } from '../../../src/evidence/read-archive-rules.ts';
import { readSuppressed } from '../../../src/evidence/read-suppressed.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { toAnalyzer } from '../../../src/model/to-analyzer.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const client = new AccessAnalyzerClient({ region: REGION });
const mock = mockClient(client);

const analyzerOf = (type: string, account = ACCOUNT): ReturnType<typeof toAnalyzer> =>
  toAnalyzer({ arn: `arn:aws:access-analyzer:${REGION}:${account}:analyzer/a`, name: 'a', type, status: 'ACTIVE' });
const external = analyzerOf('ACCOUNT');
const unused = analyzerOf('ACCOUNT_UNUSED_ACCESS');
const foreign = analyzerOf('ORGANIZATION', '999988887777');

const serviceError = (name: string, httpStatusCode: number): Error =>
  Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode, attempts: 1 } });
const denied = serviceError('AccessDeniedException', 403);
const invalid = serviceError('ValidationException', 400);
const noCredentials: Problem = { code: 'credentials', operation: 'credentials', message: 'none', retryable: false };

const finding = (id: string, status = 'ACTIVE', more: object = {}): never =>
  ({
    id,
    resourceType: 'AWS::S3::Bucket',
    resourceOwnerAccount: ACCOUNT,
    status,
    isPublic: false,
    condition: {},
    ...more,
  }) as never;
const rule = (ruleName: string): never =>
  ({ ruleName, filter: {}, createdAt: new Date(0), updatedAt: new Date(0) }) as never;

/** What an audit knows, without a signal: whoever has none must not need one. */
function audit(options: CollectEvidenceOptions = {}, signal?: AbortSignal): AuditContext {
  return {
    settings: collectSettings(options),
    partition: 'aws',
    account: ACCOUNT,
    knownAccount: ACCOUNT,
    credentials: watchCredentials(),
    signal,
  };
}

/** Answers a call with these, one after the other. */
function answer(command: typeof ListFindingsCommand | typeof ListArchiveRulesCommand, ...answers: unknown[]): void {
  mock.on(command as typeof ListFindingsCommand).callsFake(() => {
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  });
}

/** The filters that were sent, in order. */
const filters = (): unknown[] =>
  mock.commandCalls(ListFindingsCommand).map(({ args: [command] }) => command.input.filter);
const statistics = (active: number): never =>
  ({ findingsStatistics: [{ externalAccessFindingsStatistics: { totalActiveFindings: active } }] }) as never;
const asked = (): number => mock.commandCalls(GetFindingsStatisticsCommand).length;

beforeEach(() => {
  mock.reset();
  mock.on(ListFindingsCommand).resolves({ findings: [] });
  mock.on(ListFindingsV2Command).resolves({ findings: [] });
  mock.on(ListArchiveRulesCommand).resolves({ archiveRules: [] });
  mock.on(GetFindingsStatisticsCommand).resolves(statistics(0));
});

describe('an analyzer', () => {
  test('is not asked where credentials cannot be had any more', async () => {
    const context = audit();
    context.credentials.note(noCredentials);
    const reading = await readAnalyzer(client, external, context);
    expect(reading).toMatchObject({ state: 'unreadable', problem: noCredentials });
    expect(reading.evidence()).toMatchObject({ state: 'unreadable', problem: noCredentials, findings: [] });
    expect(await readSuppressed(client, reading, context)).toStrictEqual({
      analyzer: external.arn,
      state: 'partial',
      problems: [noCredentials],
      archived: expect.objectContaining({ total: 0 }) as unknown,
      findings: [],
    });
    expect(mock.calls()).toHaveLength(0);
  });

  test.each([
    ['unreadable before its first page', [], 'unreadable'],
    ['partial after an empty page', [{ findings: [], nextToken: '1' }], 'partial'],
  ])('is %s', async (_name, pages, state) => {
    answer(ListFindingsCommand, ...pages, denied);
    const { problem, state: read } = await readAnalyzer(client, external, audit());
    expect([read, problem?.code]).toStrictEqual([state, 'access-denied']);
  });

  test('that another account owns is known for what it is, its rules too', async () => {
    mock.on(ListFindingsCommand).rejects(denied).on(ListArchiveRulesCommand).rejects(denied);
    expect((await readAnalyzer(client, foreign, audit())).problem).toMatchObject({ code: 'not-ours' });
    expect((await readArchiveRules(client, foreign, audit())).problem).toMatchObject({
      code: 'not-ours',
      operation: 'ListArchiveRules',
      region: REGION,
      account: ACCOUNT,
    });
  });

  test.each([
    ['ListFindings', external],
    ['ListFindingsV2', unused],
  ])('whose findings trip us up ends with a problem of %s, and not with the audit', async (operation, analyzer) => {
    mock.on(ListFindingsCommand).resolves({ findings: [finding('f-1')] });
    mock.on(ListFindingsV2Command).resolves({ findings: [finding('f-1')] });
    const each = (): void => {
      throw new TypeError('a bug');
    };
    expect(await readPages(client, analyzer, audit(), { each })).toStrictEqual({
      pages: 1,
      sliced: false,
      problem: expect.objectContaining({ code: 'unexpected', operation, region: REGION, account: ACCOUNT }) as unknown,
    });
  });
});

describe('a clean analyzer is held against the statistics', () => {
  /** Two empty pages of everything, and nothing in any slice. */
  const emptySlices = (): void => {
    mock.on(ListFindingsCommand).callsFake(({ filter, nextToken }: { filter: object; nextToken?: string }) => ({
      findings: [],
      ...('resourceType' in filter || nextToken !== undefined ? {} : { nextToken: '1' }),
    }));
  };

  test.each<[string, CollectEvidenceOptions, number]>([
    ['when it was read in slices', { partition: 'auto' }, 1],
    ['when that is asked for', { crossCheck: true }, 1],
    ['when both are', { crossCheck: true, partition: 'auto' }, 1],
    ['and not when that is forbidden', { crossCheck: false, partition: 'auto' }, 0],
    ['and not when nobody asked', {}, 0],
  ])('%s', async (_name, options, times) => {
    if (options.partition === 'auto') emptySlices();
    const reading = await readAnalyzer(client, external, audit(options));
    expect(reading.state).toBe('read');
    expect(asked()).toBe(times);
  });

  test('and one with findings is not', async () => {
    mock.on(ListFindingsCommand).resolves({ findings: [finding('f-1')] });
    await readAnalyzer(client, external, audit({ crossCheck: true }));
    expect(asked()).toBe(0);
  });

  test('which count nothing where they were never computed, or fail', async () => {
    const each = (): void => {
      throw new Error('nothing is listed');
    };
    mock.on(GetFindingsStatisticsCommand).resolves({});
    expect(await crossCheck(client, external, audit(), { each })).toBeUndefined();
    mock.on(GetFindingsStatisticsCommand).rejects(denied);
    const context = audit();
    expect(await crossCheck(client, external, context, { each })).toBeUndefined();
    expect(context.credentials.failure).toBeUndefined();
    expect(mock.commandCalls(ListFindingsCommand)).toHaveLength(0);
  });

  test.each([
    [1, '1 ACTIVE finding of'],
    [2, '2 ACTIVE findings of'],
  ])('which count %i: a list of hidden and resolved ones, read plainly, leaves the doubt', async (count, words) => {
    mock.on(GetFindingsStatisticsCommand).resolves(statistics(count));
    mock
      .on(ListFindingsCommand)
      .resolvesOnce({ findings: [finding('f-1', 'ARCHIVED')], nextToken: '1' })
      .resolves({ findings: [finding('f-2', 'RESOLVED')] });
    const seen: Finding[] = [];
    const each = (item: Finding): void => void seen.push(item);
    const problem = await crossCheck(client, external, audit({ partition: 'auto' }), { each });
    expect(problem).toMatchObject({
      code: 'counts-disagree',
      operation: 'GetFindingsStatistics',
      region: REGION,
      account: ACCOUNT,
      retryable: true,
      remedy: 'Audit again when AWS has refreshed its statistics; if it stays, look at the analyzer in the console.',
    });
    expect(problem?.message).toContain(
      `GetFindingsStatistics counts ${words} analyzer a and its list, read twice, holds none`,
    );
    expect(seen).toStrictEqual([]);
    expect(filters()).toStrictEqual([undefined, undefined]);
  });

  test('which an abort does not wait for', async () => {
    const controller = new AbortController();
    mock.on(GetFindingsStatisticsCommand).callsFake(async () => {
      controller.abort('enough');
      return new Promise(() => undefined);
    });
    const context = audit({ crossCheck: true }, controller.signal);
    await expect(readAnalyzer(client, external, context)).rejects.toBe('enough');
  });

  test.each(['ACTIVE', 'DORMANT'])('which were right where the plain list shows one that is %s', async (status) => {
    mock.on(GetFindingsStatisticsCommand).resolves(statistics(1));
    mock.on(ListFindingsCommand).resolves({ findings: [finding('f-1', status)] });
    const seen: string[] = [];
    expect(await crossCheck(client, external, audit(), { each: ({ id }) => seen.push(id) })).toBeUndefined();
    expect(seen).toStrictEqual(['f-1']);
  });
});

describe('what is hidden', () => {
  /** The listings that asked for this status. */
  const listing = (status: string, answer: object) =>
    mock.on(ListFindingsCommand, { filter: { status: { eq: [status] } } }).resolves(answer);

  test('is asked for too where the open findings could be read in part', async () => {
    mock
      .on(ListFindingsCommand)
      .resolvesOnce({ findings: [finding('f-1')], nextToken: '1' })
      .rejectsOnce(denied)
      .resolves({ findings: [finding('f-2', 'ARCHIVED')] });
    const context = audit();
    const reading = await readAnalyzer(client, external, context);
    expect(reading.state).toBe('partial');
    expect(await readSuppressed(client, reading, context)).toMatchObject({
      state: 'read',
      problems: [],
      archived: { total: 1 },
      archiveRules: [],
    });
  });

  test('is what is ARCHIVED: of what else the list shows only what is open is kept, as open', async () => {
    listing('ARCHIVED', {
      findings: [finding('f-1', 'ARCHIVED'), finding('f-2', 'RESOLVED'), finding('f-3'), finding('f-4', 'DORMANT')],
    });
    const context = audit();
    const reading = await readAnalyzer(client, external, context);
    expect((await readSuppressed(client, reading, context)).archived.total).toBe(1);
    expect(reading.evidence().findings.map(({ id, status }) => [id, status])).toStrictEqual([
      ['f-3', 'ACTIVE'],
      ['f-4', 'DORMANT'],
    ]);
  });

  test.each(['findings', 'counts'] as const)(
    'may be listed among the open ones too: with detail %s it counts once',
    async (detail) => {
      listing('ACTIVE', { findings: [finding('f-1'), finding('f-2')] });
      listing('ARCHIVED', { findings: [finding('f-1'), finding('f-3'), finding('f-3')] });
      const context = audit({ detail });
      const reading = await readAnalyzer(client, external, context);
      await readSuppressed(client, reading, context);
      expect(reading.evidence()).toMatchObject({
        counts: { byStatus: { ACTIVE: 3 }, activeExternal: { total: 3 } },
        findings: [{ id: 'f-1' }, { id: 'f-2' }, { id: 'f-3' }],
      });
    },
  );

  test('tells why it is not all: each reason once, in one order, and no rules where none could be read', async () => {
    const context = audit();
    const reading = await readAnalyzer(client, external, context);
    mock.on(ListFindingsCommand).rejects(invalid).on(ListArchiveRulesCommand).rejects(denied);
    const { problems, ...hidden } = await readSuppressed(client, reading, context);
    expect(problems.map(({ code, operation }) => `${operation} ${code}`)).toStrictEqual([
      'ListArchiveRules access-denied',
      'ListFindings invalid-request',
    ]);
    expect(hidden).toMatchObject({ state: 'partial' });
    expect('archiveRules' in hidden).toBe(false);
    mock.on(ListFindingsCommand).rejects(denied).on(ListArchiveRulesCommand).rejects(invalid);
    const swapped = await readSuppressed(client, reading, context);
    expect(swapped.problems.map(({ code }) => code)).toStrictEqual(['access-denied', 'invalid-request']);
    const lost = new AwsCallError(noCredentials);
    mock.on(ListFindingsCommand).rejects(lost).on(ListArchiveRulesCommand).rejects(lost);
    expect((await readSuppressed(client, reading, context)).problems).toMatchObject([{ code: 'credentials' }]);
  });
});

describe('archive rules', () => {
  test('are sorted, each once, and those of the pages before a failure are kept', async () => {
    mock
      .on(ListArchiveRulesCommand)
      .resolvesOnce({ archiveRules: [rule('b'), rule('a')], nextToken: '1' })
      .resolvesOnce({ archiveRules: [rule('b')] });
    const { archiveRules, problem } = await readArchiveRules(client, external, audit());
    expect([archiveRules?.map(({ ruleName }) => ruleName), problem]).toStrictEqual([['a', 'b'], undefined]);
    answer(ListArchiveRulesCommand, { archiveRules: [rule('b')], nextToken: '1' }, denied);
    expect(await readArchiveRules(client, external, audit())).toMatchObject({
      archiveRules: [{ ruleName: 'b' }],
      problem: { code: 'access-denied' },
    });
  });

  test.each([
    ['there are none where an analyzer of unused access refuses the call as invalid', unused, invalid, [], undefined],
    ['it is not known where an external one does', external, invalid, undefined, 'invalid-request'],
    ['it is not known where it is denied', unused, denied, undefined, 'access-denied'],
  ])('%s', async (_name, analyzer, error, rules, code) => {
    mock.on(ListArchiveRulesCommand).rejects(error);
    const { archiveRules, problem } = await readArchiveRules(client, analyzer, audit());
    expect([archiveRules, problem?.code]).toStrictEqual([rules, code]);
  });

  test('of an analyzer of unused access that refuses a later page are those of the pages before, and not all', async () => {
    answer(ListArchiveRulesCommand, { archiveRules: [rule('a')], nextToken: '1' }, invalid);
    expect(await readArchiveRules(client, unused, audit())).toMatchObject({
      archiveRules: [{ ruleName: 'a' }],
      problem: { code: 'invalid-request', operation: 'ListArchiveRules' },
    });
  });

  test('are not asked for any more after an abort', async () => {
    const controller = new AbortController();
    mock.on(ListArchiveRulesCommand).callsFake(() => {
      controller.abort('enough');
      return { archiveRules: [], nextToken: '1' };
    });
    await expect(readArchiveRules(client, external, audit({}, controller.signal))).rejects.toBe('enough');
    expect(mock.commandCalls(ListArchiveRulesCommand)).toHaveLength(1);
  });
});
