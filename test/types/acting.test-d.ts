import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { S3Client } from '@aws-sdk/client-s3';
import {
  type applyArchiveRule,
  archiveFindings,
  createArchiveRule,
  type deleteArchiveRule,
  lintArchiveRule,
  listArchiveRules,
  matchesFilter,
  type planRemediation,
  previewArchiveRule,
  rescanAll,
  rescanAndAwait,
  syncArchiveRules,
  unarchiveFindings,
  updateArchiveRule,
  type Analyzer,
  type AppliedArchiveRule,
  type ArchiveRule,
  type ArchiveRuleChange,
  type ArchiveRulePlan,
  type BulkOutcome,
  type Clients,
  type Diagnostic,
  type Finding,
  type JournalEntry,
  type RemediationPlan,
  type RescanOutcome,
  type RescanResult,
  type WriteOptions,
} from 'access-analyzer-kit';
import type { blockPublicAccess } from 'access-analyzer-kit/s3';
import {
  resolveFinding,
  type BlockedBucket,
  type PublicAccessBlock,
  type ResolvedFinding,
  type S3ClientLike,
} from 'access-analyzer-kit/s3';
import { describe, expectTypeOf, test } from 'vitest';

declare const client: AccessAnalyzerClient;
declare const clients: Clients;
declare const analyzer: Analyzer;
declare const finding: Finding;

describe('archive rules', () => {
  const filter = { isPublic: { eq: false } };

  test('take the analyzer as an object, an ARN or a name', () => {
    for (const ref of [analyzer, analyzer.arn, analyzer.name]) {
      expectTypeOf(
        createArchiveRule(client, { analyzer: ref, ruleName: 'r', filter }),
      ).resolves.toEqualTypeOf<ArchiveRuleChange>();
      expectTypeOf(listArchiveRules(client, ref)).resolves.toEqualTypeOf<readonly ArchiveRule[]>();
      expectTypeOf(
        syncArchiveRules(client, ref, [{ ruleName: 'r', filter }]),
      ).resolves.toEqualTypeOf<ArchiveRulePlan>();
    }
  });

  test('values are texts, numbers or booleans, alone or in lists; operators are AWS’s four', () => {
    const rule = { analyzer, ruleName: 'r' };
    void createArchiveRule(client, {
      ...rule,
      filter: { resourceOwnerAccount: { eq: [111122223333, '444455556666'] } },
    });
    void createArchiveRule(client, { ...rule, filter: { error: { exists: true } } });
    // @ts-expect-error [ts2353] -- "like" is no operator
    void createArchiveRule(client, { ...rule, filter: { resource: { like: 'a*' } } });
    // @ts-expect-error [ts2322] -- "exists" is true or false
    void createArchiveRule(client, { ...rule, filter: { error: { exists: 'yes' } } });
  });

  test('say what became of the rule; applying always says what it archived', () => {
    expectTypeOf<ArchiveRuleChange['change']>().toEqualTypeOf<'created' | 'updated' | 'unchanged'>();
    expectTypeOf<ReturnType<typeof applyArchiveRule>>().resolves.toEqualTypeOf<AppliedArchiveRule>();
    expectTypeOf<undefined>().toExtend<ArchiveRuleChange['archived']>();
    expectTypeOf<undefined>().not.toExtend<AppliedArchiveRule['archived']>();
    expectTypeOf<Awaited<ReturnType<typeof deleteArchiveRule>>['change']>().toEqualTypeOf<'deleted' | 'unchanged'>();
    expectTypeOf(updateArchiveRule).toEqualTypeOf(createArchiveRule);
  });

  test('are judged without a client', () => {
    expectTypeOf(matchesFilter(finding, filter)).toEqualTypeOf<boolean>();
    expectTypeOf(lintArchiveRule({ ruleName: 'r', filter })).toEqualTypeOf<Diagnostic[]>();
    expectTypeOf(previewArchiveRule(filter, [finding]).uncertain).toExtend<readonly Finding[]>();
  });
});

