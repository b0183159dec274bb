/** What it takes for an access that one verdict has and a later one has not to be gone. */
import { describe, expect, test } from 'vitest';
import { diffVerdicts } from '../../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import { policies } from '../../../src/evaluate/policies.ts';
import { proofOfAbsence } from '../../../src/evaluate/proof-of-absence.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import type { UnprovenSighting, VerdictDiff } from '../../../src/evaluate/verdict-diff.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { mergeEvidence } from '../../../src/model/merge-evidence.ts';
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

  test('the analyzer that saw it proves it gone however young it is', () => {
    const young = { createdAt: '2026-11-22T11:00:00.000Z' };
    const finding = { createdAt: '2026-11-22T11:30:00.000Z' };
    const before = judge({ 'us-east-1': region({ ...young, findings: [finding] }) }, EARLIER);
    const after = judge({ 'us-east-1': region(young) }, '2026-11-22T13:00:00.000Z');
    expect(diffVerdicts(before, after).gone).toHaveLength(1);
  });

  test.each<[string, AnalyzerDraft, readonly UnprovenSighting['reason'][]]>([
    ['a moment ago', { createdAt: '2026-11-23T11:55:00.000Z' }, ['analyzer-reset']],
    ['not a day ago', { createdAt: '2026-11-22T12:00:00.001Z' }, ['analyzer-reset']],
    ['a day ago', { createdAt: '2026-11-22T12:00:00.000Z' }, []],
    ['nobody knows when', { createdAt: null }, ['analyzer-reset']],
  ])('an analyzer that was made %s in place of the one that saw it', (_when, draft, reasons) => {
    expect(doubts(region({ name: 'renamed', ...draft })).map(({ reason }) => reason)).toEqual(reasons);
    // What saw it is there and does not work, or was not the one that covers its zone.
    const leftovers: readonly AnalyzerDraft[] = [
      { status: 'DISABLED' },
      { name: 'org', type: 'ORGANIZATION' },
      { name: 'other', status: 'DISABLED' },
    ];
    for (const leftover of leftovers) {
      const both: RegionDraft = { analyzers: [leftover, { name: 'renamed', ...draft }] };
      expect(doubts(both).map(({ reason }) => reason)).toEqual(reasons);
    }
  });

  test('a new analyzer beside the one that saw it takes nothing from its proof', () => {
    expect(doubts({ analyzers: [{}, { name: 'new', createdAt: '2026-11-23T11:55:00.000Z' }] })).toEqual([]);
  });

  test('a lax policy, which gives a new analyzer no time, proves nothing more', () => {
    const renamed = region({ name: 'renamed', createdAt: '2026-11-23T11:55:00.000Z', lastResourceAnalyzedAt: null });
    const [before, after] = [region({ findings: [{}] }), renamed].map((draft, index) =>
      evaluate(
        buildEvidence({ regions: { 'us-east-1': draft }, collectedAt: index === 0 ? EARLIER : LATER }),
        policies.cloudsploit,
      ),
    );
    expect(diffVerdicts(before!, after!)).toMatchObject({ gone: [], notSeen: [{}] });
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
    // Nor does an analyzer of the owner's that is new, or that could not analyse the resource.
    for (const draft of [
      { createdAt: '2026-11-23T11:55:00.000Z' },
      { findings: [{ error: 'ACCESS_DENIED' }] },
      { findings: [{ error: 'ACCESS_DENIED', resource: null }] },
    ]) {
      const doubtful = buildEvidence({
        account: OWNER,
        organization: [ACCOUNT],
        regions: { 'us-east-1': region({ name: 'org', type: 'ORGANIZATION', ...draft }) },
      });
      const judged = evaluate({
        ...alone,
        scopes: [...alone.scopes, ...doubtful.scopes],
        regions: [...alone.regions, ...doubtful.regions],
      });
      expect(judged.regions[0]).toMatchObject({ account: ACCOUNT, coverage: 'covered-by-owner' });
      expect(diffVerdicts(before, judged)).toMatchObject({ gone: [], notSeen: [{}] });
    }
  });
});

