import {
  ApplyArchiveRuleCommand,
  CreateAnalyzerCommand,
  CreateArchiveRuleCommand,
  CreateServiceLinkedAnalyzerCommand,
  DeleteAnalyzerCommand,
  DeleteArchiveRuleCommand,
  GetArchiveRuleCommand,
  GetFindingCommand,
  ListAnalyzersCommand,
  ListArchiveRulesCommand,
  ListFindingsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAnalyzerCommand,
  UpdateArchiveRuleCommand,
  UpdateFindingsCommand,
  type AccessAnalyzerClient,
} from '@aws-sdk/client-accessanalyzer';
import { expect, test } from 'vitest';
import type { FakeFinding } from '../../src/testing/index.ts';
import {
  ACCOUNT,
  ANALYZER_ARN,
  describeBothWays,
  finding,
  oneAnalyzer,
  OTHER,
  refusal,
  REGION,
  START,
} from './fake-fixture.ts';

const analyzerName = 'external';
const analyzerArn = ANALYZER_ARN;
const TRUSTED = { 'principal.AWS': { eq: [OTHER] }, isPublic: { eq: ['false'] } };

async function statuses(client: AccessAnalyzerClient): Promise<Record<string, string | undefined>> {
  const { findings = [] } = await client.send(new ListFindingsCommand({ analyzerArn }));
  return Object.fromEntries(findings.map(({ id = '', status }): [string, string | undefined] => [id, status]));
}

