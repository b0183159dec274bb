import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateArchiveRuleCommand,
  DeleteArchiveRuleCommand,
  UpdateArchiveRuleCommand,
} from '@aws-sdk/client-accessanalyzer';
import { expect, test } from 'vitest';
import { getAnalyzer } from '../../src/analyzers/index.ts';
import {
  applyArchiveRule,
  ArchiveRuleConflictError,
  createArchiveRule,
  deleteArchiveRule,
  getArchiveRule,
  IncompleteChangeError,
  listArchiveRules,
  updateArchiveRule,
  type ArchiveRuleContent,
} from '../../src/archive-rules/index.ts';
import type { AccessAnalyzerClientLike } from '../../src/clients/client-like.ts';
import { InvalidInputError } from '../../src/errors/index.ts';
import type { JournalEntry } from '../../src/journal/index.ts';
import type { FilterInput } from '../../src/model/archive-rule.ts';
import { toAnalyzer } from '../../src/model/to-analyzer.ts';
import type { FakeAnalyzer, FakeAws, FakeScenario } from '../../src/testing/index.ts';
import {
  ACCOUNT,
  ANALYZER_ARN,
  describeBothWays,
  finding,
  oneAnalyzer,
  OTHER,
  refusal,
  REGION,
} from './fake-fixture.ts';

const RULE: ArchiveRuleContent = {
  analyzer: 'external',
  ruleName: 'trusted',
  filter: { 'principal.AWS': { eq: OTHER }, isPublic: { eq: false } },
};
const STORED = { isPublic: { eq: ['false'] }, 'principal.AWS': { eq: [OTHER] } };
const WIDE: FilterInput = { 'principal.AWS': { eq: OTHER } };
const quick = { confirmDelayMs: 0 };

const WRITES = ['CreateArchiveRule', 'UpdateArchiveRule', 'DeleteArchiveRule', 'ApplyArchiveRule', 'UpdateFindings'];
const operationsOf = (fake: FakeAws): string[] => fake.requests.map(({ operation }) => operation);
const writesOf = (fake: FakeAws): string[] => operationsOf(fake).filter((operation) => WRITES.includes(operation));
const analyzerOf = (fake: FakeAws) => fake.account(ACCOUNT).region(REGION).analyzer('external');
const statusesOf = (fake: FakeAws): Record<string, unknown> =>
  Object.fromEntries(
    analyzerOf(fake)
      .findings()
      .map(({ id = '', status }) => [id, status]),
  );
const idsOf = (findings: readonly { readonly id: string }[] | undefined): string[] | undefined =>
  findings?.map(({ id }) => id);

/** A client that does something of its own before, or instead of, the first call of a command: what others do at the same time. */
function meddling(
  client: AccessAnalyzerClientLike,
  operation: string,
  act: (send: () => Promise<unknown>) => Promise<unknown>,
): AccessAnalyzerClientLike {
  let done = false;
  return {
    config: client.config,
    send: (command: never, options) => {
      const isIt = (command as object).constructor.name === `${operation}Command`;
      if (done || !isIt) return client.send(command, options);
      done = true;
      return act(() => client.send(command, options));
    },
  };
}

function analyzers(...list: FakeAnalyzer[]): FakeScenario {
  return { accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers: list } } }] };
}

