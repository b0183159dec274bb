import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activeKind } from '../../src/model/evidence-counter.ts';
import type { AnalyzerEvidence, Evidence, EvidenceCounts } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import { mergeEvidence } from '../../src/model/merge-evidence.ts';
import { parseEvidence } from '../../src/model/parse-evidence.ts';
import { fragment } from './evidence-arbitraries.ts';

const bytes = (evidence: Evidence): string => JSON.stringify(evidence);

/** The same value with the members of every object the other way round. */
function reversed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).reverse())
      : member,
  ) as T;
}

interface Seen {
  readonly place: string;
  readonly evidence: AnalyzerEvidence;
}

/** Every analyzer of some evidence with the place where it stands. */
function analyzersOf({ regions }: Evidence): Seen[] {
  return regions.flatMap(({ account, region, analyzers }) =>
    analyzers.map((evidence) => ({ place: `${account} ${region} ${evidence.analyzer.arn}`, evidence })),
  );
}

function sightings(evidence: Evidence): { place: string; finding: Finding }[] {
  return analyzersOf(evidence).flatMap(({ place, evidence: { findings } }) =>
    findings.map((finding) => ({ place: `${place} ${finding.id}`, finding })),
  );
}

/** The numbers that decide a verdict. */
function judgedCounts(counts: EvidenceCounts): number[] {
  const { total, public: open, notPublic, publicUnknown } = counts.activeExternal;
  return [total, open, notPublic, publicUnknown, counts.activeErrors, counts.activeUnknownType, counts.unknownStatus];
}

