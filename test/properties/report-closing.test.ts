import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffVerdicts } from '../../src/evaluate/diff-verdicts.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { proofOfAbsence } from '../../src/evaluate/proof-of-absence.ts';
import { stands } from '../../src/evaluate/stands.ts';
import type { Access, Sighting, Verdict } from '../../src/evaluate/verdict.ts';
import { toAsff, toJUnit, toOcsf, toSarif, type ToSarifOptions } from '../../src/report/index.ts';
import { buildEvidence, type AnalyzerDraft, type FindingDraft, type RegionDraft } from '../helpers/build-evidence.ts';

/* Nothing is closed by an incomplete run. Few Regions and names, so that two verdicts nearly always speak of the same. */

const finding: fc.Arbitrary<FindingDraft> = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'ARCHIVED', 'RESOLVED', 'SNOOZED'),
  isPublic: fc.constantFrom(true, false, null),
  action: fc.constantFrom(['s3:GetObject'], ['s3:PutObject']),
  resource: fc.constantFrom('arn:aws:s3:::one', 'arn:aws:iam::111122223333:role/r'),
});

const analyzer: fc.Arbitrary<AnalyzerDraft> = fc.record({
  type: fc.constantFrom('ACCOUNT', 'ACCOUNT', 'ACCOUNT', 'ORGANIZATION'),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'DISABLED'),
  createdAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
  state: fc.constantFrom('read', 'read', 'read', 'partial', 'unreadable'),
  detail: fc.constantFrom('findings', 'findings', 'findings', 'counts'),
  kept: fc.constantFrom(3, 3, 3, 1),
  findings: fc.uniqueArray(finding, { selector: ({ id }) => id, maxLength: 3 }),
});

const region: fc.Arbitrary<RegionDraft> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<RegionDraft>('clean', 'none', 'lost', 'disabled') },
  { weight: 1, arbitrary: fc.constant<RegionDraft>({ problem: 'access-denied' }) },
  { weight: 6, arbitrary: analyzer.map((drawn): RegionDraft => ({ analyzers: [drawn] })) },
);

const verdictAt = (collectedAt: string): fc.Arbitrary<Verdict> =>
  fc
    .record({ 'eu-west-1': region, 'us-east-1': region })
    .map((regions) => evaluate(buildEvidence({ regions, collectedAt })));

const first = verdictAt('2026-11-21T12:00:00.000Z');
const second = verdictAt('2026-11-22T12:00:00.000Z');
const third = verdictAt('2026-11-23T12:00:00.000Z');
const AT = { at: '2026-11-24T00:00:00.000Z' };

/** The accessIds of the open results. */
function openIn(log: string): Set<string> {
  const { runs } = JSON.parse(log) as {
    runs: { results: { suppressions?: unknown; properties: { accessId?: string; status?: string } }[] }[];
  };
  const results = runs[0]!.results.filter(
    ({ suppressions, properties }) =>
      properties.accessId !== undefined && (suppressions === undefined || properties.status === 'EXCUSED'),
  );
  const ids = results.map(({ properties }) => properties.accessId!);
  expect(new Set(ids).size).toBe(ids.length);
  return new Set(ids);
}

/** Whether the verdict shows the access standing at the place of a sighting. */
const standsAt = ({ accesses }: Verdict, id: string, { account, analyzer, region }: Sighting): boolean =>
  accesses
    .filter(({ accessId }) => accessId === id)
    .flatMap(({ sightings }) => sightings)
    .some(
      (seen) =>
        seen.account === account &&
        seen.region === region &&
        seen.analyzer === analyzer &&
        stands({ sightings: [seen] }),
    );

const standing = (verdict: Verdict): string[] => verdict.accesses.filter(stands).map(({ accessId }) => accessId);
const ids = (accesses: readonly { readonly before: Access }[]): string[] =>
  accesses.map(({ before }) => before.accessId);