describe('archiving', () => {
  test('takes ids or a resource, and never both', () => {
    expectTypeOf(archiveFindings(client, analyzer, ['id'])).resolves.toEqualTypeOf<BulkOutcome>();
    expectTypeOf(unarchiveFindings(client, analyzer, { resourceArn: 'arn' })).resolves.toEqualTypeOf<BulkOutcome>();
    // @ts-expect-error [ts2353] -- one of the two
    void archiveFindings(client, analyzer, { resourceArn: 'arn', ids: ['id'] });
  });

  test('only hiding can need allowPublic', () => {
    void archiveFindings(client, analyzer, ['id'], { allowPublic: true });
    // @ts-expect-error [ts2353] -- bringing back hides nothing
    void unarchiveFindings(client, analyzer, ['id'], { allowPublic: true });
  });
});

test('every write takes dryRun, a journal, and why', () => {
  const write: WriteOptions = {
    dryRun: true,
    journal: (entry) => {
      expectTypeOf(entry).toEqualTypeOf<JournalEntry>();
    },
    reason: 'T-1',
    actor: 'jane',
  };
  const rule = { analyzer, ruleName: 'r', filter: { isPublic: { eq: false } } };
  void createArchiveRule(client, rule, write);
  void syncArchiveRules(client, analyzer, [], { ...write, maxChanges: 1 });
  void archiveFindings(client, analyzer, ['id'], write);
  expectTypeOf<WriteOptions>().toExtend<Parameters<typeof applyArchiveRule>[2]>();
  expectTypeOf<WriteOptions>().toExtend<Parameters<typeof deleteArchiveRule>[2]>();
  expectTypeOf<WriteOptions>().toExtend<Parameters<typeof blockPublicAccess>[2]>();
  expectTypeOf<WriteOptions>().toExtend<Parameters<typeof resolveFinding>[2]>();
  expectTypeOf<WriteOptions>().toExtend<Parameters<BlockedBucket['undo']>[0]>();
});

describe('rescanning', () => {
  const target = { analyzer, resourceArn: 'arn' };

  test('tells nine outcomes apart', () => {
    expectTypeOf(rescanAndAwait(client, target)).resolves.toEqualTypeOf<RescanOutcome>();
    expectTypeOf<RescanResult>().toEqualTypeOf<
      | 'resolved'
      | 'still-active'
      | 'replaced'
      | 'archived'
      | 'error-finding'
      | 'resource-gone'
      | 'not-found'
      | 'inconclusive'
      | 'timed-out'
    >();
    // @ts-expect-error [ts2322] -- what AWS sees at once needs no word
    void rescanAndAwait(client, { ...target, changed: 'bucket-policy' });
  });

  test('many carry their target, fulfilled or not', async () => {
    for await (const settled of rescanAll([{ ...target, client }])) {
      expectTypeOf(settled.item.resourceArn).toEqualTypeOf<string>();
      if (settled.status === 'fulfilled') expectTypeOf(settled.value).toEqualTypeOf<RescanOutcome>();
      else expectTypeOf(settled.reason).toEqualTypeOf<unknown>();
    }
  });
});

describe('remediation', () => {
  test('a plan is made from a finding alone', () => {
    expectTypeOf<ReturnType<typeof planRemediation>>().toEqualTypeOf<RemediationPlan>();
  });

  test('takes anybody’s S3 client, or one for each Region', () => {
    expectTypeOf<S3Client>().toExtend<S3ClientLike>();
    expectTypeOf<(region: string) => S3Client>().toExtend<Parameters<typeof blockPublicAccess>[0]>();
    expectTypeOf<BlockedBucket['before']>().toEqualTypeOf<PublicAccessBlock | undefined>();
  });

  test('the whole loop takes an access of a verdict, or a finding with where it was seen', () => {
    expectTypeOf(
      resolveFinding(clients, { finding, analyzer, region: 'us-east-1' }),
    ).resolves.toEqualTypeOf<ResolvedFinding>();
    // A dry run proves nothing.
    expectTypeOf<ResolvedFinding['outcome']>().toEqualTypeOf<RescanResult | undefined>();
    // @ts-expect-error [ts2345] -- where was it seen?
    void resolveFinding(clients, { finding });
  });
});
