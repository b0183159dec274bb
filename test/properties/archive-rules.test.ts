import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  applyArchiveRule,
  createArchiveRule,
  listArchiveRules,
  updateArchiveRule,
} from '../../src/archive-rules/index.ts';
import { isAccessAnalyzerKitError } from '../../src/errors/index.ts';
import { canHidePublic, equalFilters, normalizeFilter } from '../../src/filters/index.ts';
import type { FilterInput } from '../../src/model/archive-rule.ts';
import {
  createFakeAws,
  type FakeAnalyzerHandle,
  type FakeBehavior,
  type FakeFinding,
} from '../../src/testing/index.ts';
import { filterInput } from './filters-arbitraries.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
const rule = { analyzer: 'external', ruleName: 'rule' };
const quick = { confirmDelayMs: 0, confirmAttempts: 1 };

/** A filter that AWS takes for an archive rule of an external analyzer. */
const ruleFilter = filterInput.filter((filter) => {
  try {
    normalizeFilter(filter, { use: 'archive-rule', access: 'external' });
    return true;
  } catch {
    return false;
  }
});

const fakeFindings: fc.Arbitrary<FakeFinding[]> = fc
  .array(
    fc.record({
      resource: fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::ab', 'arn:aws:sqs:eu-west-1:123456789012:q'),
      status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'ARCHIVED' as const, 'RESOLVED' as const),
      principal: fc.constantFrom({ AWS: '111122223333' }, { AWS: '*' }, { Federated: 'accounts.google.com' }),
      isPublic: fc.boolean(),
      condition: fc.constantFrom({}, { 'aws:SourceIp': '10.0.0.0/8' }, { 'aws:PrincipalOrgID': 'o-1' }),
      omit: fc.subarray(['isPublic', 'principal', 'resource'] as const),
    }),
    { maxLength: 8 },
  )
  .map((findings) => findings.map((finding, index) => ({ ...finding, id: `f-${index}` })));

const behaviors: fc.Arbitrary<FakeBehavior> = fc.record({
  absentMemberUnderNeq: fc.constantFrom('match', 'no-match'),
  pageSize: fc.constantFrom(1, 3, 100),
});

async function withAccount<T>(
  { behavior = {}, findings = [] }: { behavior?: FakeBehavior; findings?: FakeFinding[] },
  use: (client: AccessAnalyzerClient, analyzer: FakeAnalyzerHandle) => Promise<T>,
): Promise<T> {
  const analyzers = [{ name: 'external', type: 'ACCOUNT', findings }];
  const fake = createFakeAws({ accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers } } }], behavior });
  const client = new AccessAnalyzerClient({
    region: REGION,
    credentials: fake.credentialsFor(ACCOUNT),
    requestHandler: fake.requestHandler,
    maxAttempts: 1,
  });
  try {
    return await use(client, fake.account(ACCOUNT).region(REGION).analyzer('external'));
  } finally {
    client.destroy();
  }
}

const statusesOf = (analyzer: FakeAnalyzerHandle): Map<string, string | undefined> =>
  new Map(analyzer.findings().map(({ id = '', status }) => [id, status]));

const codeOf = (call: Promise<unknown>): Promise<string | undefined> =>
  call.then(
    () => undefined,
    (error: unknown) => (isAccessAnalyzerKitError(error) ? error.code : 'another error'),
  );

it('a rule reads back as it was written, whatever its order, and writing it again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(ruleFilter, async (filter) =>
      withAccount({}, async (client) => {
        const { rule: made } = await createArchiveRule(client, { ...rule, filter, allowPublic: true });
        const [read, ...others] = await listArchiveRules(client, 'external');
        expect(others).toStrictEqual([]);
        expect(equalFilters(read?.filter ?? {}, filter)).toBe(true);
        expect(read?.filter).toStrictEqual(made.filter);
        const reversed = Object.fromEntries(Object.entries(filter).reverse());
        for (const write of [createArchiveRule, updateArchiveRule]) {
          expect(await write(client, { ...rule, filter: reversed, allowPublic: true })).toMatchObject({
            change: 'unchanged',
          });
        }
      }),
    ),
    { numRuns: 60 },
  );
});

it('a filter that can hide public access is neither written nor applied without allowPublic', async () => {
  const guarded: FilterInput = { resource: { exists: true }, isPublic: { eq: false } };
  const truth = fc.constantFrom<FilterInput>({}, { isPublic: { eq: false } }, { isPublic: { eq: [false, true] } });
  await fc.assert(
    fc.asyncProperty(ruleFilter, truth, fakeFindings, async (filter, more, findings) =>
      withAccount({ findings }, async (client, analyzer) => {
        const input = { ...rule, filter: { ...filter, ...more }, applyToExisting: true };
        const refused = canHidePublic(input.filter, { access: 'external' });
        const expected = refused ? 'HIDES_PUBLIC_ACCESS' : undefined;
        expect(await codeOf(createArchiveRule(client, input, quick))).toBe(expected);
        expect(analyzer.archiveRules).toHaveLength(refused ? 0 : 1);
        if (refused) await createArchiveRule(client, { ...rule, filter: guarded });
        expect(await codeOf(updateArchiveRule(client, input, quick))).toBe(expected);
        // Somebody who is allowed to writes it, and somebody who is not applies it.
        await updateArchiveRule(client, { ...input, applyToExisting: false, allowPublic: true });
        expect(await codeOf(applyArchiveRule(client, rule, quick))).toBe(expected);
        const before = new Map(findings.map(({ id = '', status }) => [id, status]));
        // What AWS holds counts, also where it leaves the member out of its answers.
        for (const { id = '', isPublic, status } of analyzer.findings()) {
          if (isPublic === true) expect(status).toBe(before.get(id));
        }
      }),
    ),
    { numRuns: 60 },
  );
});

it('what applying reports as archived is what turned from ACTIVE to ARCHIVED, no more and no less', async () => {
  await fc.assert(
    fc.asyncProperty(ruleFilter, fakeFindings, behaviors, async (filter, findings, behavior) =>
      withAccount({ findings, behavior }, async (client, analyzer) => {
        const before = statusesOf(analyzer);
        const input = { ...rule, filter, applyToExisting: true, allowPublic: true };
        const preview = await createArchiveRule(client, input, { dryRun: true });
        expect(statusesOf(analyzer)).toStrictEqual(before);
        const { archived = [], gone, pending, uncertain = [] } = await createArchiveRule(client, input, quick);
        const turned = [...statusesOf(analyzer)].filter(
          ([id, status]) => status === 'ARCHIVED' && before.get(id) === 'ACTIVE',
        );
        expect(archived.map(({ id }) => id)).toStrictEqual(turned.map(([id]) => id).sort());
        expect(archived.filter(({ match }) => match === 'no')).toStrictEqual([]);
        expect([pending, gone]).toStrictEqual([[], []]);
        // The dry run promised what certainly follows, and named all that might.
        const ids = (found: typeof archived): string[] => found.map(({ id }) => id).sort();
        expect(ids(archived.filter(({ match }) => match === 'yes'))).toStrictEqual(ids([...(preview.archived ?? [])]));
        expect(ids([...archived.filter(({ match }) => match === 'uncertain'), ...uncertain])).toStrictEqual(
          ids([...(preview.uncertain ?? [])]),
        );
      }),
    ),
    { numRuns: 60 },
  );
});