describe('what AWS could not analyse is not gone', () => {
  const error = (draft: FindingDraft = {}): FindingDraft => ({
    id: 'failed',
    error: 'ACCESS_DENIED',
    principal: {},
    action: [],
    isPublic: null,
    ...draft,
  });
  const diff = (seen: FindingDraft, later: RegionDraft): VerdictDiff =>
    diffVerdicts(
      judge({ 'us-east-1': region({ findings: [seen] }), 'us-west-2': 'clean' }, EARLIER),
      judge({ 'us-east-1': later, 'us-west-2': 'clean' }),
    );
  const unproven = [{ account: ACCOUNT, region: 'us-east-1', reason: 'not-read' }];
  const other = { resource: 'arn:aws:s3:::other' };

  test.each<[string, FindingDraft, RegionDraft]>([
    ['its resource', {}, region({ findings: [error()] })],
    ['its resource, archived since', {}, region({}, [error({ status: 'ARCHIVED' })])],
    ['its resource, beside the finding that is RESOLVED', {}, region({ findings: [{ status: 'RESOLVED' }, error()] })],
    ['what nobody named', {}, region({ findings: [error({ resource: null })] })],
    ['what nobody named, beside another', {}, region({ findings: [error(other), error({ id: 'b', resource: null })] })],
    ['what was only counted', {}, region({ findings: [error(other)], detail: 'counts', kept: 0 })],
    ['something, where the access names nothing', { resource: null }, region({ findings: [error(other)] })],
    ['another resource by its very finding', { id: 'failed' }, region({ findings: [error(other)] })],
  ])('where the error is of %s', (_what, seen, later) => {
    expect(diff(seen, later)).toMatchObject({ gone: [], resolved: [], archived: [], notSeen: [{ unproven }] });
  });

  test.each<[string, FindingDraft, RegionDraft]>([
    ['another resource', {}, region({ findings: [error(other)] })],
    ['another resource, archived', {}, region({}, [error({ ...other, status: 'ARCHIVED' })])],
    ['nothing that is known, archived', {}, region({}, [error({ resource: null, status: 'ARCHIVED' })])],
    ['another resource, and is RESOLVED', {}, region({ findings: [error({ ...other, status: 'RESOLVED' })] })],
  ])('unless the error is of %s', (_what, seen, later) => {
    expect(diff(seen, later)).toMatchObject({ gone: [{}], notSeen: [] });
  });

  test('nor in the Regions where it could, but there it is proven', () => {
    const before = judge(
      { 'eu-west-1': region({ findings: [ROLE] }), 'us-east-1': region({ findings: [ROLE] }) },
      EARLIER,
    );
    const after = judge({ 'eu-west-1': 'clean', 'us-east-1': region({ findings: [error(ROLE)] }) });
    expect(diffVerdicts(before, after)).toMatchObject({ gone: [], notSeen: [{ unproven }] });
  });

  test('and nobody knows whether it is new', () => {
    const before = judge({ 'us-east-1': region({ findings: [error()] }) }, EARLIER);
    expect(diffVerdicts(before, judge({ 'us-east-1': region({ findings: [{}] }) })).new).toMatchObject([
      { proven: false },
    ]);
  });

  test('of whichever resource the sighting was, where only that is asked for', () => {
    const before = judge({ 'us-east-1': region({ findings: [{}] }) }, EARLIER);
    const { sightings } = before.accesses[0]!;
    const silent = judge({ 'us-east-1': region({ findings: [error()] }) });
    const reasons = (seenBy: Parameters<typeof proofOfAbsence>[0]): readonly string[] =>
      proofOfAbsence(seenBy, silent, { later: true })({ sightings }).map(({ reason }) => reason);
    expect(reasons(before)).toEqual(['not-read']);
    expect(reasons({ regions: before.regions })).toEqual([]);
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

describe('what was joined of several passes', () => {
  const MONDAY = '2026-11-23T00:00:00.000Z';
  const NOON = '2026-11-24T12:00:00.000Z';
  const TUESDAY = '2026-11-24T10:00:00.000Z';
  const throttled = { state: 'unreadable', problem: 'throttled' } as const;
  const account: AnalyzerDraft = { name: 'account', type: 'ACCOUNT' };
  const organization: AnalyzerDraft = { name: 'organization', type: 'ORGANIZATION' };
  const pass = (collectedAt: string, ...analyzers: readonly AnalyzerDraft[]): Evidence =>
    buildEvidence({ regions: { 'us-east-1': { analyzers } }, collectedAt });
  /** Each analyzer is known from one pass alone: the first from Monday, the second from Tuesday noon. */
  const joined = mergeEvidence(
    pass(MONDAY, account, { ...organization, ...throttled }),
    pass(NOON, { ...account, ...throttled }, organization),
  );

  test('says since when', () => {
    const verdict = evaluate(joined);
    expect(verdict).toMatchObject({
      status: 'PASS',
      asOf: { oldest: MONDAY, newest: NOON },
      regions: [{ collectedAt: NOON, oldestReadAt: MONDAY }],
    });
  });

  test('proves nothing gone that was seen between them', () => {
    const between = evaluate(pass(TUESDAY, { ...account, findings: [{}] }, organization));
    const diff = diffVerdicts(between, evaluate(joined));
    expect(diff.gone).toEqual([]);
    expect(diff.notSeen.map(({ unproven }) => unproven)).toEqual([
      [{ account: ACCOUNT, region: 'us-east-1', reason: 'older-read' }],
    ]);
  });

  test('is newer than a read before all of them', () => {
    const before = evaluate(pass(EARLIER, { ...account, findings: [{}] }, organization));
    expect(diffVerdicts(before, evaluate(joined)).gone).toHaveLength(1);
  });

  test('knows an access of the analyzer that was there before one was made anew between them', () => {
    const anew = { createdAt: '2026-11-22T11:00:00.000Z' };
    const open = { createdAt: '2026-11-01T00:00:00.000Z' };
    const before = evaluate(mergeEvidence(pass('2026-11-22T10:00:00.000Z', { findings: [open] }), pass(EARLIER, anew)));
    expect(before.accesses).toHaveLength(1);
    const after = (time: string): VerdictDiff => diffVerdicts(before, evaluate(pass(time, anew)));
    expect(after('2026-11-22T18:00:00.000Z')).toMatchObject({
      gone: [],
      notSeen: [{ unproven: [{ reason: 'analyzer-reset' }] }],
    });
    expect(after(NOON)).toMatchObject({ gone: [{}], notSeen: [] });
  });

  test('leaves an analyzer too new that was so when it was looked at', () => {
    const fresh = { name: 'fresh', createdAt: '2026-11-22T18:00:00.000Z', lastResourceAnalyzedAt: null } as const;
    const other = { ...organization, ...throttled };
    const merged = mergeEvidence(pass(MONDAY, fresh, other), pass(NOON, { ...fresh, ...throttled }, other));
    expect(evaluate(merged, { unreadable: 'ignore' }).reasons.map(({ code }) => code)).toContain('analyzer-not-ready');
  });
});