describe.each(['findings', 'counts'] as const)('merging parts read with detail %s', (detail) => {
  const part = fragment(detail);

  test('is associative', () => {
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const left = mergeEvidence(mergeEvidence(a, b), c);
        expect(bytes(mergeEvidence(a, mergeEvidence(b, c)))).toBe(bytes(left));
        expect(bytes(mergeEvidence(a, b, c))).toBe(bytes(left));
      }),
    );
  });

  test('is commutative', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        expect(bytes(mergeEvidence(a, b))).toBe(bytes(mergeEvidence(b, a)));
      }),
    );
  });

  test('takes the same copy of what is equal, whatever the order of its members', () => {
    fc.assert(
      fc.property(part, (a) => {
        const turned = reversed(a);
        expect(bytes(mergeEvidence(turned, a))).toBe(bytes(mergeEvidence(a, turned)));
      }),
    );
  });

  test('is idempotent', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const merged = mergeEvidence(a, b);
        expect(bytes(mergeEvidence(merged))).toBe(bytes(merged));
        expect(bytes(mergeEvidence(merged, merged))).toBe(bytes(merged));
        expect(bytes(mergeEvidence(merged, b))).toBe(bytes(merged));
      }),
    );
  });

  test('does not change its input', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const before = [bytes(a), bytes(b)];
        mergeEvidence(a, b);
        expect([bytes(a), bytes(b)]).toEqual(before);
      }),
    );
  });

  test('never loses an active finding, unless a strictly newer analysis says otherwise', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const all = [...sightings(a), ...sightings(b)];
        const merged = new Map(sightings(mergeEvidence(a, b)).map(({ place, finding }) => [place, finding]));
        for (const { place, finding } of all.filter(({ finding }) => finding.status === 'ACTIVE')) {
          const kept = merged.get(place);
          expect(kept).toBeDefined();
          if (kept?.status === 'ACTIVE') continue;
          expect(finding.analyzedAt).toBeDefined();
          expect(kept!.analyzedAt! > finding.analyzedAt!).toBe(true);
        }
      }),
    );
  });

  test('never turns an active external finding into an error finding of the same analysis', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const merged = new Map(sightings(mergeEvidence(a, b)).map(({ place, finding }) => [place, finding]));
        const external = [...sightings(a), ...sightings(b)].filter(
          ({ finding }) => finding.status === 'ACTIVE' && activeKind(finding) === 'external',
        );
        for (const { place, finding } of external) {
          const kept = merged.get(place)!;
          if (kept.analyzedAt === finding.analyzedAt) expect(activeKind(kept)).toBe('external');
        }
      }),
    );
  });

  test('never makes a Region or an analyzer read that no part read', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const read = new Set(
          [a, b].flatMap(({ regions }) =>
            regions.filter(({ state }) => state === 'read').map(({ account, region }) => `${account} ${region}`),
          ),
        );
        const readAnalyzers = new Set(
          [a, b]
            .flatMap(analyzersOf)
            .filter(({ evidence }) => evidence.state === 'read')
            .map(({ place }) => place),
        );
        const merged = mergeEvidence(a, b);
        for (const { account, region, state } of merged.regions) {
          expect(state === 'read').toBe(read.has(`${account} ${region}`));
        }
        for (const { place, evidence } of analyzersOf(merged)) {
          expect(evidence.state === 'read').toBe(readAnalyzers.has(place));
        }
      }),
    );
  });

  test('is of the time of the newest of the best reads of a Region, and of the oldest that holds anything', () => {
    const rank = { read: 2, unreadable: 1, disabled: 0 } as const;
    fc.assert(
      fc.property(part, part, (a, b) => {
        for (const { account, region, collectedAt, oldestReadAt = collectedAt } of mergeEvidence(a, b).regions) {
          const own = [a, b]
            .flatMap(({ regions }) => regions)
            .filter((record) => record.account === account && record.region === region);
          const best = Math.max(...own.map(({ state }) => rank[state]));
          const equals = own.filter(({ state }) => rank[state] === best);
          const holding = own.filter(({ analyzers, state }) => state === 'read' || analyzers.length > 0);
          const newest = equals.map((record) => record.collectedAt).sort();
          const oldest = (holding.length > 0 ? holding : equals)
            .map((record) => record.oldestReadAt ?? record.collectedAt)
            .sort();
          expect([oldestReadAt, collectedAt]).toEqual([oldest[0], newest.at(-1)]);
        }
      }),
    );
  });

  test('gives a reason for all that is unread, and only for that', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const merged = mergeEvidence(a, b);
        for (const { state, problem } of merged.regions) expect(problem !== undefined).toBe(state === 'unreadable');
        for (const { evidence } of analyzersOf(merged)) {
          expect(evidence.problem !== undefined).toBe(evidence.state === 'partial' || evidence.state === 'unreadable');
        }
      }),
    );
  });

  test('keeps every Region, analyzer and scope of every part', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const merged = mergeEvidence(a, b);
        const keys = (evidence: Evidence): string[] => [
          ...evidence.scopes.map(({ account }) => account),
          ...evidence.regions.map(({ account, region }) => `${account} ${region}`),
          ...analyzersOf(evidence).map(({ place }) => place),
          ...sightings(evidence).map(({ place }) => place),
        ];
        expect([...new Set(keys(merged))].sort()).toEqual([...new Set([...keys(a), ...keys(b)])].sort());
        expect(new Set(keys(merged)).size).toBe(keys(merged).length);
      }),
    );
  });

  test('never proves Regions complete that no part proved, nor stops asking for one on a mere selection', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        for (const merged of mergeEvidence(a, b).scopes) {
          const parts = [...a.scopes, ...b.scopes].filter(({ account }) => account === merged.account);
          const proven = parts.filter(({ source }) => source === 'account');
          expect(merged.source === 'account').toBe(proven.length > 0);
          const wanted = (proven.length > 0 ? proven : parts).flatMap(({ regions }) => regions);
          expect([...merged.regions]).toEqual([...new Set(wanted)].sort());
          expect(merged.disabled.filter((region) => merged.regions.includes(region))).toEqual([]);
          if (proven.length === 0 && parts.some(({ source }) => source === 'static')) {
            expect(merged.source).toBe('static');
          }
        }
      }),
    );
  });

  test('credits only accounts that every list of the organization names', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        for (const { account, organization } of mergeEvidence(a, b).scopes) {
          const lists = [...a.scopes, ...b.scopes]
            .filter((scope) => scope.account === account && scope.organization !== undefined)
            .map((scope) => scope.organization!.accounts);
          expect(organization?.accounts.every((member) => lists.every((list) => list.includes(member))) ?? true).toBe(
            true,
          );
        }
      }),
    );
  });

  test('survives the way through JSON to the byte', () => {
    fc.assert(
      fc.property(part, part, (a, b) => {
        const merged = mergeEvidence(a, b);
        expect(bytes(parseEvidence(JSON.parse(bytes(merged))))).toBe(bytes(merged));
      }),
    );
  });
});

test('merging counts never loses an active count', () => {
  const part = fragment('counts');
  fc.assert(
    fc.property(part, part, (a, b) => {
      const merged = new Map(analyzersOf(mergeEvidence(a, b)).map(({ place, evidence }) => [place, evidence.counts]));
      for (const { place, evidence } of [...analyzersOf(a), ...analyzersOf(b)]) {
        const after = judgedCounts(merged.get(place)!);
        judgedCounts(evidence.counts).forEach((count, index) => {
          expect(after[index]).toBeGreaterThanOrEqual(count);
        });
      }
    }),
  );
});