describeBothWays('writing to the fake', (start) => {
  test('a new archive rule touches new findings only; ApplyArchiveRule the others; deleting it unarchives nothing', async () => {
    const bed = await start(
      oneAnalyzer([
        finding(1),
        finding(2, { isPublic: true, principal: { AWS: '*' } }),
        finding(3, { status: 'RESOLVED' }),
      ]),
    );
    const client = bed.accessAnalyzer();
    const ruleName = 'trusted';
    await client.send(new CreateArchiveRuleCommand({ analyzerName, ruleName, filter: TRUSTED }));
    expect(await statuses(client)).toEqual({ 'f-1': 'ACTIVE', 'f-2': 'ACTIVE', 'f-3': 'RESOLVED' });
    const { addFinding } = bed.fake.account(ACCOUNT).region(REGION).analyzer(analyzerName);
    addFinding(finding(4));
    addFinding(finding(5, { isPublic: true }));
    expect(await statuses(client)).toMatchObject({ 'f-1': 'ACTIVE', 'f-4': 'ARCHIVED', 'f-5': 'ACTIVE' });
    bed.clock.advance(1000);
    await client.send(new ApplyArchiveRuleCommand({ analyzerArn, ruleName }));
    const applied = { 'f-1': 'ARCHIVED', 'f-2': 'ACTIVE', 'f-3': 'RESOLVED', 'f-4': 'ARCHIVED', 'f-5': 'ACTIVE' };
    expect(await statuses(client)).toEqual(applied);
    const archived = await client.send(new GetFindingCommand({ analyzerArn, id: 'f-1' }));
    expect(archived.finding?.updatedAt).toEqual(bed.clock.now());
    await client.send(new DeleteArchiveRuleCommand({ analyzerName, ruleName }));
    expect(await statuses(client)).toEqual(applied);
    expect(await refusal(client.send(new ApplyArchiveRuleCommand({ analyzerArn, ruleName })))).toMatchObject({
      name: 'ResourceNotFoundException',
      resourceType: 'ArchiveRule',
      resourceId: ruleName,
      $metadata: { httpStatusCode: 404 },
    });
  });

  test('rules are got, listed in pages and updated', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    for (const ruleName of ['a', 'b', 'c'])
      await client.send(new CreateArchiveRuleCommand({ analyzerName, ruleName, filter: TRUSTED }));
    const first = await client.send(new ListArchiveRulesCommand({ analyzerName, maxResults: 2 }));
    const second = await client.send(
      new ListArchiveRulesCommand({ analyzerName, maxResults: 2, nextToken: first.nextToken }),
    );
    expect([...(first.archiveRules ?? []), ...(second.archiveRules ?? [])].map(({ ruleName }) => ruleName)).toEqual([
      'a',
      'b',
      'c',
    ]);
    bed.clock.advance(1000);
    const filter = { resource: { eq: ['arn:aws:s3:::b'] } };
    await client.send(new UpdateArchiveRuleCommand({ analyzerName, ruleName: 'b', filter }));
    const { archiveRule } = await client.send(new GetArchiveRuleCommand({ analyzerName, ruleName: 'b' }));
    expect(archiveRule).toEqual({ ruleName: 'b', filter, createdAt: START, updatedAt: bed.clock.now() });
    const absent = client.send(new UpdateArchiveRuleCommand({ analyzerName, ruleName: 'z', filter }));
    expect(await refusal(absent)).toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('a name that exists is a conflict, the same client token a success, the quota 402', async () => {
    const bed = await start(oneAnalyzer([], { behavior: { maxArchiveRules: 2 } }));
    const client = bed.accessAnalyzer();
    const create = (ruleName: string, clientToken?: string) =>
      client.send(new CreateArchiveRuleCommand({ analyzerName, ruleName, filter: TRUSTED, clientToken }));
    await create('a', 'token-1');
    await create('a', 'token-1');
    expect(await refusal(create('a', 'token-2'))).toMatchObject({
      name: 'ConflictException',
      resourceId: 'a',
      $metadata: { httpStatusCode: 409 },
    });
    expect(await refusal(create('b', 'token-1'))).toMatchObject({ name: 'ConflictException' });
    await create('b');
    expect(await refusal(create('c'))).toMatchObject({
      name: 'ServiceQuotaExceededException',
      $metadata: { httpStatusCode: 402 },
    });
  });

  test.each<[string, string, Record<string, object>]>([
    ['a name that starts with a digit', '1rule', TRUSTED],
    ['a name with a space', 'my rule', TRUSTED],
    ['a name of 256 characters', 'a'.repeat(256), TRUSTED],
    ['21 values', 'rule', { resource: { eq: Array.from({ length: 21 }, String) } }],
    ['status', 'rule', { status: { eq: ['ACTIVE'] } }],
    ['id', 'rule', { id: { eq: ['f-1'] } }],
    ['a key of previews', 'rule', { changeType: { eq: ['NEW'] } }],
    ['an unknown key', 'rule', { principle: { eq: ['x'] } }],
  ])('CreateArchiveRule refuses %s', async (_name, ruleName, filter) => {
    const bed = await start(oneAnalyzer([]));
    const error = await refusal(
      bed.accessAnalyzer().send(new CreateArchiveRuleCommand({ analyzerName, ruleName, filter })),
    );
    expect(error).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    expect(error['reason']).toMatch(/^(fieldValidationFailed|notSupported)$/u);
    expect(error['fieldList']).toHaveLength(1);
  });

  test('a finding that is added is dated now, unless it says when', async () => {
    const bed = await start(oneAnalyzer([]));
    const { addFinding } = bed.fake.account(ACCOUNT).region(REGION).analyzer(analyzerName);
    bed.clock.advance(1000);
    const now = bed.clock.now();
    const then = new Date('2026-01-01T00:00:00.000Z');
    const dated = async (members: FakeFinding, id: number): Promise<(Date | undefined)[]> => {
      addFinding(finding(id, members));
      const { finding: read } = await bed.accessAnalyzer().send(new GetFindingCommand({ analyzerArn, id: `f-${id}` }));
      return [read?.createdAt, read?.analyzedAt];
    };
    expect(await dated({}, 1)).toEqual([now, now]);
    expect(await dated({ createdAt: undefined, analyzedAt: undefined }, 2)).toEqual([now, now]);
    expect(await dated({ createdAt: then.toISOString() }, 3)).toEqual([then, now]);
  });

  test('rules on unused analyzers are refused where the scenario says so', async () => {
    const analyzers = [{ name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' }];
    const accounts = [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }];
    const lenient = (await start({ accounts })).accessAnalyzer();
    const strict = (await start({ accounts, behavior: { archiveRulesOnExternalOnly: true } })).accessAnalyzer();
    const command = new ListArchiveRulesCommand({ analyzerName: 'unused' });
    expect((await lenient.send(command)).archiveRules).toEqual([]);
    expect(await refusal(strict.send(command))).toMatchObject({ name: 'ValidationException' });
    const apply = new ApplyArchiveRuleCommand({
      analyzerArn: analyzerArn.replace(analyzerName, 'unused'),
      ruleName: 'none',
    });
    expect(await refusal(lenient.send(apply))).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await refusal(strict.send(apply))).toMatchObject({ name: 'ValidationException' });
  });

  test('UpdateFindings archives and unarchives by id or resource, never what is resolved', async () => {
    const same = { resource: 'arn:aws:s3:::same' };
    const bed = await start(
      oneAnalyzer([finding(1), finding(2, same), finding(3, same), finding(4, { ...same, status: 'RESOLVED' })]),
    );
    const client = bed.accessAnalyzer();
    await client.send(new UpdateFindingsCommand({ analyzerArn, status: 'ARCHIVED', ids: ['f-1'] }));
    await client.send(new UpdateFindingsCommand({ analyzerArn, status: 'ARCHIVED', resourceArn: same.resource }));
    expect(await statuses(client)).toEqual({
      'f-1': 'ARCHIVED',
      'f-2': 'ARCHIVED',
      'f-3': 'ARCHIVED',
      'f-4': 'RESOLVED',
    });
    await client.send(new UpdateFindingsCommand({ analyzerArn, status: 'ACTIVE', ids: ['f-2', 'f-4'] }));
    expect(await statuses(client)).toMatchObject({ 'f-2': 'ACTIVE', 'f-4': 'RESOLVED' });
    const bad = [
      { status: 'ARCHIVED' as const },
      { status: 'ARCHIVED' as const, ids: ['f-1'], resourceArn: same.resource },
      { status: 'RESOLVED' as never, ids: ['f-1'] },
    ];
    for (const input of bad) {
      expect(await refusal(client.send(new UpdateFindingsCommand({ analyzerArn, ...input })))).toMatchObject({
        name: 'ValidationException',
      });
    }
    const unknown = { analyzerArn, status: 'ACTIVE' as const, ids: ['f-1', 'nope'] };
    expect(await refusal(client.send(new UpdateFindingsCommand(unknown)))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
    // All or nothing.
    expect(await statuses(client)).toMatchObject({ 'f-1': 'ARCHIVED' });
    const ignoring = (
      await start(oneAnalyzer([finding(1)], { behavior: { unknownFindingId: 'ignore' } }))
    ).accessAnalyzer();
    await ignoring.send(new UpdateFindingsCommand({ ...unknown, status: 'ARCHIVED' }));
    expect(await statuses(ignoring)).toEqual({ 'f-1': 'ARCHIVED' });
  });

  test('service-linked analyzers are read only', async () => {
    const name = '_AccessAnalyzerForSecurityHub-1';
    const analyzers = [
      { name, type: 'ACCOUNT_UNUSED_ACCESS', managedBy: 'securityhubv2.amazonaws.com', findings: [{ id: 'u' }] },
    ];
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }] });
    const client = bed.accessAnalyzer();
    const arn = ANALYZER_ARN.replace('external', name);
    const calls = [
      () => client.send(new UpdateFindingsCommand({ analyzerArn: arn, status: 'ARCHIVED', ids: ['u'] })),
      () =>
        client.send(
          new CreateArchiveRuleCommand({ analyzerName: name, ruleName: 'r', filter: { findingType: { eq: ['x'] } } }),
        ),
      () => client.send(new DeleteAnalyzerCommand({ analyzerName: name })),
      () => client.send(new CreateServiceLinkedAnalyzerCommand({ type: 'ACCOUNT_UNUSED_ACCESS' })),
    ];
    for (const call of calls) expect(await refusal(call())).toMatchObject({ name: 'AccessDeniedException' });
  });

  test('analyzers are created within the quota, updated and deleted', async () => {
    const bed = await start({ accounts: [{ id: ACCOUNT, regions: { [REGION]: {} } }] });
    const client = bed.accessAnalyzer();
    const create = (name: string, type: string, more: object = {}) =>
      client.send(new CreateAnalyzerCommand({ analyzerName: name, type: type as 'ACCOUNT', ...more }));
    const archiveRules = [{ ruleName: 'r', filter: TRUSTED }];
    const { arn } = await create('external', 'ACCOUNT', { archiveRules, tags: { team: 'sec' }, clientToken: 't' });
    expect(arn).toBe(ANALYZER_ARN);
    expect((await create('external', 'ACCOUNT', { archiveRules, tags: { team: 'sec' }, clientToken: 't' })).arn).toBe(
      arn,
    );
    expect((await client.send(new ListArchiveRulesCommand({ analyzerName }))).archiveRules).toHaveLength(1);
    expect(await refusal(create('external', 'ACCOUNT'))).toMatchObject({ name: 'ConflictException' });
    expect(await refusal(create('second', 'ACCOUNT'))).toMatchObject({ name: 'ServiceQuotaExceededException' });
    expect(await refusal(create('1st', 'ACCOUNT_UNUSED_ACCESS'))).toMatchObject({ name: 'ValidationException' });
    expect(await refusal(create('x', 'EVERYTHING'))).toMatchObject({ name: 'ValidationException' });
    const organization = await refusal(create('org', 'ORGANIZATION'));
    expect(organization).toMatchObject({
      name: 'AccessDeniedException',
      message: `Account ${ACCOUNT} is not a delegated administrator`,
    });
    await create('unused', 'ACCOUNT_UNUSED_ACCESS');
    const configuration = { unusedAccess: { unusedAccessAge: 30 } };
    const updated = await client.send(new UpdateAnalyzerCommand({ analyzerName: 'unused', configuration }));
    expect(updated.configuration).toEqual(configuration);
    expect(await refusal(client.send(new UpdateAnalyzerCommand({ analyzerName, configuration })))).toMatchObject({
      name: 'ValidationException',
    });
    await client.send(new DeleteAnalyzerCommand({ analyzerName }));
    const { analyzers } = await client.send(new ListAnalyzersCommand({}));
    expect(analyzers?.map(({ name }) => name)).toEqual(['unused']);
  });

  test('analyzers are tagged and untagged', async () => {
    const bed = await start(oneAnalyzer([]));
    const client = bed.accessAnalyzer();
    const resourceArn = analyzerArn;
    await client.send(new TagResourceCommand({ resourceArn, tags: { team: 'sec', stage: 'prod' } }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['stage', 'other'] }));
    expect((await client.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ team: 'sec' });
  });
});
