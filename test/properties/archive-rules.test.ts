import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  applyArchiveRule,
  createArchiveRule,
  listArchiveRules,
  updateArchiveRule,
} from '../../src/archive-rules/index.ts';
import { isAccessAnalyzerKitError } from '../../src/errors/index.ts';
import { canHidePublic, equalFilters } from '../../src/filters/index.ts';
import type { FilterInput } from '../../src/model/archive-rule.ts';
import type { FakeAnalyzerHandle } from '../../src/testing/index.ts';
import { behaviors, fakeFindings, ruleFilter, withAccount } from './archive-rules-bed.ts';

const rule = { analyzer: 'external', ruleName: 'rule' };
const quick = { confirmDelayMs: 0, confirmAttempts: 1 };

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
      withAccount({}, async ({ client }) => {
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
      withAccount({ findings }, async ({ client, analyzer }) => {
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
      withAccount({ findings, behavior }, async ({ client, analyzer }) => {
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
