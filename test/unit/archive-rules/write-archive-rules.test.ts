import {
  AccessAnalyzerClient,
  ApplyArchiveRuleCommand,
  CreateArchiveRuleCommand,
  DeleteArchiveRuleCommand,
  GetAnalyzerCommand,
  GetArchiveRuleCommand,
  ListArchiveRulesCommand,
  ListFindingsCommand,
  UpdateArchiveRuleCommand,
} from '@aws-sdk/client-accessanalyzer';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  applyArchiveRule,
  createArchiveRule,
  deleteArchiveRule,
  getArchiveRule,
  listArchiveRules,
  updateArchiveRule,
} from '../../../src/archive-rules/index.ts';
import type { JournalEntry } from '../../../src/journal/index.ts';

const client = new AccessAnalyzerClient({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'x', secretAccessKey: 'y' },
});
const mock = mockClient(client);

const analyzer = {
  arn: 'arn:aws:access-analyzer:eu-central-1:111122223333:analyzer/external',
  name: 'external',
  type: 'ACCOUNT' as const,
  status: 'ACTIVE' as const,
  createdAt: new Date('2026-01-01'),
};
const filter = { isPublic: { eq: ['false'] }, resource: { eq: ['arn:aws:s3:::a'] } };
const archiveRule = { ruleName: 'r', filter, createdAt: new Date('2026-01-01'), updatedAt: new Date('2026-01-01') };
const input = { analyzer: 'external', ruleName: 'r', filter };

const missing = Object.assign(new Error('none'), {
  name: 'ResourceNotFoundException',
  $fault: 'client',
  $metadata: { httpStatusCode: 404, attempts: 1 },
});

function listed(id: string, members: object = {}): object {
  return {
    id,
    resource: 'arn:aws:s3:::a',
    resourceType: 'AWS::S3::Bucket',
    status: 'ACTIVE',
    isPublic: false,
    principal: { AWS: '444455556666' },
    action: ['s3:GetObject'],
    condition: {},
    resourceOwnerAccount: '111122223333',
    ...members,
  };
}

beforeEach(() => {
  mock.reset();
  mock.on(GetAnalyzerCommand).resolves({ analyzer });
  mock.on(GetArchiveRuleCommand).rejects(missing);
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what goes to AWS', () => {
  beforeEach(() => {
    mock.on(GetArchiveRuleCommand).resolves({ archiveRule });
    for (const command of [UpdateArchiveRuleCommand, DeleteArchiveRuleCommand, ApplyArchiveRuleCommand]) {
      mock.on(command as typeof UpdateArchiveRuleCommand).resolves({});
    }
    mock.on(ListFindingsCommand).resolves({ findings: [] });
  });

  it('is the name for rules, and the ARN for applying one', async () => {
    await updateArchiveRule(client, { ...input, analyzer: analyzer.arn, filter: { isPublic: { eq: false } } });
    await applyArchiveRule(client, input);
    await deleteArchiveRule(client, input);
    expect(mock.commandCalls(UpdateArchiveRuleCommand)[0]?.args[0].input).toStrictEqual({
      analyzerName: 'external',
      ruleName: 'r',
      filter: { isPublic: { eq: ['false'] } },
    });
    expect(mock.commandCalls(ApplyArchiveRuleCommand)[0]?.args[0].input).toStrictEqual({
      analyzerArn: analyzer.arn,
      ruleName: 'r',
    });
    expect(mock.commandCalls(DeleteArchiveRuleCommand)[0]?.args[0].input).toStrictEqual({
      analyzerName: 'external',
      ruleName: 'r',
    });
  });

  it('are strings and lists, sorted as AWS keeps them', async () => {
    mock.on(GetArchiveRuleCommand).rejects(missing);
    mock.on(CreateArchiveRuleCommand).resolves({});
    await createArchiveRule(client, {
      ...input,
      filter: { resourceOwnerAccount: { eq: [444455556666, 111122223333] }, isPublic: { eq: false } },
    });
    expect(mock.commandCalls(CreateArchiveRuleCommand)[0]?.args[0].input).toStrictEqual({
      analyzerName: 'external',
      ruleName: 'r',
      filter: { isPublic: { eq: ['false'] }, resourceOwnerAccount: { eq: ['111122223333', '444455556666'] } },
    });
  });
});

