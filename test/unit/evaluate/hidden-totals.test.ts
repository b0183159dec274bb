import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { PolicyInput } from '../../../src/evaluate/resolve-policy.ts';
import type { Verdict } from '../../../src/evaluate/verdict.ts';
import type { Evidence, RegionEvidence, SuppressedEvidence } from '../../../src/model/evidence.ts';
import {
  ACCOUNT,
  buildEvidence,
  buildFinding,
  buildProblem,
  type AnalyzerDraft,
  type FindingDraft,
} from '../../helpers/build-evidence.ts';

const REGION = 'us-east-1';
const arnOf = (name: string): string => `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/${name}`;

const asked = (change: Partial<SuppressedEvidence> = {}): SuppressedEvidence => ({
  analyzer: arnOf('external'),
  state: 'read',
  problems: [],
  archived: { total: 0, public: 0, publicUnknown: 0, errors: 0, exceedsRead: 0 },
  findings: [],
  archiveRules: [],
  ...change,
});

/** The evidence of one Region; what is hidden there, word for word. */
function evidenceOf(analyzers: readonly AnalyzerDraft[], suppressed?: readonly SuppressedEvidence[]): Evidence {
  const evidence = buildEvidence({ regions: { [REGION]: { analyzers } } });
  const record = evidence.regions[0]!;
  return { ...evidence, regions: [suppressed === undefined ? record : { ...record, suppressed }] };
}

const totalsOf = (evidence: Evidence): Verdict['summary']['hidden'] => evaluate(evidence).summary.hidden;
const archived = (draft: FindingDraft = {}): FindingDraft => ({ status: 'ARCHIVED', ...draft });
const NONE = { archived: 0, public: 0, publicUnknown: 0, errors: 0, exceedsRead: 0, archiveRules: 0 };