test('SARIF shows what stands and what is not proven gone, and nothing else', () => {
  fc.assert(
    fc.property(first, second, fc.constantFrom('verdict', 'log'), (before, after, form) => {
      const previous = form === 'log' ? toSarif(before) : before;
      const expected = new Set([...standing(after), ...ids(diffVerdicts(before, after).notSeen)]);
      expect(openIn(toSarif(after, { previous }))).toEqual(expected);
    }),
  );
});

test('a chain of SARIF logs loses nothing: what left it was proven gone at the end', () => {
  fc.assert(
    fc.property(first, second, third, (one, two, three) => {
      const chain = [one, two, three].reduce<string | undefined>((previous, verdict): string => {
        const options: ToSarifOptions = previous === undefined ? {} : { previous };
        return toSarif(verdict, options);
      }, undefined)!;
      const open = openIn(chain);
      for (const before of [one, two]) {
        const later = before === one ? [two, three] : [three];
        const proofs = later.map((verdict) => proofOfAbsence(before, verdict, { later: true }));
        for (const access of before.accesses) {
          if (open.has(access.accessId)) continue;
          // Every place where it stood was completely read later, by one of the runs after it.
          for (const sighting of access.sightings) {
            if (!stands({ sightings: [sighting] })) continue;
            // Seen there again: then what the later run saw has to be proven gone, by an analyzer that may be another one.
            if (before === one && standsAt(two, access.accessId, sighting)) continue;
            expect(proofs.some((proof) => proof({ sightings: [sighting] }).length === 0)).toBe(true);
          }
        }
      }
      for (const id of standing(three)) expect(open.has(id)).toBe(true);
    }),
  );
});

test('OCSF closes an access only when the difference proves it gone or resolved', () => {
  fc.assert(
    fc.property(first, second, (before, after) => {
      const { gone, resolved, archived } = diffVerdicts(before, after);
      const stood = new Set(standing(before));
      const events = toOcsf(after, { previous: before, ...AT }).filter(({ class_uid }) => class_uid === 2008);
      const closed = events
        .filter(({ activity_name }) => activity_name === 'Close')
        .map(({ finding_info }) => finding_info.uid);
      const proven = new Set(ids([...gone, ...resolved]));
      for (const id of closed.filter((one) => stood.has(one))) expect(proven.has(id)).toBe(true);
      for (const id of proven) expect(closed).toContain(id);
      const told = events.filter(({ status }) => status === 'Archived').map(({ finding_info }) => finding_info.uid);
      for (const id of ids(archived)) expect(told).toContain(id);
      const open = events
        .filter(({ status }) => status === 'New' || status === 'Suppressed')
        .map(({ finding_info }) => finding_info.uid);
      expect(open.sort()).toEqual(standing(after).sort());
    }),
  );
});

test('ASFF archives a record only where its account, Region and zone were completely read later', () => {
  fc.assert(
    fc.property(first, second, (before, after) => {
      const notSeen = new Map(diffVerdicts(before, after).notSeen.map((one) => [one.before.accessId, one]));
      const places = new Map(after.regions.map((place) => [`${place.account}/${place.region}`, place]));
      const records = toAsff(after, { previous: before, ...AT }).flatMap(({ findings }) => findings);
      const active = new Set<string>();
      for (const { Id, RecordState } of records) {
        const [, account, name, id] = Id.split('/') as [string, string, string, string];
        if (RecordState === 'ACTIVE') {
          active.add(id);
          continue;
        }
        expect(places.get(`${account}/${name}`)?.coverage).toMatch(/^covered/);
        expect(after.summary.exposed.sampled).toBe(false);
        const unproven = notSeen.get(id)?.unproven ?? [];
        expect(unproven.some((doubt) => doubt.account === account && doubt.region === name)).toBe(false);
      }
      for (const id of standing(after)) expect(active.has(id)).toBe(true);
      expect(new Set(records.map(({ Id }) => Id)).size).toBe(records.length);
    }),
  );
});

test('JUnit has neither failures nor errors only for a PASS, and skips nothing', () => {
  fc.assert(
    fc.property(first, (verdict) => {
      const xml = toJUnit(verdict);
      expect(/<(failure|error) /.test(xml)).toBe(verdict.status !== 'PASS');
      expect(xml).not.toContain('<skipped');
    }),
  );
});
