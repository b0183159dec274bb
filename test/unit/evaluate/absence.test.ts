/** What it takes for an access that one verdict has and a later one has not to be gone. */
import { describe, expect, test } from 'vitest';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { proofOfAbsence } from '../../../src/evaluate/proof-of-absence.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import type { UnprovenSighting, VerdictDiff } from '../../../src/evaluate/verdict-diff.ts';
import {
  ACCOUNT,
  buildEvidence,
  type AccountDraft,
  type AnalyzerDraft,
  type FindingDraft,
  type RegionDraft,
} from '../../helpers/build-evidence.ts';

const EARLIER = '2026-11-22T12:00:00.000Z';
const LATER = '2026-11-23T12:00:00.000Z';
const OWNER = '999988887777';
const ROLE = { resource: `arn:aws:iam::${ACCOUNT}:role/r`, resourceType: 'AWS::IAM::Role' };

const judge = (regions: AccountDraft['regions'], collectedAt = LATER): Verdict =>
  evaluate(buildEvidence({ regions, collectedAt }));
const region = (analyzer: AnalyzerDraft, hidden?: readonly FindingDraft[]): RegionDraft => ({
  analyzers: [analyzer],
  ...(hidden === undefined ? {} : { suppressed: [{ findings: hidden }] }),
});

describe('each doubt is told, with its place', () => {
  const doubts = (later: RegionDraft, collectedAt?: string): readonly UnprovenSighting[] =>
    diffVerdicts(
      judge({ 'us-east-1': region({ findings: [{}] }) }, EARLIER),
      judge({ 'us-east-1': later }, collectedAt),
    ).notSeen.flatMap(({ unproven }) => unproven);

  test.each<[UnprovenSighting['reason'], RegionDraft, string?]>([
    ['not-read', { problem: 'access-denied' }],
    ['not-read', 'lost'],
    ['not-read', region({ state: 'partial', problem: 'timeout' })],
    ['not-read', 'none'],
    ['zone-not-covered', region({ type: 'ORGANIZATION' })],
    ['older-read', 'clean', '2026-11-22T11:59:59.999Z'],
    ['analyzer-reset', region({ createdAt: '2026-06-01T00:00:00.000Z' })],
  ])('%s: %j', (reason, later, collectedAt) => {
    expect(doubts(later, collectedAt)).toEqual([{ account: ACCOUNT, region: 'us-east-1', reason }]);
  });

  test('a read of the same instant is not older', () => {
    expect(doubts('clean', EARLIER)).toEqual([]);
  });

  test('a Region that both zones cover is covered in the one that counts', () => {
    const both: RegionDraft = { analyzers: [{}, { name: 'org', type: 'ORGANIZATION' }] };
    expect(doubts(both)).toEqual([]);
  });

  test('once for each place and reason', () => {
    const before = judge(
      {
        'eu-west-1': region({
          findings: [
            { ...ROLE, id: 'a' },
            { ...ROLE, id: 'b' },
          ],
        }),
        'us-east-1': region({ findings: [ROLE] }),
        'us-west-2': region({ findings: [ROLE] }),
      },
      EARLIER,
    );
    const after = judge({
      'eu-west-1': { problem: 'throttled' },
      'us-east-1': region({ type: 'ORGANIZATION' }),
      'us-west-2': { problem: 'throttled' },
    });
    expect(diffVerdicts(before, after).notSeen.map(({ unproven }) => unproven)).toEqual([
      [
        { account: ACCOUNT, region: 'eu-west-1', reason: 'not-read' },
        { account: ACCOUNT, region: 'us-east-1', reason: 'zone-not-covered' },
        { account: ACCOUNT, region: 'us-west-2', reason: 'not-read' },
      ],
    ]);
  });

  test('a Region that saw an access at no known time was not read later for certain', () => {
    const { accesses, regions } = judge({ 'us-east-1': region({ findings: [{}] }) }, EARLIER);
    const silent = judge({ 'us-east-1': 'clean' });
    const reasons = (seen: readonly Verdict['regions'][number][]): readonly string[] =>
      proofOfAbsence({ regions: seen }, silent, { later: true })(accesses[0]!).map(({ reason }) => reason);
    expect(reasons(regions)).toEqual([]);
    expect(reasons([])).toEqual(['older-read']);
    expect(reasons(regions.map(({ collectedAt: _time, ...rest }) => rest))).toEqual(['older-read']);
  });

  test('the owner of an organization analyzer proves what is gone from its members', () => {
    const member = (draft: RegionDraft, collectedAt: string): ReturnType<typeof buildEvidence> =>
      buildEvidence({ regions: { 'us-east-1': draft }, collectedAt });
    const owner = buildEvidence({
      account: OWNER,
      organization: [ACCOUNT],
      regions: { 'us-east-1': region({ name: 'org', type: 'ORGANIZATION' }) },
    });
    const before = evaluate(member(region({ type: 'ORGANIZATION', findings: [{}] }), EARLIER));
    const alone = member('none', LATER);
    const credited = {
      ...alone,
      scopes: [...alone.scopes, ...owner.scopes],
      regions: [...alone.regions, ...owner.regions],
    };
    expect(diffVerdicts(before, evaluate(credited)).gone).toHaveLength(1);
    expect(diffVerdicts(before, evaluate(alone)).notSeen).toHaveLength(1);
  });
});

