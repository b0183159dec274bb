import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffVerdicts } from '../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import type { VerdictDiff } from '../../src/evaluate/verdict-diff.ts';
import type { Access, Verdict } from '../../src/evaluate/verdict.ts';
import {
  buildEvidence,
  deepFreeze,
  type AnalyzerDraft,
  type FindingDraft,
  type RegionDraft,
} from '../helpers/build-evidence.ts';

/** Few Regions, resources and principals, so that two verdicts nearly always speak of the same accesses. */
const finding: fc.Arbitrary<FindingDraft> = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'ARCHIVED', 'RESOLVED', 'SNOOZED'),
  isPublic: fc.constantFrom(true, false, null),
  action: fc.constantFrom(['s3:GetObject'], ['s3:PutObject'], []),
  resource: fc.constantFrom('arn:aws:s3:::one', 'arn:aws:iam::111122223333:role/r', null),
  principal: fc.constantFrom({ AWS: '*' }, { AWS: '444455556666' }),
  error: fc.constantFrom(null, null, null, null, null, 'ACCESS_DENIED'),
});

const findings = fc.uniqueArray(finding, { selector: ({ id }) => id, maxLength: 3 });

const analyzer: fc.Arbitrary<AnalyzerDraft> = fc.record({
  name: fc.constantFrom('external', 'external', 'external', 'renamed'),
  type: fc.constantFrom('ACCOUNT', 'ACCOUNT', 'ORGANIZATION'),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'DISABLED'),
  createdAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-11-22T11:00:00.000Z'),
  state: fc.constantFrom('read', 'read', 'read', 'partial', 'unreadable'),
  detail: fc.constantFrom('findings', 'findings', 'findings', 'counts'),
  kept: fc.constantFrom(3, 3, 3, 1),
  findings,
});

const region: fc.Arbitrary<RegionDraft> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<RegionDraft>('clean', 'none', 'lost', 'disabled') },
  { weight: 1, arbitrary: fc.constant<RegionDraft>({ problem: 'access-denied' }) },
  { weight: 6, arbitrary: analyzer.map((drawn): RegionDraft => ({ analyzers: [drawn] })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(analyzer, findings)
      .map(([drawn, hidden]): RegionDraft => ({ analyzers: [drawn], suppressed: [{ findings: hidden }] })),
  },
);

const verdict: fc.Arbitrary<Verdict> = fc
  .record({
    regions: fc.record({ 'eu-west-1': region, 'us-east-1': region }),
    collectedAt: fc.constantFrom('2026-11-21T12:00:00.000Z', '2026-11-22T12:00:00.000Z', '2026-11-23T12:00:00.000Z'),
    source: fc.constantFrom('account' as const, 'selected' as const),
    excuse: fc.boolean(),
  })
  .map(({ regions, collectedAt, source, excuse }) => {
    const exception = {
      filter: { resource: { eq: 'arn:aws:s3:::one' } },
      owner: 'team',
      reason: 'shared on purpose',
      expires: '2027-01-01',
      maxLevel: 'Permissions' as const,
      allowPublic: true,
    };
    const evidence = buildEvidence({ regions, collectedAt, source });
    return deepFreeze(evaluate(evidence, excuse ? { name: 'with exceptions', exceptions: [exception] } : {}));
  });

const stands = ({ sightings }: Access): boolean =>
  sightings.some(({ status }) => status !== 'ARCHIVED' && status !== 'RESOLVED');

const ids = (accesses: readonly Access[]): string[] => accesses.map(({ accessId }) => accessId).sort();

const changes = ({ new: added, reopened, changed, excused, resolved, archived, gone, notSeen }: VerdictDiff): number =>
  [added, reopened, changed, excused, resolved, archived, gone, notSeen].reduce((sum, list) => sum + list.length, 0);

