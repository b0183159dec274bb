import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accessId } from '../../src/evaluate/access-id.ts';
import { fingerprint } from '../../src/evaluate/fingerprint.ts';
import { canonicalJson } from '../../src/model/canonical-json.ts';
import type { ExternalAccessFinding } from '../../src/model/finding.ts';
import { toFinding } from '../../src/model/to-finding.ts';

/** Texts out of the characters that careless joining would trip over. */
const piece = fc.string({ unit: fc.constantFrom('a', 'b', ':', ',', '"', '[', ']', '\\', '=', '\n'), maxLength: 4 });
const map = fc.dictionary(piece, piece, { maxKeys: 3 });

const raw = fc.record({
  id: fc.constantFrom('one', 'two'),
  status: fc.constantFrom('ACTIVE', 'ARCHIVED'),
  resource: fc.option(
    piece.map((name) => `arn:aws:s3:::${name}`),
    { nil: undefined },
  ),
  resourceOwnerAccount: fc.option(piece, { nil: undefined }),
  principal: map,
  condition: map,
  action: fc.array(piece, { maxLength: 3 }),
  sources: fc.array(fc.record({ type: piece }), { maxLength: 2 }),
});

const finding = raw.map((drawn) => toFinding(drawn, { api: 'v1' }) as ExternalAccessFinding);

/** What the design calls the same access, compared member by member. */
function sameAccess(left: ExternalAccessFinding, right: ExternalAccessFinding): boolean {
  const partOf = (one: ExternalAccessFinding): unknown => ({
    owner: one.resourceOwnerAccount ?? null,
    resource: one.resource ?? null,
    principal: one.principal,
    condition: one.condition,
    sources: [...new Set((one.sources ?? []).map(({ type }) => type))].sort(),
    id: one.resource === undefined || Object.keys(one.principal).length === 0 ? one.id : null,
  });
  return canonicalJson(partOf(left)) === canonicalJson(partOf(right));
}

/** A finding and one that differs from it in one member at most, where identities are most easily confused. */
const pair = fc
  .tuple(
    raw,
    raw,
    fc.constantFrom('id', 'status', 'resource', 'resourceOwnerAccount', 'principal', 'condition', 'action', 'sources'),
  )
  .map(([one, other, member]) =>
    [one, { ...one, [member]: other[member] }].map((drawn) => toFinding(drawn, { api: 'v1' }) as ExternalAccessFinding),
  );

test('two findings have one access id exactly when they show the same access', () => {
  fc.assert(
    fc.property(fc.oneof(pair, fc.tuple(finding, finding)), ([left, right]) => {
      expect(accessId(left) === accessId(right)).toBe(sameAccess(left, right));
    }),
    { numRuns: 500 },
  );
});

test('a finding has one identity in whatever order and spelling its members come', () => {
  fc.assert(
    fc.property(finding, (one) => {
      const reversed = (members: Readonly<Record<string, string>>): Record<string, string> =>
        Object.fromEntries(Object.entries(members).reverse());
      const other: ExternalAccessFinding = {
        ...one,
        principal: reversed(one.principal),
        condition: reversed(one.condition),
        action: [...one.action, ...one.action].reverse().map((action) => action.toUpperCase()),
        ...(one.sources === undefined ? {} : { sources: [...one.sources].reverse() }),
      };
      expect(accessId(other)).toBe(accessId(one));
      expect(fingerprint(other)).toBe(fingerprint(one));
    }),
  );
});

test('one fingerprint means one access', () => {
  fc.assert(
    fc.property(fc.oneof(pair, fc.tuple(finding, finding)), ([left, right]) => {
      if (fingerprint(left) === fingerprint(right)) expect(accessId(left)).toBe(accessId(right));
      expect(accessId(left)).toMatch(/^v1:[0-9a-f]{64}$/);
    }),
  );
});

test('an access id is never a fingerprint', () => {
  fc.assert(fc.property(finding, (one) => accessId(one) !== fingerprint(one)));
});
