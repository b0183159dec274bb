import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import {
  buildEvidence,
  type AccountDraft,
  type AnalyzerDraft,
  type RegionDraft,
} from '../../helpers/build-evidence.ts';

const OWNER = '999988887777';
const MEMBER = '111122223333';

const orgAnalyzer: RegionDraft = { analyzers: [{ name: 'org', type: 'ORGANIZATION' }] };
const seenFromMember = {
  analyzers: [{ name: 'org', type: 'ORGANIZATION', account: OWNER, state: 'unreadable', problem: 'not-ours' }],
} as const satisfies RegionDraft;

/** Several accounts' evidence, as a merge gives it. */
function join(...drafts: readonly AccountDraft[]): Evidence {
  const parts = drafts.map((draft) => buildEvidence(draft));
  const [first] = parts;
  if (first === undefined) throw new TypeError('no parts');
  return { ...first, scopes: parts.flatMap(({ scopes }) => scopes), regions: parts.flatMap(({ regions }) => regions) };
}

const owner = (regions: Record<string, RegionDraft>, organization?: readonly string[]): AccountDraft => ({
  account: OWNER,
  regions,
  ...(organization === undefined ? {} : { organization }),
});
const member = (regions: Record<string, RegionDraft>): AccountDraft => ({ account: MEMBER, regions });

