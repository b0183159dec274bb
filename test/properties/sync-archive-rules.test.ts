import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  IncompleteSyncError,
  syncArchiveRules,
  type ArchiveRulePlan,
  type SyncArchiveRulesOptions,
} from '../../src/archive-rules/index.ts';
import { isAccessAnalyzerKitError } from '../../src/errors/index.ts';
import { equalFilters, normalizeFilter, type ArchiveRuleInput } from '../../src/filters/index.ts';
import type { FakeArchiveRule } from '../../src/testing/index.ts';
import { behaviors, fakeFindings, REGION, ruleFilter, withAccount, type Account } from './archive-rules-bed.ts';

/** Few names, so that what is there and what is asked for meet often. */
const NAMES = ['one', 'two', 'three', 'four'];
const rules: fc.Arbitrary<ArchiveRuleInput[]> = fc
  .dictionary(fc.constantFrom(...NAMES), ruleFilter)
  .map((byName) => Object.entries(byName).map(([ruleName, filter]) => ({ ruleName, filter })));

/** Half of what is asked for is there already, in another order and spelling. */
const states: fc.Arbitrary<{ there: FakeArchiveRule[]; desired: ArchiveRuleInput[] }> = fc
  .tuple(rules, rules, fc.subarray(NAMES))
  .map(([others, desired, kept]) => {
    const there = new Map(others.map((rule) => [rule.ruleName, rule]));
    for (const { filter, ruleName } of desired) {
      if (!kept.includes(ruleName)) continue;
      const reversed = Object.fromEntries(
        Object.entries(normalizeFilter(filter))
          .reverse()
          .map(([key, { eq, ...rest }]) => [key, eq === undefined ? rest : { eq: eq.toReversed(), ...rest }]),
      );
      there.set(ruleName, { ruleName, filter: reversed });
    }
    return {
      desired,
      there: [...there.values()].map(({ filter, ruleName }) => ({ ruleName, filter: normalizeFilter(filter) })),
    };
  });

const settings = fc.record({ prune: fc.boolean(), applyToExisting: fc.boolean() });
const quick: SyncArchiveRulesOptions = { allowPublic: true, confirmDelayMs: 0, confirmAttempts: 1 };
const runs = { numRuns: 25 };

