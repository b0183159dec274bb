import { describe, expect, test } from 'vitest';
import { diffRegions, resetAnalyzers } from '../../../src/evaluate/diff-regions.ts';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { RegionVerdict, Verdict } from '../../../src/evaluate/verdict.ts';
import { ACCOUNT, buildEvidence, type AccountDraft, type AnalyzerDraft } from '../../helpers/build-evidence.ts';

const clean = (): Verdict => evaluate(buildEvidence({ regions: { 'us-east-1': 'clean' } }));

/** A verdict of these Regions alone. */
function withRegions(...changes: readonly Partial<RegionVerdict>[]): Verdict {
  const verdict = clean();
  return { ...verdict, regions: changes.map((change) => ({ ...verdict.regions[0]!, ...change })) };
}

describe('diffRegions', () => {
  test('tells the coverage that there was and is, and none where there is none', () => {
    const [entered] = diffRegions(withRegions(), clean());
    expect(entered).toStrictEqual({
      partition: 'aws',
      account: ACCOUNT,
      region: 'us-east-1',
      change: 'entered-scope',
      after: 'covered',
    });
    const [left] = diffRegions(clean(), withRegions());
    expect(left).toStrictEqual({
      partition: 'aws',
      account: ACCOUNT,
      region: 'us-east-1',
      change: 'left-scope',
      before: 'covered',
    });
  });

  type Coverage = RegionVerdict['coverage'];
  test.each<[Coverage, Coverage, string | undefined]>([
    ['covered', 'covered-by-owner', undefined],
    ['covered-by-owner', 'covered', undefined],
    ['covered', 'not-covered', 'became-uncovered'],
    ['not-covered', 'covered-by-owner', 'became-covered'],
    ['covered', 'unread', 'became-unreadable'],
    ['not-covered', 'accepted', 'became-unreadable'],
    ['accepted', 'not-covered', 'became-readable'],
    ['unread', 'accepted', undefined],
    ['unread', 'disabled', 'became-disabled'],
    ['disabled', 'accepted', 'became-enabled'],
  ])('from %s to %s: %s', (from, to, change) => {
    const changes = diffRegions(withRegions({ coverage: from }), withRegions({ coverage: to }));
    expect(changes.map((one) => one.change)).toEqual(change === undefined ? [] : [change]);
  });

  test('orders by partition, account and Region', () => {
    const after = withRegions(
      { partition: 'aws-cn', account: '111111111111' },
      { account: '333333333333' },
      { account: '222222222222', region: 'us-west-2' },
      { account: '222222222222' },
    );
    expect(diffRegions(withRegions(), after).map(({ account, region }) => `${account} ${region}`)).toEqual([
      '222222222222 us-east-1',
      '222222222222 us-west-2',
      '333333333333 us-east-1',
      '111111111111 us-east-1',
    ]);
  });
});

describe('resetAnalyzers', () => {
  const EARLY = '2026-01-01T00:00:00.000Z';
  const LATE = '2026-06-01T00:00:00.000Z';
  const judge = (regions: Readonly<Record<string, readonly AnalyzerDraft[]>>): Verdict =>
    evaluate(
      buildEvidence({
        regions: Object.fromEntries(
          Object.entries(regions).map(([region, analyzers]): [string, AccountDraft['regions'][string]] => [
            region,
            { analyzers },
          ]),
        ),
      }),
    );
  const made = (createdAt: string | null): Verdict => judge({ 'us-east-1': [{ createdAt }] });

  test.each<[string, string | null, string | null, number]>([
    ['was made later', EARLY, LATE, 1],
    ['was made earlier', LATE, EARLY, 0],
    ['is the same', EARLY, EARLY, 0],
    ['does not say when it was made now', EARLY, null, 0],
    ['did not say when it was made before', null, LATE, 0],
  ])('an analyzer that %s', (_what, before, after, count) => {
    expect(resetAnalyzers(made(before), made(after))).toHaveLength(count);
  });

  test('tells which, and when each was made', () => {
    expect(resetAnalyzers(made(EARLY), made(LATE))).toEqual([
      {
        account: ACCOUNT,
        region: 'us-east-1',
        analyzer: `arn:aws:access-analyzer:us-east-1:${ACCOUNT}:analyzer/external`,
        createdAt: { before: EARLY, after: LATE },
      },
    ]);
  });

  test('knows an analyzer by any Region or account that said when it was made', () => {
    const { regions } = made(EARLY);
    const silent = regions.map((region) => ({
      ...region,
      account: '999988887777',
      analyzers: region.analyzers.map(({ createdAt: _time, ...analyzer }) => analyzer),
    }));
    expect(resetAnalyzers({ regions: [...regions, ...silent] }, made(LATE))).toHaveLength(1);
  });

  test('are ordered as the Regions and their analyzers are', () => {
    const two = (createdAt: string): readonly AnalyzerDraft[] => [
      { name: 'z', createdAt },
      { name: 'a', createdAt },
    ];
    const at = (createdAt: string): Verdict => judge({ 'us-east-1': two(createdAt), 'eu-west-1': two(createdAt) });
    expect(
      resetAnalyzers(at(EARLY), at(LATE)).map(({ region, analyzer }) => `${region} ${analyzer.replace(/^.*\//u, '')}`),
    ).toEqual(['eu-west-1 a', 'eu-west-1 z', 'us-east-1 a', 'us-east-1 z']);
  });
});
