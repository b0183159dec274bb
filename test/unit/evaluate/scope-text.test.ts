import { describe, expect, test } from 'vitest';
import { createEvaluator } from '../../../src/evaluate/create-evaluator.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { VerdictScope } from '../../../src/evaluate/verdict.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { ACCOUNT, buildEvidence, type AccountDraft, type RegionDraft } from '../../helpers/build-evidence.ts';

const OTHER = '999988887777';
const THIRD = '555566667777';

/** Several accounts' evidence, as a merge gives it. */
function join(...drafts: readonly AccountDraft[]): Evidence {
  const parts = drafts.map((draft) => buildEvidence(draft));
  return {
    ...buildEvidence({ regions: {} }),
    scopes: parts.flatMap(({ scopes }) => scopes),
    regions: parts.flatMap(({ regions }) => regions),
  };
}

const scopeOf = (evidence: Evidence): VerdictScope => evaluate(evidence).scope;
const lost: RegionDraft = 'lost';

describe('a verdict says what it is a verdict of', () => {
  const one: AccountDraft['regions'] = { 'us-east-1': 'clean', 'us-west-2': lost, 'af-south-1': 'disabled' };

  test.each<[string, Evidence, string]>([
    ['of nothing', join(), 'nothing'],
    ['of an account', join({ regions: one }), `account ${ACCOUNT}: 1 of 2 enabled Regions read`],
    [
      'of Regions that were selected',
      join({ source: 'selected', regions: one }),
      `account ${ACCOUNT}: 1 of 2 selected Regions read; how many the account has enabled is not known`,
    ],
    [
      'of some of all',
      join({ source: 'selected', enabled: ['us-east-1', 'us-east-2', 'us-west-2'], regions: one }),
      `account ${ACCOUNT}: 1 of 3 Regions read (2 selected)`,
    ],
    [
      'of a guess',
      join({ source: 'static', regions: one }),
      `account ${ACCOUNT}: 1 of 2 Regions known to this release read; not proven to be all that the account has enabled`,
    ],
    [
      'of what came without a scope',
      { ...join({ regions: { 'us-east-1': 'clean', 'us-west-2': { problem: 'throttled' } } }), scopes: [] },
      `account ${ACCOUNT}: 1 of 2 Regions read; nothing says which were to be read`,
    ],
    [
      'of several accounts',
      join({ regions: one }, { account: OTHER, regions: one }),
      '2 accounts: 2 of 4 Regions read',
    ],
    [
      'of several accounts, of some not all',
      join(
        { regions: one },
        { account: OTHER, source: 'selected', enabled: ['us-east-1'], regions: { 'us-east-1': 'clean' } },
        { account: THIRD, source: 'static', regions: { 'us-east-1': 'clean' } },
      ),
      '3 accounts: 3 of 4 Regions read, 1 with selected Regions only, 1 whose enabled Regions are not proven',
    ],
  ])('%s', (_what, evidence, text) => {
    expect(scopeOf(evidence).text).toBe(text);
  });

  test('of a Region that was read beside those that were listed, too', () => {
    const evidence = buildEvidence({ regions: { 'us-east-1': 'clean', 'us-west-2': 'clean' } });
    const scopes = evidence.scopes.map((scope) => ({ ...scope, regions: ['us-east-1'] }));
    expect(scopeOf({ ...evidence, scopes }).text).toBe(`account ${ACCOUNT}: 2 of 2 enabled Regions read`);
  });

  test('and which accounts of the organization it leaves out, each once', () => {
    const outOfScope = [
      { account: '222222222222', reason: 'SUSPENDED' },
      { account: '333333333333', reason: 'PENDING_CLOSURE' },
    ];
    const leavingOut = (evidence: Evidence): Evidence => ({
      ...evidence,
      scopes: evidence.scopes.map((scope) => ({ ...scope, organization: { accounts: [scope.account], outOfScope } })),
    });
    const alone = scopeOf(leavingOut(join({ regions: { 'us-east-1': 'clean' } })));
    expect(alone.accounts).toMatchObject([{ outOfScope }]);
    expect(alone.text).toBe(
      `account ${ACCOUNT}: 1 of 1 enabled Regions read, 2 of the organization's accounts out of scope`,
    );
    const together = join({ regions: { 'us-east-1': 'clean' } }, { account: OTHER, regions: { 'us-east-1': 'clean' } });
    expect(scopeOf(leavingOut(together)).text).toBe(
      "2 accounts: 2 of 2 Regions read, 2 of the organization's accounts out of scope",
    );
    expect(scopeOf(together).accounts[0]).not.toHaveProperty('outOfScope');
  });
});

test('accounts are ordered, those with no Region, too', () => {
  const drafts: readonly AccountDraft[] = [
    { account: OTHER, regions: { 'us-east-1': 'clean' } },
    { account: ACCOUNT, regions: {} },
    { account: THIRD, regions: { 'us-east-1': 'clean' } },
    { account: '000000000001', regions: {} },
  ];
  const { accounts } = scopeOf(join(...drafts));
  expect(accounts.map(({ account }) => account)).toEqual(['000000000001', ACCOUNT, THIRD, OTHER]);
});

test('an account without a scope has a source that is not known', () => {
  const { regions } = buildEvidence({ regions: { 'us-east-1': 'clean' } });
  const evaluator = createEvaluator([]);
  for (const record of regions) evaluator.add(record);
  expect(evaluator.finish().scope.accounts).toStrictEqual([
    { partition: 'aws', account: ACCOUNT, source: 'unknown', read: ['us-east-1'], unread: [], disabled: [] },
  ]);
});