/** That the analyzer has the rules that were asked for, and of the others those that were to stay. */
function expectArrived(
  { analyzer }: Account,
  { desired, prune, there }: { there: FakeArchiveRule[]; desired: ArchiveRuleInput[]; prune: boolean },
): void {
  const expected = new Map([...(prune ? [] : there), ...desired].map(({ filter, ruleName }) => [ruleName, filter]));
  const made = new Map(analyzer.archiveRules.map(({ filter, ruleName }) => [ruleName, filter]));
  expect([...made.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [ruleName, filter] of expected) expect(equalFilters(made.get(ruleName) ?? {}, filter)).toBe(true);
}

const codeOf = (error: unknown): string => (isAccessAnalyzerKitError(error) ? error.code : String(error));

describe('syncArchiveRules', () => {
  it('makes any rules any others in one run, and the second run writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(states, settings, fakeFindings, behaviors, async (state, options, findings, behavior) =>
        withAccount({ findings, behavior, analyzer: { archiveRules: state.there } }, async (account) => {
          const sync = () => syncArchiveRules(account.client, 'external', state.desired, { ...quick, ...options });
          const { changes } = await sync();
          expectArrived(account, { ...state, ...options });
          expect(account.writes().filter((write) => write !== 'ApplyArchiveRule')).toHaveLength(changes);
          const written = account.writes().length;
          expect((await sync()).changes).toBe(0);
          expect(account.writes()).toHaveLength(written);
        }),
      ),
      runs,
    );
  });

  it('does in a run what the dry run before it said, and the dry run writes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(states, settings, fakeFindings, async (state, options, findings) =>
        withAccount({ findings, analyzer: { archiveRules: state.there } }, async ({ client, writes }) => {
          const sync = (dryRun: boolean) =>
            syncArchiveRules(client, 'external', state.desired, { ...quick, ...options, dryRun });
          const what = ({ changes, items }: ArchiveRulePlan) => ({
            changes,
            items: items.map(({ change, differences, ruleName }) => ({ change, differences, ruleName })),
          });
          const planned = await sync(true);
          expect(writes()).toEqual([]);
          expect(what(planned)).toEqual(what(await sync(false)));
          // Each difference is there exactly where something changes.
          for (const { change, differences } of planned.items) {
            if (change === 'none' || change === 'unmanaged') expect(differences).toEqual([]);
            if (change === 'update') expect(differences).not.toEqual([]);
          }
        }),
      ),
      runs,
    );
  });

  it('stopped by an abort or a failure at any request, it can be run again and arrives', async () => {
    const stops = fc.record({
      at: fc.integer({ min: 1, max: 25 }),
      how: fc.constantFrom('abort', 'internal', 'reset', 'throttle'),
    });
    await fc.assert(
      fc.asyncProperty(states, settings, stops, fakeFindings, async (state, options, { at, how }, findings) =>
        withAccount({ findings, analyzer: { archiveRules: state.there } }, async (account) => {
          const { client, fake, writes } = account;
          const stop = new AbortController();
          const reason = new Error('stopped');
          const takeAway = how === 'abort' ? undefined : fake.inject({ kind: how, skip: at - 1 });
          let sent = 0;
          const counting = {
            config: { region: REGION },
            send: (command: never, sending?: { readonly abortSignal?: AbortSignal }): Promise<unknown> => {
              sent += 1;
              if (how === 'abort' && sent === at) stop.abort(reason);
              return client.send(command, sending as never);
            },
          };
          const given = { ...quick, ...options };
          const first = await syncArchiveRules(counting, 'external', state.desired, {
            ...given,
            signal: stop.signal,
          }).catch((error: unknown) => error);
          if (first === reason) expect(sent).toBe(at);
          else if (first instanceof Error) expect(['INCOMPLETE_CHANGE', 'AWS_CALL_FAILED']).toContain(codeOf(first));
          // What is reported as done is done, even where the rest is not.
          if (first instanceof IncompleteSyncError) {
            for (const { after, change, ruleName, state: came } of first.plan.items) {
              if (came !== 'done' || change === 'unmanaged') continue;
              const made = account.analyzer.archiveRules.find((rule) => rule.ruleName === ruleName);
              expect(made !== undefined && equalFilters(made.filter, after ?? {})).toBe(change !== 'delete');
            }
          }
          takeAway?.();
          await syncArchiveRules(client, 'external', state.desired, given);
          expectArrived(account, { ...state, ...options });
          const written = writes().length;
          await syncArchiveRules(client, 'external', state.desired, given);
          expect(writes()).toHaveLength(written);
        }),
      ),
      runs,
    );
  });

  it('refuses a plan with more changes than allowed, and writes nothing then', async () => {
    await fc.assert(
      fc.asyncProperty(states, fc.boolean(), fc.nat({ max: 6 }), async (state, prune, maxChanges) =>
        withAccount({ analyzer: { archiveRules: state.there } }, async ({ client, writes }) => {
          const given = { ...quick, prune };
          const { changes } = await syncArchiveRules(client, 'external', state.desired, { ...given, dryRun: true });
          const ended = await syncArchiveRules(client, 'external', state.desired, { ...given, maxChanges }).catch(
            (error: unknown) => error,
          );
          if (changes > maxChanges) expect(codeOf(ended)).toBe('TOO_MANY_CHANGES');
          expect(writes()).toHaveLength(changes > maxChanges ? 0 : changes);
        }),
      ),
      runs,
    );
  });

  it('never touches an analyzer that belongs to a service', async () => {
    const owned = fc.constantFrom(
      { name: '_AccessAnalyzerForSecurityHub-1' },
      { managedBy: 'securityhubv2.amazonaws.com' },
    );
    await fc.assert(
      fc.asyncProperty(states, settings, owned, fc.boolean(), async (state, options, members, dryRun) =>
        withAccount({ analyzer: { archiveRules: state.there, ...members } }, async ({ analyzer, client, writes }) => {
          const before = analyzer.archiveRules;
          for (const ref of [analyzer.arn, analyzer.name]) {
            const ended = await syncArchiveRules(client, ref, state.desired, { ...quick, ...options, dryRun }).catch(
              codeOf,
            );
            expect(ended).toBe('READ_ONLY_ANALYZER');
          }
          expect(writes()).toEqual([]);
          expect(analyzer.archiveRules).toEqual(before);
        }),
      ),
      runs,
    );
  });

  it('without allowPublic it writes all or, where one rule could hide public access, none', async () => {
    await fc.assert(
      fc.asyncProperty(states, settings, fakeFindings, async (state, options, findings) =>
        withAccount({ findings, analyzer: { archiveRules: state.there } }, async (account) => {
          const hidden = () =>
            account.analyzer.findings().filter(({ isPublic, status }) => isPublic === true && status === 'ARCHIVED');
          const before = hidden().length;
          const given = { ...quick, ...options, allowPublic: false };
          const ended = await syncArchiveRules(account.client, 'external', state.desired, given).catch(codeOf);
          if (ended === 'HIDES_PUBLIC_ACCESS') expect(account.writes()).toEqual([]);
          else expectArrived(account, { ...state, ...options });
          expect(hidden()).toHaveLength(before);
        }),
      ),
      runs,
    );
  });
});