describeBothWays('archive rules', (start) => {
  test('are created once: the same again is a success, another filter a conflict that shows both', async () => {
    const { accessAnalyzer, fake } = await start(oneAnalyzer([finding(1)]));
    const client = accessAnalyzer();
    expect(await createArchiveRule(client, RULE)).toStrictEqual({
      rule: { ruleName: 'trusted', filter: STORED },
      change: 'created',
      dryRun: false,
    });
    expect(analyzerOf(fake).archiveRules).toMatchObject([{ ruleName: 'trusted', filter: STORED }]);
    expect(statusesOf(fake)).toStrictEqual({ 'f-1': 'ACTIVE' });
    fake.clearRequests();
    const again = { ...RULE, filter: { isPublic: { eq: ['false'] }, 'principal.AWS': { eq: [OTHER, OTHER] } } };
    expect(await createArchiveRule(client, again)).toMatchObject({
      change: 'unchanged',
      rule: { filter: STORED, createdAt: expect.any(String) as unknown },
    });
    const other = { resource: { eq: 'arn:aws:s3:::b' }, isPublic: { eq: false } };
    const error = await refusal(createArchiveRule(client, { ...RULE, filter: other }));
    expect(error).toBeInstanceOf(ArchiveRuleConflictError);
    expect(error).toMatchObject({
      code: 'CONFLICT',
      existing: { filter: STORED },
      filter: { resource: { eq: ['arn:aws:s3:::b'] } },
    });
    expect(error['message']).toMatch(/444455556666.*arn:aws:s3:::b/);
    expect(writesOf(fake)).toStrictEqual([]);
  });

  test('that somebody else makes in between are judged as they are', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    const racing = (filter: Record<string, { eq: string[] }>) =>
      meddling(client, 'CreateArchiveRule', async (send) => {
        await client.send(new CreateArchiveRuleCommand({ analyzerName: 'external', ruleName: 'trusted', filter }));
        return send();
      });
    expect(await createArchiveRule(racing(STORED), RULE)).toMatchObject({ change: 'unchanged' });
    await deleteArchiveRule(client, RULE);
    const other = { resource: { eq: ['x'] } };
    expect(await refusal(createArchiveRule(racing(other), RULE))).toMatchObject({
      code: 'CONFLICT',
      existing: { filter: other },
      cause: { code: 'AWS_CALL_FAILED', problem: { awsError: 'ConflictException' } },
    });
    await deleteArchiveRule(client, RULE);
    bed.fake.inject({ kind: 'conflict', operation: 'CreateArchiveRule' });
    expect(await refusal(createArchiveRule(client, RULE))).toMatchObject({
      problem: { awsError: 'ConflictException' },
    });
  });

  test('that are refused for another reason than a conflict are not looked for again', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    bed.fake.inject({ kind: 'access-denied', operation: 'CreateArchiveRule' });
    expect(await refusal(createArchiveRule(client, RULE))).toMatchObject({ problem: { code: 'access-denied' } });
    const unwritable = () => {
      throw new Error('disk full');
    };
    expect(await refusal(createArchiveRule(client, RULE, { journal: unwritable }))).toMatchObject({
      code: 'JOURNAL_FAILED',
    });
    expect(operationsOf(bed.fake)).toStrictEqual([
      'GetAnalyzer',
      'GetArchiveRule',
      'CreateArchiveRule',
      'GetAnalyzer',
      'GetArchiveRule',
    ]);
  });

  test('are read by name, ARN and analyzer, listed over pages, sorted', async () => {
    const bed = await start(oneAnalyzer([], { behavior: { pageSize: 1 } }));
    const client = bed.accessAnalyzer();
    const analyzer = await getAnalyzer(client, 'external');
    for (const [index, ref] of ['external', ANALYZER_ARN, analyzer].entries()) {
      await createArchiveRule(client, { ...RULE, analyzer: ref, ruleName: `r${9 - index}` });
      const { filter } = await getArchiveRule(client, { analyzer: ref, ruleName: `r${9 - index}` });
      expect(filter).toStrictEqual(STORED);
    }
    bed.fake.clearRequests();
    for (const ref of ['external', ANALYZER_ARN, analyzer]) {
      expect((await listArchiveRules(client, ref)).map(({ ruleName }) => ruleName)).toStrictEqual(['r7', 'r8', 'r9']);
    }
    expect(operationsOf(bed.fake).filter((operation) => operation === 'ListArchiveRules')).toHaveLength(9);
    bed.fake.inject({ kind: 'truncated', operation: 'ListArchiveRules', skip: 1 });
    expect(await refusal(listArchiveRules(client, analyzer))).toMatchObject({
      problem: { code: 'malformed-response' },
    });
  });

  test.each<[string, (body: object) => object]>([
    ['no list', () => ({})],
    ['a rule without a name', () => ({ archiveRules: [{ filter: {} }] })],
    ['a rule without a filter', () => ({ archiveRules: [{ ruleName: 'r' }] })],
  ])('are not taken from an answer with %s', async (_name, change) => {
    const bed = await start(oneAnalyzer([]));
    bed.fake.inject({
      kind: 'change',
      operation: 'ListArchiveRules',
      change: (body) => change(body),
    });
    expect(await refusal(listArchiveRules(bed.accessAnalyzer(), 'external'))).toMatchObject({
      problem: { code: 'malformed-response', operation: 'ListArchiveRules' },
    });
  });

  test('are updated when that changes something, and only when they are there', async () => {
    const { accessAnalyzer, clock, fake } = await start(oneAnalyzer([]));
    const client = accessAnalyzer();
    expect(await refusal(updateArchiveRule(client, RULE))).toMatchObject({
      code: 'AWS_CALL_FAILED',
      problem: { code: 'not-found', awsError: 'ResourceNotFoundException' },
      message: expect.stringContaining('there is no archive rule "trusted" on arn:aws:') as unknown,
    });
    await createArchiveRule(client, RULE);
    fake.clearRequests();
    expect(await updateArchiveRule(client, { ...RULE, filter: STORED })).toMatchObject({ change: 'unchanged' });
    expect(writesOf(fake)).toStrictEqual([]);
    clock.advance(1000);
    const filter = { resource: { contains: 'arn:' }, isPublic: { eq: false } };
    const changed = await updateArchiveRule(client, { ...RULE, filter });
    expect(changed).toStrictEqual({
      rule: {
        ruleName: 'trusted',
        filter: { isPublic: { eq: ['false'] }, resource: { contains: ['arn:'] } },
        createdAt: expect.any(String) as unknown,
      },
      change: 'updated',
      dryRun: false,
    });
    expect((await getArchiveRule(client, RULE)).filter).toStrictEqual(changed.rule.filter);
  });

  test('are deleted, which un-archives nothing; one that is not there is an error', async () => {
    const { accessAnalyzer, fake } = await start(oneAnalyzer([finding(1)]));
    const client = accessAnalyzer();
    await createArchiveRule(client, { ...RULE, applyToExisting: true }, quick);
    expect(await deleteArchiveRule(client, RULE)).toMatchObject({
      change: 'deleted',
      dryRun: false,
      rule: { filter: STORED },
    });
    expect(statusesOf(fake)).toStrictEqual({ 'f-1': 'ARCHIVED' });
    expect(await refusal(deleteArchiveRule(client, RULE))).toMatchObject({ problem: { code: 'not-found' } });
    expect(writesOf(fake).filter((operation) => operation === 'DeleteArchiveRule')).toHaveLength(1);
    await createArchiveRule(client, RULE);
    const racing = meddling(client, 'DeleteArchiveRule', async (send) => {
      await client.send(new DeleteArchiveRuleCommand({ analyzerName: 'external', ruleName: 'trusted' }));
      return send();
    });
    expect(await deleteArchiveRule(racing, RULE)).toMatchObject({ change: 'unchanged', rule: { filter: STORED } });
  });

  test('applied to what exists say what they archived, what it is and what they left', async () => {
    const bed = await start(
      oneAnalyzer(
        [
          finding(2, { action: ['s3:PutObject'] }),
          finding(1),
          finding(3, { isPublic: true, principal: { AWS: '*' } }),
          finding(4, { status: 'ARCHIVED' }),
          finding(5, { status: 'RESOLVED' }),
        ],
        { behavior: { pageSize: 1 } },
      ),
    );
    const change = await createArchiveRule(bed.accessAnalyzer(), { ...RULE, applyToExisting: true }, quick);
    expect(change).toMatchObject({
      change: 'created',
      archived: [
        {
          id: 'f-1',
          match: 'yes',
          isPublic: false,
          levels: ['Read'],
          exceedsRead: false,
          finding: { status: 'ARCHIVED', resource: 'arn:aws:s3:::bucket-1' },
        },
        {
          id: 'f-2',
          match: 'yes',
          isPublic: false,
          levels: ['Write'],
          exceedsRead: true,
          finding: { status: 'ARCHIVED' },
        },
      ],
      pending: [],
      uncertain: [],
      gone: [],
    });
    expect(change.archived).toHaveLength(2);
    expect(statusesOf(bed.fake)).toStrictEqual({
      'f-1': 'ARCHIVED',
      'f-2': 'ARCHIVED',
      'f-3': 'ACTIVE',
      'f-4': 'ARCHIVED',
      'f-5': 'RESOLVED',
    });
    const again = await applyArchiveRule(bed.accessAnalyzer(), RULE, quick);
    expect(again).toMatchObject({ change: 'unchanged', dryRun: false, archived: [], pending: [] });
  });

  test('applied as they are: findings that may match are told apart from those that do', async () => {
    const filter = { resourceControlPolicyRestriction: { neq: 'APPLIED' }, isPublic: { eq: false } };
    const listed = [
      finding(1),
      finding(2, { resourceControlPolicyRestriction: 'APPLIED' }),
      finding(3, { resourceControlPolicyRestriction: 'APPLICABLE' }),
    ];
    const rule = { ...RULE, filter, applyToExisting: true };
    const matching = await start(oneAnalyzer(listed));
    const done = await createArchiveRule(matching.accessAnalyzer(), rule, quick);
    expect(done.archived?.map(({ id, match }) => [id, match])).toStrictEqual([
      ['f-1', 'uncertain'],
      ['f-3', 'yes'],
    ]);
    const strict = await start(oneAnalyzer(listed, { behavior: { absentMemberUnderNeq: 'no-match' } }));
    const left = await createArchiveRule(strict.accessAnalyzer(), rule, quick);
    expect([idsOf(left.archived), idsOf(left.uncertain), idsOf(left.pending)]).toStrictEqual([['f-3'], ['f-1'], []]);
  });

  test('applied while others act: what is not seen as archived is not claimed to be', async () => {
    const stranger = { principal: { AWS: '999988887777' } };
    const bed = await start(oneAnalyzer([finding(1), finding(2), finding(3, stranger), finding(5, stranger)]));
    const client = bed.accessAnalyzer();
    await createArchiveRule(client, RULE);
    const analyzer = analyzerOf(bed.fake);
    const lost = meddling(client, 'ApplyArchiveRule', async () => {
      analyzer.changeFinding('f-2', { status: 'RESOLVED' });
      analyzer.changeFinding('f-3', { status: 'ARCHIVED' });
      // Gone as well, and none of the rule's.
      analyzer.changeFinding('f-5', { status: 'RESOLVED' });
      analyzer.addFinding({ ...finding(4), status: 'ARCHIVED' });
      return { $metadata: {} };
    });
    bed.fake.clearRequests();
    const result = await applyArchiveRule(lost, RULE, { confirmDelayMs: 0, confirmAttempts: 3 });
    expect(idsOf(result.pending)).toStrictEqual(['f-1']);
    expect(idsOf(result.gone)).toStrictEqual(['f-2']);
    expect(result.archived.map(({ id, match }) => [id, match])).toStrictEqual([['f-3', 'no']]);
    // Once before and three times after.
    expect(operationsOf(bed.fake).filter((operation) => operation === 'ListFindings')).toHaveLength(4);
  });

  test('applied by an AWS that takes its time are waited for', async () => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer();
    await createArchiveRule(client, RULE);
    let listings = 0;
    const late: AccessAnalyzerClientLike = {
      config: client.config,
      send: async (command: never, options) => {
        const name = (command as object).constructor.name;
        if (name === 'ApplyArchiveRuleCommand') return { $metadata: {} };
        if (name === 'ListFindingsCommand' && (listings += 1) === 3)
          analyzerOf(bed.fake).changeFinding('f-1', { status: 'ARCHIVED' });
        return client.send(command, options);
      },
    };
    const result = await applyArchiveRule(late, RULE, quick);
    expect([idsOf(result.archived), idsOf(result.pending), listings]).toStrictEqual([['f-1'], [], 3]);
  });

  test('that change after they were checked are not applied', async () => {
    const bed = await start(oneAnalyzer([finding(1, { isPublic: true })]));
    const client = bed.accessAnalyzer();
    await createArchiveRule(client, RULE);
    const changing = () =>
      meddling(client, 'ListFindings', async (send) => {
        await client.send(
          new UpdateArchiveRuleCommand({
            analyzerName: 'external',
            ruleName: 'trusted',
            filter: { 'principal.AWS': { eq: [OTHER] } },
          }),
        );
        return send();
      });
    const attempts = [
      () => applyArchiveRule(changing(), RULE),
      () => createArchiveRule(changing(), { ...RULE, applyToExisting: true }),
      () =>
        updateArchiveRule(changing(), {
          ...RULE,
          filter: { ...STORED, resource: { contains: 'x' } },
          applyToExisting: true,
        }),
    ];
    for (const attempt of attempts) {
      await updateArchiveRule(client, RULE);
      expect(await refusal(attempt())).toMatchObject({
        code: 'STATE_CHANGED',
        message: expect.stringContaining(
          `Somebody changed the archive rule ${ANALYZER_ARN}/archive-rule/trusted`,
        ) as unknown,
      });
      expect(statusesOf(bed.fake)).toStrictEqual({ 'f-1': 'ACTIVE' });
    }
    expect(writesOf(bed.fake)).not.toContain('ApplyArchiveRule');
  });

  test('that could hide public access are refused in every way to write or apply them, unless that is allowed', async () => {
    const bed = await start(oneAnalyzer([finding(1, { isPublic: true })]));
    const client = bed.accessAnalyzer();
    const wide = { ...RULE, filter: WIDE };
    const analyzer = await getAnalyzer(client, 'external');
    for (const ref of ['external', ANALYZER_ARN, analyzer]) {
      for (const dryRun of [false, true]) {
        const input = { ...wide, analyzer: ref };
        expect(await refusal(createArchiveRule(client, input, { dryRun }))).toMatchObject({
          code: 'HIDES_PUBLIC_ACCESS',
        });
      }
    }
    await createArchiveRule(client, RULE);
    expect(await refusal(updateArchiveRule(client, wide))).toMatchObject({ code: 'HIDES_PUBLIC_ACCESS' });
    expect(writesOf(bed.fake)).toStrictEqual(['CreateArchiveRule']);
    expect(await updateArchiveRule(client, { ...wide, allowPublic: true })).toMatchObject({ change: 'updated' });
    // What somebody else wrote is held to the same, and named.
    const refused = {
      code: 'HIDES_PUBLIC_ACCESS',
      message: expect.stringMatching(/^The archive rule "trusted" could hide public access/) as unknown,
    };
    expect(await refusal(updateArchiveRule(client, wide))).toMatchObject(refused);
    expect(await refusal(createArchiveRule(client, wide))).toMatchObject(refused);
    expect(await refusal(applyArchiveRule(client, RULE))).toMatchObject(refused);
    expect(statusesOf(bed.fake)).toStrictEqual({ 'f-1': 'ACTIVE' });
    const { archived } = await applyArchiveRule(client, { ...RULE, allowPublic: true }, quick);
    expect(archived).toMatchObject([{ id: 'f-1', isPublic: true }]);
  });

  const tooMany = Array.from({ length: 21 }, (_, index) => `arn:aws:s3:::b${index}`);
  test.each<[string, object, object, string]>([
    ['a name that starts with a digit', { ruleName: '1st' }, {}, 'ruleName'],
    ['a name with a space', { ruleName: 'my rule' }, {}, 'ruleName'],
    ['a name of 256 characters', { ruleName: 'a'.repeat(256) }, {}, 'ruleName'],
    ['no name', { ruleName: undefined }, {}, 'ruleName'],
    ['21 values', { filter: { resource: { eq: tooMany } } }, {}, 'filter.resource.eq'],
    ['no values', { filter: { resource: { eq: [] } } }, {}, 'filter.resource.eq'],
    ['the key status', { filter: { status: { eq: 'ACTIVE' } } }, {}, 'filter.status'],
    ['the key id', { filter: { id: { eq: 'x' } } }, {}, 'filter.id'],
    ['exists in company', { filter: { error: { exists: false, eq: 'x' } } }, {}, 'filter.error.exists'],
    ['an empty filter', { filter: {} }, {}, ''],
    ['no filter', { filter: undefined }, {}, ''],
    ['what is no analyzer', { analyzer: 'not a name' }, {}, ''],
    ['a flag that is none', { applyToExisting: 'yes' }, {}, 'applyToExisting'],
    ['another', { allowPublic: 1 }, {}, 'allowPublic'],
    ['an empty token', { clientToken: '' }, {}, 'clientToken'],
    ['a dry run beside the rule', { dryRun: true }, {}, 'dryRun'],
    ['a dry run misspelt', {}, { dryrun: true }, 'dryrun'],
    ['a journal that is none', {}, { journal: 42 }, 'journal'],
    ['a reason that is none', {}, { reason: 42 }, 'reason'],
    ['no attempts', {}, { confirmAttempts: 0 }, 'confirmAttempts'],
    ['a negative delay', {}, { confirmDelayMs: -1 }, 'confirmDelayMs'],
    ['no options', {}, null as never, 'options'],
  ])('are refused for %s before any call', async (_name, members, options, path) => {
    const bed = await start(oneAnalyzer([]));
    const input = { ...RULE, ...members };
    for (const write of [createArchiveRule, updateArchiveRule]) {
      const error = await refusal(write(bed.accessAnalyzer(), input, options));
      expect(error).toBeInstanceOf(InvalidInputError);
      expect((error as unknown as InvalidInputError).issues[0]?.path).toBe(path);
    }
    expect(operationsOf(bed.fake)).toStrictEqual([]);
  });

  test('of another Region are refused before any call, in every function', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    const arn = ANALYZER_ARN.replace(REGION, 'eu-west-1');
    for (const analyzer of [arn, toAnalyzer({ arn, type: 'ACCOUNT' })]) {
      const calls = [
        createArchiveRule(client, { ...RULE, analyzer }),
        updateArchiveRule(client, { ...RULE, analyzer }),
        deleteArchiveRule(client, { ...RULE, analyzer }),
        applyArchiveRule(client, { ...RULE, analyzer }),
        getArchiveRule(client, { ...RULE, analyzer }),
        listArchiveRules(client, analyzer),
      ];
      for (const call of calls) expect(await refusal(call)).toMatchObject({ code: 'REGION_MISMATCH' });
    }
    expect(operationsOf(bed.fake)).toStrictEqual([]);
  });

  test('are not written on a namesake in another account', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    const arn = ANALYZER_ARN.replace(ACCOUNT, OTHER);
    for (const analyzer of [arn, toAnalyzer({ arn, type: 'ACCOUNT' })]) {
      expect(await refusal(createArchiveRule(client, { ...RULE, analyzer }))).toMatchObject({
        problem: { code: 'not-found', message: expect.stringContaining(ANALYZER_ARN) as unknown },
      });
    }
    expect(analyzerOf(bed.fake).archiveRules).toStrictEqual([]);
  });

  test('of a service’s analyzer can be read, and are not written', async () => {
    const name = '_AccessAnalyzerForSecurityHub-1';
    const bed = await start(
      analyzers({
        name,
        type: 'ACCOUNT_UNUSED_ACCESS',
        managedBy: 'securityhubv2.amazonaws.com',
        archiveRules: [{ ruleName: 'trusted', filter: { resource: { eq: ['x'] } } }],
      }),
    );
    const client = bed.accessAnalyzer();
    expect(await listArchiveRules(client, name)).toHaveLength(1);
    const analyzer = await getAnalyzer(client, name);
    for (const [ref, asked] of [
      [name, 1],
      // Whoever holds the analyzer need not be asked.
      [analyzer, 0],
    ] as const) {
      bed.fake.clearRequests();
      const input = { ...RULE, analyzer: ref, filter: { resource: { eq: 'y' } } };
      const calls = [createArchiveRule, updateArchiveRule, applyArchiveRule, deleteArchiveRule];
      for (const call of calls)
        expect(await refusal(call(client, input))).toMatchObject({ code: 'READ_ONLY_ANALYZER' });
      expect(operationsOf(bed.fake)).toStrictEqual(Array(calls.length * asked).fill('GetAnalyzer'));
    }
  });

  test('of unused access take that analyzer’s keys, and need no guard', async () => {
    const bed = await start(
      analyzers({
        name: 'unused',
        type: 'ACCOUNT_UNUSED_ACCESS',
        findings: [
          {
            id: 'u-1',
            resource: 'arn:aws:iam::111122223333:role/idle',
            resourceType: 'AWS::IAM::Role',
            findingType: 'UnusedIAMRole',
          },
        ],
      }),
    );
    const client = bed.accessAnalyzer();
    const rule = { analyzer: 'unused', ruleName: 'idle' };
    const error = await refusal(createArchiveRule(client, { ...rule, filter: { isPublic: { eq: false } } }));
    expect(error).toMatchObject({ code: 'INVALID_INPUT', issues: [{ path: 'filter.isPublic' }] });
    expect(writesOf(bed.fake)).toStrictEqual([]);
    // Whoever holds the analyzer need not be asked what it looks for.
    const analyzer = await getAnalyzer(client, 'unused');
    bed.fake.clearRequests();
    await refusal(createArchiveRule(client, { ...rule, analyzer, filter: { isPublic: { eq: false } } }));
    expect(operationsOf(bed.fake)).toStrictEqual([]);
    const { archived } = await createArchiveRule(
      client,
      { ...rule, filter: { resource: { contains: 'idle' } }, applyToExisting: true },
      quick,
    );
    expect(archived).toMatchObject([{ id: 'u-1', isPublic: false, levels: [], exceedsRead: false }]);
  });

  test('beyond the quota are refused in AWS’s words', async () => {
    const bed = await start(oneAnalyzer([], { behavior: { maxArchiveRules: 0 } }));
    expect(await refusal(createArchiveRule(bed.accessAnalyzer(), RULE))).toMatchObject({
      problem: { awsError: 'ServiceQuotaExceededException', operation: 'CreateArchiveRule', region: REGION },
    });
  });

  test('in a dry run are read and checked, and nothing is written, not even the journal', async () => {
    const bed = await start(oneAnalyzer([finding(1), finding(2, { isPublic: true })]));
    const client = bed.accessAnalyzer();
    const entries: JournalEntry[] = [];
    const options = { dryRun: true, journal: (entry: JournalEntry) => entries.push(entry) };
    const rule = { ...RULE, applyToExisting: true };
    const preview = await createArchiveRule(client, rule, options);
    expect(preview).toMatchObject({
      change: 'created',
      dryRun: true,
      pending: [],
      uncertain: [],
      gone: [],
      archived: [{ id: 'f-1', finding: { status: 'ACTIVE' } }],
    });
    expect(preview.archived).toHaveLength(1);
    expect(analyzerOf(bed.fake).archiveRules).toStrictEqual([]);
    await createArchiveRule(client, RULE);
    bed.fake.clearRequests();
    expect(await createArchiveRule(client, rule, options)).toMatchObject({ change: 'unchanged', dryRun: true });
    const filter = { resource: { eq: 'arn:aws:s3:::nobody' }, isPublic: { eq: false } };
    expect(await refusal(createArchiveRule(client, { ...rule, filter }, options))).toMatchObject({ code: 'CONFLICT' });
    expect(await updateArchiveRule(client, { ...rule, filter }, options)).toMatchObject({
      change: 'updated',
      dryRun: true,
      archived: [],
    });
    expect(await applyArchiveRule(client, RULE, options)).toMatchObject({
      change: 'unchanged',
      dryRun: true,
      archived: [{ id: 'f-1' }],
    });
    expect(await deleteArchiveRule(client, RULE, options)).toMatchObject({ change: 'deleted', dryRun: true });
    expect(writesOf(bed.fake)).toStrictEqual([]);
    expect(entries).toStrictEqual([]);
    expect(statusesOf(bed.fake)).toStrictEqual({ 'f-1': 'ACTIVE', 'f-2': 'ACTIVE' });
  });

  test('written leave a journal: who, what, before, after, why and AWS’s request', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'archive-rules-'));
    try {
      const journal = join(folder, 'changes.jsonl');
      const bed = await start(oneAnalyzer([finding(1)]));
      const client = bed.accessAnalyzer();
      const options = { journal, actor: 'alice', reason: 'TICKET-1', ...quick };
      await createArchiveRule(client, { ...RULE, applyToExisting: true }, options);
      await updateArchiveRule(client, { ...RULE, filter: { ...STORED, resource: { contains: 'a' } } }, options);
      bed.fake.inject({ kind: 'access-denied', operation: 'DeleteArchiveRule' });
      await refusal(deleteArchiveRule(client, RULE, options));
      expect((await stat(journal)).mode & 0o777).toBe(0o600);
      const lines = (await readFile(journal, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as JournalEntry);
      const target = `${ANALYZER_ARN}/archive-rule/trusted`;
      const shared = { target, region: REGION, account: ACCOUNT, who: 'alice', reason: 'TICKET-1' };
      const requests = bed.fake.requests.filter(({ operation }) => WRITES.includes(operation));
      const updated = { filter: { ...STORED, resource: { contains: ['a'] } } };
      const changes = [
        { operation: 'CreateArchiveRule', before: null, after: { filter: STORED } },
        { operation: 'ApplyArchiveRule', before: { filter: STORED, active: ['f-1'] }, after: { archived: ['f-1'] } },
        { operation: 'UpdateArchiveRule', before: { filter: STORED }, after: updated },
        { operation: 'DeleteArchiveRule', before: updated, after: null },
      ];
      expect(lines).toMatchObject(
        changes.flatMap((change, index) => [
          { ...shared, ...change, phase: 'before' },
          {
            ...shared,
            ...change,
            phase: 'after',
            result: index === 3 ? 'failed' : 'done',
            requestId: requests[index]?.requestId,
          },
        ]),
      );
      expect(lines.at(-1)?.problem).toMatchObject({
        code: 'access-denied',
        missingAction: 'access-analyzer:DeleteArchiveRule',
      });
      expect(await readFile(journal, 'utf8')).not.toContain(bed.config().credentials.secretAccessKey);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('are not written when the journal cannot be', async () => {
    const bed = await start(oneAnalyzer([]));
    const journal = join(tmpdir(), 'no-such-folder', 'changes.jsonl');
    expect(await refusal(createArchiveRule(bed.accessAnalyzer(), RULE, { journal }))).toMatchObject({
      code: 'JOURNAL_FAILED',
    });
    expect(writesOf(bed.fake)).toStrictEqual([]);
  });

  test.each<[string, Parameters<FakeAws['inject']>[0], 'done' | 'failed' | 'unknown']>([
    ['the application is refused', { kind: 'access-denied', operation: 'ApplyArchiveRule' }, 'failed'],
    ['the application fails in the service', { kind: 'internal', operation: 'ApplyArchiveRule' }, 'unknown'],
    ['the findings cannot be read again', { kind: 'access-denied', operation: 'ListFindings', skip: 1 }, 'done'],
  ])('that stand when %s are told so', async (_name, fault, applied) => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer();
    const rule = { ...RULE, applyToExisting: true };
    bed.fake.inject(fault);
    const error = await refusal(createArchiveRule(client, rule, quick));
    expect(error).toBeInstanceOf(IncompleteChangeError);
    expect(error).toMatchObject({
      code: 'INCOMPLETE_CHANGE',
      applied,
      change: { change: 'created', rule: { filter: STORED } },
      cause: { code: 'AWS_CALL_FAILED' },
    });
    expect(error['message']).toContain('The archive rule "trusted" was created.');
    expect(analyzerOf(bed.fake).archiveRules).toHaveLength(1);
    // The same call again does the rest.
    expect(await createArchiveRule(client, rule, quick)).toMatchObject({ change: 'unchanged' });
    expect(statusesOf(bed.fake)).toStrictEqual({ 'f-1': 'ARCHIVED' });
  });

  test('applied, which is refused, were not changed: the refusal is the error, unless it was applied all the same', async () => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer();
    await createArchiveRule(client, RULE);
    bed.fake.inject({ kind: 'access-denied', operation: 'ApplyArchiveRule' });
    expect(await refusal(applyArchiveRule(client, RULE, quick))).toMatchObject({
      code: 'AWS_CALL_FAILED',
      problem: { operation: 'ApplyArchiveRule', region: REGION, missingAction: 'access-analyzer:ApplyArchiveRule' },
    });
    expect(statusesOf(bed.fake)).toStrictEqual({ 'f-1': 'ACTIVE' });
    const journal = ({ phase }: JournalEntry) => {
      if (phase === 'after') throw new Error('disk full');
    };
    expect(await refusal(applyArchiveRule(client, RULE, { ...quick, journal }))).toMatchObject({
      code: 'INCOMPLETE_CHANGE',
      applied: 'done',
      change: { change: 'unchanged' },
      cause: { code: 'JOURNAL_FAILED' },
    });
    expect(statusesOf(bed.fake)).toStrictEqual({ 'f-1': 'ARCHIVED' });
  });

  test('applied stand in the journal with the findings that they certainly match', async () => {
    const filter = { resourceControlPolicyRestriction: { neq: 'APPLIED' }, isPublic: { eq: false } };
    const bed = await start(oneAnalyzer([finding(1), finding(2, { resourceControlPolicyRestriction: 'APPLICABLE' })]));
    const entries: JournalEntry[] = [];
    const options = { ...quick, journal: (entry: JournalEntry) => entries.push(entry) };
    const { archived } = await createArchiveRule(
      bed.accessAnalyzer(),
      { ...RULE, filter, applyToExisting: true },
      options,
    );
    expect(idsOf(archived)).toStrictEqual(['f-1', 'f-2']);
    expect(entries.at(-1)).toMatchObject({
      operation: 'ApplyArchiveRule',
      before: { active: ['f-2'] },
      after: { archived: ['f-2'] },
    });
  });

  test('that AWS refuses to update are named with the missing action', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    await createArchiveRule(client, RULE);
    bed.fake.inject({ kind: 'access-denied', operation: 'UpdateArchiveRule' });
    const filter = { isPublic: { eq: false } };
    expect(await refusal(updateArchiveRule(client, { ...RULE, filter }))).toMatchObject({
      problem: { operation: 'UpdateArchiveRule', region: REGION, missingAction: 'access-analyzer:UpdateArchiveRule' },
    });
  });

  test('are not made when the findings to apply them to cannot be read', async () => {
    const bed = await start(oneAnalyzer([finding(1)]));
    bed.fake.inject({ kind: 'internal', operation: 'ListFindings' });
    const call = createArchiveRule(bed.accessAnalyzer(), { ...RULE, applyToExisting: true }, quick);
    expect(await refusal(call)).toMatchObject({ problem: { code: 'service', operation: 'ListFindings' } });
    expect(writesOf(bed.fake)).toStrictEqual([]);
  });

  test.each(['GetAnalyzer', 'GetArchiveRule', 'ListFindings', 'CreateArchiveRule', 'ApplyArchiveRule'])(
    'stop with the reason when aborted during %s, and nothing follows',
    async (operation) => {
      const bed = await start(oneAnalyzer([finding(1)]));
      const entries: JournalEntry[] = [];
      const controller = new AbortController();
      const client = meddling(bed.accessAnalyzer(), operation, (send) => {
        bed.fake.inject({ kind: 'stall', operation });
        const sent = send();
        controller.abort(new Error('enough'));
        return sent;
      });
      const options = { signal: controller.signal, journal: (entry: JournalEntry) => entries.push(entry), ...quick };
      const error = await refusal(createArchiveRule(client, { ...RULE, applyToExisting: true }, options));
      expect(error).toBe(controller.signal.reason);
      const order = ['GetAnalyzer', 'GetArchiveRule', 'ListFindings', 'CreateArchiveRule', 'ApplyArchiveRule'];
      expect(order.slice(0, order.indexOf(operation) + 1)).toStrictEqual(
        expect.arrayContaining([...new Set(operationsOf(bed.fake))]),
      );
      const last = entries.at(-1);
      if (operation.endsWith('ArchiveRule') && operation !== 'GetArchiveRule') {
        expect(last).toMatchObject({ operation, phase: 'after', result: 'unknown' });
      } else {
        expect(entries).toStrictEqual([]);
      }
    },
  );

  test('take the caller’s token', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    const clientToken = 'token-1';
    await createArchiveRule(client, { ...RULE, clientToken });
    await updateArchiveRule(client, { ...RULE, filter: { ...STORED, resource: { contains: 'x' } }, clientToken });
    await applyArchiveRule(client, { ...RULE, clientToken }, quick);
    await deleteArchiveRule(client, { ...RULE, clientToken });
    const tokens = bed.fake.requests
      .filter(({ operation }) => WRITES.includes(operation))
      .map(({ input }) => (input as { clientToken?: string }).clientToken);
    expect(tokens).toStrictEqual([clientToken, clientToken, clientToken, clientToken]);
    await createArchiveRule(client, RULE);
    expect(bed.fake.requests.at(-1)?.input).toMatchObject({
      clientToken: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    });
  });

  test('keep the caller’s token to the one call that it is for: a repetition with it still applies the rule', async () => {
    const bed = await start(oneAnalyzer([finding(1)]));
    const client = bed.accessAnalyzer();
    const input = { ...RULE, applyToExisting: true, clientToken: 'token-1' };
    await createArchiveRule(client, input, quick);
    const again = await createArchiveRule(client, input, quick);
    expect(again).toMatchObject({ change: 'unchanged', archived: [] });
    expect(writesOf(bed.fake)).toStrictEqual(['CreateArchiveRule', 'ApplyArchiveRule', 'ApplyArchiveRule']);
    const tokens = bed.fake.requests
      .filter(({ operation }) => WRITES.includes(operation))
      .map(({ input: sent }) => (sent as { clientToken?: string }).clientToken);
    expect(tokens[0]).toBe('token-1');
    expect(new Set(tokens).size).toBe(3);
  });

  test.each(['access-denied', 'throttle', 'html'] as const)(
    'that cannot be read (%s) are not written',
    async (kind) => {
      const bed = await start(oneAnalyzer([]));
      bed.fake.inject({ kind, operation: 'GetArchiveRule' });
      expect(await refusal(createArchiveRule(bed.accessAnalyzer(), RULE))).toMatchObject({ code: 'AWS_CALL_FAILED' });
      expect(writesOf(bed.fake)).toStrictEqual([]);
    },
  );
});