describe('reading and writing ask for no more than they need', () => {
  it('to update a rule without applying it: the analyzer, the rule, and then the write', async () => {
    mock.on(GetArchiveRuleCommand).resolves({ archiveRule });
    mock.on(UpdateArchiveRuleCommand).resolves({});
    await updateArchiveRule(client, { ...input, filter: { isPublic: { eq: false } } });
    expect(mock.calls().map(({ args: [command] }) => command.constructor)).toStrictEqual([
      GetAnalyzerCommand,
      GetArchiveRuleCommand,
      UpdateArchiveRuleCommand,
    ]);
  });

  it('to list rules: the first page without a token, and those after with theirs', async () => {
    mock
      .on(ListArchiveRulesCommand)
      .resolvesOnce({ archiveRules: [archiveRule], nextToken: 'more' })
      .resolves({ archiveRules: [{ ...archiveRule, ruleName: 'a' }] });
    expect((await listArchiveRules(client, 'external')).map(({ ruleName }) => ruleName)).toStrictEqual(['a', 'r']);
    expect(mock.commandCalls(ListArchiveRulesCommand).map(({ args: [command] }) => command.input)).toStrictEqual([
      { analyzerName: 'external' },
      { analyzerName: 'external', nextToken: 'more' },
    ]);
  });

  it('and nothing once the signal is aborted', async () => {
    const signal = AbortSignal.abort('enough');
    await expect(getArchiveRule(client, input, { signal })).rejects.toBe('enough');
    await expect(listArchiveRules(client, 'external', { signal })).rejects.toBe('enough');
    expect(mock.calls()).toHaveLength(0);
  });

  it('and no page after an abort', async () => {
    const controller = new AbortController();
    mock.on(ListArchiveRulesCommand).callsFake(() => {
      controller.abort('enough');
      return { archiveRules: [], nextToken: `t${mock.calls().length}` };
    });
    await expect(listArchiveRules(client, 'external', { signal: controller.signal })).rejects.toBe('enough');
    expect(mock.commandCalls(ListArchiveRulesCommand)).toHaveLength(1);
  });
});

it('an updated rule has the time of its creation where AWS tells it, and no member for it where not', async () => {
  const { createdAt: _, ...timeless } = archiveRule;
  mock.on(UpdateArchiveRuleCommand).resolves({});
  const update = { ...input, filter: { isPublic: { eq: false } } };
  const rule = { ruleName: 'r', filter: { isPublic: { eq: ['false'] } } };
  for (const [held, expected] of [
    [archiveRule, { ...rule, createdAt: '2026-01-01T00:00:00.000Z' }],
    [timeless, rule],
  ] as const) {
    mock.on(GetArchiveRuleCommand).resolves({ archiveRule: held as typeof archiveRule });
    expect((await updateArchiveRule(client, update)).rule).toStrictEqual(expected);
  }
});

describe('a rule that is missing', () => {
  it('is told with what AWS said', async () => {
    await expect(getArchiveRule(client, input)).rejects.toMatchObject({
      problem: { code: 'not-found' },
      cause: { name: 'ResourceNotFoundException' },
    });
  });

  it('is one that AWS does not find, not one that a proxy does not find', async () => {
    const proxy = Object.assign(new Error('UnknownError'), {
      name: 'Unknown',
      $fault: 'client',
      $metadata: { httpStatusCode: 404 },
    });
    mock.on(GetArchiveRuleCommand).rejects(proxy);
    await expect(createArchiveRule(client, input)).rejects.toMatchObject({
      code: 'AWS_CALL_FAILED',
      problem: { httpStatus: 404 },
    });
    expect(mock.commandCalls(CreateArchiveRuleCommand)).toHaveLength(0);
  });

  it.each([undefined, null, {}, { ruleName: 'r' }])('is not taken from an answer that holds %j', async (odd) => {
    mock.on(GetArchiveRuleCommand).resolves({ archiveRule: odd } as never);
    for (const call of [createArchiveRule, getArchiveRule]) {
      await expect(call(client, input)).rejects.toMatchObject({
        problem: { code: 'malformed-response', operation: 'GetArchiveRule' },
        cause: { code: 'INVALID_INPUT' },
      });
    }
  });
});