describe('what is hidden later', () => {
  const archived = (draft: FindingDraft): FindingDraft => ({ status: 'ARCHIVED', isPublic: true, ...draft });
  const both: AccountDraft['regions'] = {
    'eu-west-1': region({ findings: [{ ...ROLE, id: 'eu' }] }),
    'us-east-1': region({ findings: [{ ...ROLE, id: 'us' }] }),
  };
  const diff = (before: AccountDraft['regions'], after: AccountDraft['regions']): VerdictDiff =>
    diffVerdicts(judge(before, EARLIER), judge(after));

  test('in one Region of two still shows the access', () => {
    const { archived: hidden, gone } = diff(both, {
      'eu-west-1': region({}, []),
      'us-east-1': region({}, [archived({ ...ROLE, id: 'us' })]),
    });
    expect(gone).toEqual([]);
    expect(hidden).toHaveLength(1);
  });

  test('and only counted in one Region of two may be the access', () => {
    const after = (where: string): AccountDraft['regions'] => ({
      'eu-west-1': region({}, []),
      'us-east-1': region({}, []),
      'us-west-2': region({}, []),
      // Not public and no more than Read: counted, and not named.
      [where]: region({}, [archived({ isPublic: false, id: 'other' })]),
    });
    expect(diff(both, after('us-east-1')).gone).toMatchObject([{ mayBeArchived: true }]);
    expect(diff(both, after('us-west-2')).gone).toMatchObject([{ mayBeArchived: false }]);
  });

  test('and seen in the list of findings is known to be another access', () => {
    const listed = archived({ isPublic: false, id: 'other', resource: 'arn:aws:s3:::other' });
    const after = (findings: readonly FindingDraft[]): AccountDraft['regions'] => ({
      'us-east-1': region({ findings }, [listed]),
    });
    const open = { 'us-east-1': region({ findings: [{}] }) };
    expect(diff(open, after([listed])).gone).toMatchObject([{ mayBeArchived: false }]);
    expect(diff(open, after([])).gone).toMatchObject([{ mayBeArchived: true }]);
    // What is open is not among the hidden, so that it cannot account for one of them.
    const another = { ...listed, id: 'third', status: 'ACTIVE' };
    expect(diff(open, after([another])).gone).toMatchObject([{ mayBeArchived: true }]);
  });

  test('and named beside what is only counted leaves what is counted', () => {
    const two = [
      archived({ id: 'named', resource: 'arn:aws:s3:::other' }),
      archived({ id: 'counted', resource: 'arn:aws:s3:::other', isPublic: false }),
    ];
    const open = { 'us-east-1': region({ findings: [{}] }) };
    expect(diff(open, { 'us-east-1': region({}, two) }).gone).toMatchObject([{ mayBeArchived: true }]);
    expect(diff(open, { 'us-east-1': region({}, two.slice(0, 1)) }).gone).toMatchObject([{ mayBeArchived: false }]);
  });

  test('without a resource is not the access that has none either', () => {
    const { archived: hidden, gone } = diff(
      { 'us-east-1': region({ findings: [{ resource: null, id: 'one' }] }) },
      { 'us-east-1': region({}, [archived({ resource: null, id: 'two' })]) },
    );
    expect(hidden).toEqual([]);
    expect(gone).toHaveLength(1);
  });

  test.each<[string, FindingDraft]>([
    ['another resource', { resource: 'arn:aws:s3:::other' }],
    ['another principal', { principal: { AWS: '555566667777' } }],
  ])('of %s is another access', (_what, change) => {
    const { archived: hidden, gone } = diff(
      { 'us-east-1': region({ findings: [{}] }) },
      { 'us-east-1': region({}, [archived({ id: 'two', ...change })]) },
    );
    expect(hidden).toEqual([]);
    expect(gone).toMatchObject([{ mayBeArchived: false }]);
  });

  test('in another Region is another access', () => {
    const { archived: hidden, gone } = diff(
      { 'us-east-1': region({ findings: [{}] }), 'us-west-2': 'clean' },
      { 'us-east-1': region({}, []), 'us-west-2': region({}, [archived({ id: 'two' })]) },
    );
    expect(hidden).toEqual([]);
    expect(gone).toMatchObject([{ mayBeArchived: false }]);
  });
});