test('a verdict differs in nothing from itself', () => {
  fc.assert(
    fc.property(verdict, (one) => {
      const diff = diffVerdicts(one, one);
      expect(changes(diff)).toBe(0);
      expect(diff.regions).toEqual([]);
      expect(diff.resetAnalyzers).toEqual([]);
      expect(diff.unchanged).toBe(one.accesses.filter(stands).length);
    }),
  );
});

test('every access that stands on either side is told exactly once', () => {
  fc.assert(
    fc.property(verdict, verdict, (before, after) => {
      const diff = diffVerdicts(before, after);
      const both = [...diff.reopened, ...diff.changed, ...diff.excused];
      const lost = [...diff.resolved, ...diff.archived, ...diff.gone, ...diff.notSeen].map((fate) => fate.before);
      const standing = after.accesses.filter(stands);
      const stoodBefore = before.accesses.filter(stands);
      const told = [...diff.new.map(({ access }) => access), ...both.map((change) => change.after)];
      expect(told.length + diff.unchanged).toBe(standing.length);
      expect(new Set(ids(told)).size).toBe(told.length);
      const continued = both.filter((change) => stands(change.before)).length;
      expect(lost.length + continued + diff.unchanged).toBe(stoodBefore.length);
      expect(new Set(ids(lost)).size).toBe(lost.length);
      const known = new Set(ids(before.accesses));
      expect(ids(diff.new.map(({ access }) => access))).toEqual(
        ids(standing.filter((one) => !known.has(one.accessId))),
      );
    }),
  );
});

test('nothing is gone, resolved or archived unless all its Regions were completely read later, in its zone', () => {
  fc.assert(
    fc.property(verdict, verdict, (before, after) => {
      const { gone, resolved, archived } = diffVerdicts(before, after);
      for (const { before: access } of [...gone, ...resolved, ...archived]) {
        for (const sighting of access.sightings) {
          const earlier = before.regions.find((place) => place.region === sighting.region);
          const later = after.regions.find((place) => place.region === sighting.region);
          expect(['covered', 'covered-by-owner']).toContain(later?.coverage);
          expect(later?.zones).toContain(sighting.zoneOfTrust);
          expect(later!.collectedAt! >= earlier!.collectedAt!).toBe(true);
          expect(later?.problem).toBeUndefined();
          const seenBy = (place: typeof later): string | undefined =>
            place?.analyzers.find(({ arn }) => arn === sighting.analyzer)?.createdAt;
          expect((seenBy(later) ?? '') > (seenBy(earlier) ?? '')).toBe(false);
          const aDayBefore = Date.parse(later!.collectedAt!) - 86_400_000;
          expect(
            later?.analyzers.some(
              ({ arn, createdAt = '' }) => arn === sighting.analyzer || Date.parse(createdAt) <= aDayBefore,
            ),
          ).toBe(true);
          const errors = after.errorFindings.filter((error) => error.region === sighting.region);
          const named = [access.resource, undefined];
          expect(errors.filter(({ resource }) => access.resource === undefined || named.includes(resource))).toEqual(
            [],
          );
        }
        expect(after.summary.exposed.sampled).toBe(false);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('nothing stands later that is said to be gone, resolved or archived', () => {
  fc.assert(
    fc.property(verdict, verdict, (before, after) => {
      const { gone, resolved, archived, notSeen } = diffVerdicts(before, after);
      const standing = new Set(ids(after.accesses.filter(stands)));
      const lost = [...gone, ...resolved, ...archived, ...notSeen];
      expect(lost.filter((fate) => standing.has(fate.before.accessId))).toEqual([]);
    }),
  );
});

test('what is not seen says why, and only that', () => {
  fc.assert(
    fc.property(verdict, verdict, (before, after) => {
      for (const { before: access, unproven } of diffVerdicts(before, after).notSeen) {
        expect(unproven.length).toBeGreaterThan(0);
        const places = access.sightings.map(({ region: seenIn }) => seenIn);
        expect(unproven.filter(({ region: doubted }) => !places.includes(doubted))).toEqual([]);
      }
    }),
  );
});