describe('hidden findings are counted', () => {
  test('from the list of findings where nobody asked what is hidden', () => {
    const findings = [
      archived({ isPublic: true }),
      archived({ isPublic: null }),
      archived({ action: ['s3:PutObject'] }),
      archived({ error: 'ACCESS_DENIED' }),
      archived(),
      { status: 'RESOLVED' },
      {},
    ];
    expect(totalsOf(evidenceOf([{ findings }]))).toEqual({
      archived: 5,
      public: 1,
      publicUnknown: 1,
      errors: 1,
      exceedsRead: 1,
      archiveRules: 0,
      complete: false,
    });
  });

  test('from the counts where no finding was kept', () => {
    const evidence = evidenceOf([{ detail: 'counts', kept: 0, findings: [archived(), archived()] }]);
    expect(totalsOf(evidence)).toEqual({ ...NONE, archived: 2, complete: false });
  });

  test('as what was asked says, where that is more', () => {
    const counts = { total: 9, public: 5, publicUnknown: 4, errors: 3, exceedsRead: 2 };
    expect(totalsOf(evidenceOf([{ findings: [archived({ isPublic: true })] }], [asked({ archived: counts })]))).toEqual(
      {
        archived: 9,
        public: 5,
        publicUnknown: 4,
        errors: 3,
        exceedsRead: 2,
        archiveRules: 0,
        complete: true,
      },
    );
  });

  test('once, where a finding stands in both lists', () => {
    const hidden = buildFinding(archived({ id: 'a', isPublic: true }));
    const verdict = evaluate(
      evidenceOf([{ findings: [archived({ id: 'a', isPublic: true })] }], [asked({ findings: [hidden] })]),
    );
    expect(verdict.summary.hidden).toMatchObject({ archived: 1, public: 1 });
    expect(verdict.suppressed.public).toHaveLength(1);
  });

  test('no more where the list of findings, read later, shows them open again', () => {
    const hidden = [archived({ id: 'a', isPublic: true }), archived({ id: 'b', isPublic: true })].map(buildFinding);
    const verdict = evaluate(evidenceOf([{ findings: [{ id: 'b', isPublic: true }] }], [asked({ findings: hidden })]));
    expect(verdict.suppressed.public.map(({ findingId }) => findingId)).toEqual(['a']);
    expect(verdict.status).toBe('FAIL');
  });

  test('apart from what is not known to be external access, which is named since it may be public', () => {
    const evidence = evidenceOf([{ findings: [archived({ id: 'a', findingType: 'Unknown', resource: null })] }]);
    expect(totalsOf(evidence)).toEqual({ ...NONE, archived: 1, complete: false });
    const [finding] = evaluate(evidence).suppressed.public;
    expect(finding).toMatchObject({ findingId: 'a', isPublic: null });
    expect(finding).not.toHaveProperty('resource');
  });

  test('of each analyzer apart, and only of those that look outside', () => {
    const total = (count: number): SuppressedEvidence['archived'] => ({ ...asked().archived, total: count });
    const verdict = evaluate(
      evidenceOf(
        [{ name: 'one' }, { name: 'two', type: 'ORGANIZATION' }, { name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' }],
        [
          asked({ analyzer: arnOf('one'), archived: total(1) }),
          asked({ analyzer: arnOf('two'), archived: total(10) }),
          asked({ analyzer: arnOf('unused'), archived: total(100) }),
        ],
      ),
    );
    expect(verdict.summary.hidden).toEqual({ ...NONE, archived: 11, complete: true });
    expect(verdict.regions).toMatchObject([{ archivedFindings: 11 }]);
  });

  test.each<[string, readonly SuppressedEvidence[] | undefined]>([
    ['was not asked of one', [asked({ analyzer: arnOf('one') })]],
    [
      'was read in part of one',
      [asked({ analyzer: arnOf('one') }), asked({ analyzer: arnOf('two'), state: 'partial' })],
    ],
    ['was not asked of any', undefined],
  ])('incompletely where it %s', (_what, suppressed) => {
    const evidence = evidenceOf([{ name: 'one' }, { name: 'two', type: 'ORGANIZATION' }], suppressed);
    expect(totalsOf(evidence).complete).toBe(false);
  });
});

describe('what is hidden is listed', () => {
  test('by account, Region, analyzer and id or name, in this order, whatever came first', () => {
    const regionOf = (account: string, region: string): RegionEvidence => {
      const [record] = buildEvidence({
        account,
        regions: { [region]: { analyzers: [{ name: 'z' }, { name: 'a', type: 'ORGANIZATION' }] } },
      }).regions as [RegionEvidence];
      const suppressed = record.analyzers.map(({ analyzer }) =>
        asked({
          analyzer: analyzer.arn,
          findings: [
            archived({ id: '2', isPublic: true }),
            archived({ id: '1', isPublic: true }),
            archived({ id: '4', action: ['s3:PutObject'] }),
            archived({ id: '3', action: ['s3:PutObject'] }),
            archived({ id: '6', error: 'ACCESS_DENIED' }),
            archived({ id: '5', error: 'ACCESS_DENIED' }),
          ].map(buildFinding),
          archiveRules: [
            { ruleName: 'y', filter: { isPublic: { eq: ['false'] } } },
            { ruleName: 'b', filter: { resource: { eq: ['arn:aws:s3:::bucket'] } } },
          ],
        }),
      );
      return { ...record, suppressed };
    };
    const evidence = buildEvidence({ regions: {} });
    const verdict = evaluate({
      ...evidence,
      scopes: [],
      // By partition first, so that the account comes later in the order of places.
      regions: [
        regionOf('333333333333', 'us-east-1'),
        regionOf('333333333333', 'eu-west-1'),
        { ...regionOf('222222222222', 'us-west-2'), partition: 'aws-cn' },
      ],
    });
    const where = [
      '222222222222 us-west-2 a',
      '222222222222 us-west-2 z',
      '333333333333 eu-west-1 a',
      '333333333333 eu-west-1 z',
      '333333333333 us-east-1 a',
      '333333333333 us-east-1 z',
    ];
    const told = (
      list: readonly { readonly account: string; readonly region: string; readonly analyzer: string }[],
      last: (index: number) => string,
    ): readonly string[] =>
      list.map(
        ({ account, region, analyzer }, index) =>
          `${account} ${region} ${analyzer.replace(/^.*\//u, '')} ${last(index)}`,
      );
    const each = (first: string, second: string): readonly string[] =>
      where.flatMap((place) => [`${place} ${first}`, `${place} ${second}`]);
    const { public: open, exceedsRead, errors, archiveRules } = verdict.suppressed;
    expect(told(open, (index) => open[index]!.findingId)).toEqual(each('1', '2'));
    expect(told(exceedsRead, (index) => exceedsRead[index]!.findingId)).toEqual(each('3', '4'));
    expect(told(errors, (index) => errors[index]!.findingId)).toEqual(each('5', '6'));
    expect(told(archiveRules, (index) => archiveRules[index]!.ruleName)).toEqual(each('b', 'y'));
    expect(archiveRules.map(({ canHidePublic }) => canHidePublic)).toEqual(where.flatMap(() => [true, false]));
    expect(verdict.summary.hidden.archiveRules).toBe(12);
  });

  test('with what could not be read of it, which is no reason for UNKNOWN', () => {
    const problem = buildProblem('access-denied', ACCOUNT, REGION);
    const { archiveRules: _rules, ...refused } = asked({ state: 'partial', problems: [problem] });
    const verdict = evaluate(evidenceOf([{}], [refused]));
    expect(verdict.status).toBe('PASS');
    expect(verdict.suppressed).toMatchObject({ problems: [problem], archiveRules: [] });
    expect(verdict.summary.hidden).toEqual({ ...NONE, complete: false });
  });
});

describe('a policy that fails archived public access', () => {
  const policy: PolicyInput = { archivedPublic: 'fail' };
  const judged = (evidence: Evidence): unknown => {
    const { status, reasons } = evaluate(evidence, policy);
    return { status, reasons: reasons.map(({ effect, code, count, message }) => ({ effect, code, count, message })) };
  };

  test('passes where all was asked and none is public', () => {
    expect(judged(evidenceOf([{ findings: [archived()] }], [asked()]))).toEqual({ status: 'PASS', reasons: [] });
  });

  test.each<[string, SuppressedEvidence]>([
    ['are public or may be', asked({ archived: { ...asked().archived, total: 5, public: 3, publicUnknown: 2 } })],
    [
      'are public or may be, though not all were read',
      asked({ state: 'partial', archived: { ...asked().archived, total: 5, public: 3, publicUnknown: 2 } }),
    ],
  ])('fails where five %s', (_what, suppressed) => {
    expect(judged(evidenceOf([{}], [suppressed]))).toEqual({
      status: 'FAIL',
      reasons: [
        {
          effect: 'FAIL',
          code: 'archived-public',
          count: 5,
          message: 'Analyzer external has 5 archived findings that are public, or may be.',
        },
      ],
    });
  });

  test('fails for one of a type never seen, which may be public', () => {
    const untyped = buildFinding(archived({ findingType: 'Unknown' }));
    const hidden = asked({ archived: { ...asked().archived, total: 1 }, findings: [untyped] });
    expect(judged(evidenceOf([{}], [hidden]))).toMatchObject({ status: 'FAIL', reasons: [{ count: 1 }] });
    const unused = buildFinding(archived({ findingType: 'UnusedIAMRole' }));
    expect(judged(evidenceOf([{}], [{ ...hidden, findings: [unused] }]))).toEqual({ status: 'PASS', reasons: [] });
  });

  test.each<[string, readonly SuppressedEvidence[]]>([
    ['not all were read', [asked({ state: 'partial' })]],
    ['none were asked for', []],
  ])('knows nothing where %s', (_what, suppressed) => {
    expect(judged(evidenceOf([{}], suppressed))).toEqual({
      status: 'UNKNOWN',
      reasons: [
        {
          effect: 'UNKNOWN',
          code: 'not-read',
          count: undefined,
          message: 'The archived findings of analyzer external were not all read, and the policy judges them.',
        },
      ],
    });
  });
});