describe('organization analyzers', () => {
  test('credit a member that the owner lists', () => {
    const verdict = evaluate(
      join(owner({ 'us-east-1': orgAnalyzer }, [OWNER, MEMBER]), member({ 'us-east-1': seenFromMember })),
    );
    expect(verdict.status).toBe('PASS');
    expect(verdict.regions.find(({ account }) => account === MEMBER)).toMatchObject({
      coverage: 'covered-by-owner',
      zones: ['organization'],
    });
  });

  test('cover a member of whom not all that looks outside was read, and leave it unread', () => {
    const future: AnalyzerDraft = {
      name: 'other',
      type: 'ORGANIZATION_FUTURE_ACCESS',
      state: 'unreadable',
      problem: 'throttled',
    };
    const verdict = evaluate(
      join(owner({ 'us-east-1': orgAnalyzer }, [MEMBER]), member({ 'us-east-1': { analyzers: [future] } })),
    );
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.regions.find(({ account }) => account === MEMBER)).toMatchObject({ coverage: 'unread' });
  });

  test('credit a member whose ListAnalyzers does not show them', () => {
    const verdict = evaluate(
      join(owner({ 'us-east-1': orgAnalyzer }, [OWNER, MEMBER]), member({ 'us-east-1': 'none' })),
    );
    expect(verdict.status).toBe('PASS');
  });

  test.each<[string, Evidence, string]>([
    [
      'an account that is not in the list',
      join(owner({ 'us-east-1': orgAnalyzer }, [OWNER]), member({ 'us-east-1': seenFromMember })),
      'covered-elsewhere',
    ],
    [
      'anybody when the list is not known',
      join(owner({ 'us-east-1': orgAnalyzer }), member({ 'us-east-1': seenFromMember })),
      'covered-elsewhere',
    ],
    [
      'a Region that the owner lacks',
      join(
        owner({ 'us-east-1': orgAnalyzer }, [MEMBER]),
        member({ 'us-east-1': seenFromMember, 'af-south-1': 'none' }),
      ),
      'no-analyzer',
    ],
    [
      'when the owner is DISABLED',
      join(
        owner({ 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION', status: 'DISABLED' }] } }, [MEMBER]),
        member({ 'us-east-1': seenFromMember }),
      ),
      'covered-elsewhere',
    ],
    [
      'when the owner was read in part',
      join(
        owner(
          { 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION', state: 'partial', problem: 'timeout' }] } },
          [MEMBER],
        ),
        member({ 'us-east-1': seenFromMember }),
      ),
      'covered-elsewhere',
    ],
    [
      "when the owner's analyzer has not looked yet",
      join(
        owner({ 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION', fresh: true }] } }, [MEMBER]),
        member({ 'us-east-1': seenFromMember }),
      ),
      'covered-elsewhere',
    ],
    [
      "by an account analyzer of the owner's",
      join(owner({ 'us-east-1': 'clean' }, [MEMBER]), member({ 'us-east-1': seenFromMember })),
      'covered-elsewhere',
    ],
    [
      "by an analyzer of the owner's that looks inside",
      join(
        owner({ 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION_UNUSED_ACCESS' }] } }, [MEMBER]),
        member({ 'us-east-1': seenFromMember }),
      ),
      'covered-elsewhere',
    ],
    [
      "when not all of the owner's analyzers could be listed",
      join(
        owner({ 'us-east-1': { problem: 'throttled', analyzers: [{ name: 'org', type: 'ORGANIZATION' }] } }, [MEMBER]),
        member({ 'us-east-1': seenFromMember }),
      ),
      'covered-elsewhere',
    ],
    [
      'by an owner who does not list the organization beside one who does not list the account',
      join(
        { account: '000000000001', regions: { 'us-east-1': orgAnalyzer } },
        owner({ 'us-east-1': orgAnalyzer }, [OWNER]),
        member({ 'us-east-1': seenFromMember }),
      ),
      'covered-elsewhere',
    ],
    [
      "a Region of the member's that could not be read",
      join(owner({ 'us-east-1': orgAnalyzer }, [MEMBER]), member({ 'us-east-1': { problem: 'access-denied' } })),
      'access-denied',
    ],
  ])('do not credit %s', (_name, evidence, code) => {
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.reasons).toContainEqual(expect.objectContaining({ code, effect: 'UNKNOWN', account: MEMBER }));
  });

  test('do not credit the account zone', () => {
    const evidence = join(owner({ 'us-east-1': orgAnalyzer }, [MEMBER]), member({ 'us-east-1': seenFromMember }));
    const verdict = evaluate(evidence, { zoneOfTrust: 'account' });
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.regions.find(({ account }) => account === MEMBER)).toMatchObject({
      coverage: 'not-covered',
      zones: [],
    });
    expect(evaluate(evidence, { zoneOfTrust: 'organization' }).status).toBe('PASS');
  });

  test("a finding of the member's, seen by the owner, fails", () => {
    const regions: Record<string, RegionDraft> = {
      'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION', findings: [{ resourceOwnerAccount: MEMBER }] }] },
    };
    const verdict = evaluate(join(owner(regions, [MEMBER]), member({ 'us-east-1': seenFromMember })));
    expect(verdict.status).toBe('FAIL');
    expect(verdict.accesses).toMatchObject([{ resourceOwnerAccount: MEMBER, status: 'ACTIVE' }]);
  });

  test('one analyzer that two accounts saw has a result for each, under a policy that judges analyzers', () => {
    const verdict = evaluate(
      join(
        owner({ 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION', findings: [{}] }] } }, [MEMBER]),
        member({ 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION', account: OWNER }] } }),
      ),
      policies.prowler,
    );
    expect(verdict.results.map(({ account, status }) => `${account} ${status}`)).toEqual([
      `${MEMBER} PASS`,
      `${OWNER} FAIL`,
    ]);
  });

  test('that refused the member pass nothing, under a policy that judges analyzers and does not ignore what is unread', () => {
    const evidence = join(member({ 'us-east-1': { analyzers: [{}, ...seenFromMember.analyzers] } }));
    const statuses = (policy: PolicyInput): readonly string[] =>
      evaluate(evidence, policy).results.map(({ analyzer, status }) => `${analyzer?.replace(/^.*\//u, '')} ${status}`);
    expect(statuses({ granularity: 'analyzer' })).toEqual(['external PASS', 'org UNKNOWN']);
    expect(statuses(policies.prowler)).toEqual(['external PASS', 'org PASS']);
    expect(evaluate(evidence, { granularity: 'analyzer' }).status).toBe('PASS');
  });

  test('the same access seen by an account and an organization analyzer counts once', () => {
    const finding = { resourceOwnerAccount: MEMBER };
    const evidence = join(
      owner({ 'us-east-1': { analyzers: [{ name: 'org', type: 'ORGANIZATION', findings: [finding] }] } }, [MEMBER]),
      member({ 'us-east-1': { analyzers: [{ findings: [finding] }] } }),
    );
    const verdict = evaluate(evidence);
    expect(verdict.accesses).toHaveLength(1);
    expect(verdict.accesses[0]?.sightings.map(({ account }) => account)).toStrictEqual([MEMBER, OWNER]);
    expect(verdict.summary).toMatchObject({ activeFindings: 2, exposed: { accesses: 1 } });
  });
});

describe('two accounts', () => {
  test('are judged apart', () => {
    const evidence = join(
      { account: OWNER, regions: { 'us-east-1': 'clean' } },
      { account: MEMBER, regions: { 'us-east-1': { analyzers: [{ findings: [{}] }] } } },
    );
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('FAIL');
    expect(verdict.results).toMatchObject([
      { account: MEMBER, status: 'FAIL' },
      { account: OWNER, status: 'PASS' },
    ]);
  });

  test('one with nothing to judge is not covered by the other', () => {
    const evidence = join({ account: OWNER, regions: { 'us-east-1': 'clean' } }, { account: MEMBER, regions: {} });
    const verdict = evaluate(evidence);
    expect(verdict.status).toBe('UNKNOWN');
    expect(verdict.reasons).toMatchObject([{ code: 'no-regions', account: MEMBER }]);
  });
});