it('a creation whose outcome nobody knows says so in the journal, and can be repeated', async () => {
  const entries: JournalEntry[] = [];
  const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', $metadata: { attempts: 1 } });
  mock.on(CreateArchiveRuleCommand).rejects(lost);
  const options = { journal: (entry: JournalEntry) => entries.push(entry) };
  await expect(createArchiveRule(client, input, options)).rejects.toMatchObject({ problem: { code: 'network' } });
  expect(entries).toMatchObject([
    { phase: 'before' },
    { phase: 'after', result: 'unknown', problem: { code: 'network' } },
  ]);
  mock.on(GetArchiveRuleCommand).resolves({ archiveRule });
  expect(await createArchiveRule(client, input, options)).toMatchObject({ change: 'unchanged' });
  expect(entries).toHaveLength(2);
});

it('findings that are ARCHIVED already in a list of ACTIVE ones are not counted as archived', async () => {
  mock.on(GetArchiveRuleCommand).resolves({ archiveRule });
  mock.on(ApplyArchiveRuleCommand).resolves({});
  mock.on(ListFindingsCommand).resolves({ findings: [listed('f-1', { status: 'ARCHIVED' }) as never] });
  expect(await applyArchiveRule(client, input)).toMatchObject({ archived: [], pending: [], gone: [] });
});

it('a finding that somebody makes ACTIVE again while the effect is read is not counted as archived', async () => {
  mock.on(GetArchiveRuleCommand).resolves({ archiveRule });
  mock.on(ApplyArchiveRuleCommand).resolves({});
  mock
    .on(ListFindingsCommand)
    .resolvesOnce({ findings: [listed('f-1') as never, listed('f-2') as never] })
    .resolvesOnce({ findings: [listed('f-1', { status: 'ARCHIVED' }) as never], nextToken: 'more' })
    .resolves({ findings: [listed('f-1') as never, listed('f-2', { status: 'ARCHIVED' }) as never] });
  expect(await applyArchiveRule(client, input, { confirmAttempts: 1 })).toMatchObject({
    archived: [{ id: 'f-2' }],
    pending: [{ id: 'f-1' }],
    gone: [],
  });
});

describe('waiting for AWS to apply a rule', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    mock.on(GetArchiveRuleCommand).resolves({ archiveRule });
    mock.on(ApplyArchiveRuleCommand).resolves({});
    mock.on(ListFindingsCommand).resolves({ findings: [listed('f-1') as never] });
  });

  it.each([
    [{}, 5, 4_000],
    [{ confirmAttempts: 2, confirmDelayMs: 300 }, 2, 300],
    [{ confirmAttempts: 1 }, 1, 0],
  ])('with %j it reads %i times within %i ms, then says what is pending', async (options, readings, milliseconds) => {
    const call = applyArchiveRule(client, input, options);
    await vi.advanceTimersByTimeAsync(Math.max(0, milliseconds - 1));
    if (milliseconds > 0) expect(mock.commandCalls(ListFindingsCommand)).toHaveLength(readings);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call).toMatchObject({ archived: [], pending: [{ id: 'f-1', match: 'yes' }] });
    expect(mock.commandCalls(ListFindingsCommand)).toHaveLength(1 + readings);
  });

  it('ends with an abort, and leaves no timer', async () => {
    const controller = new AbortController();
    const call = applyArchiveRule(client, input, { signal: controller.signal });
    const rejected = expect(call).rejects.toBe('enough');
    await vi.advanceTimersByTimeAsync(500);
    controller.abort('enough');
    await rejected;
    expect(vi.getTimerCount()).toBe(0);
    expect(mock.commandCalls(ListFindingsCommand)).toHaveLength(2);
  });
});
