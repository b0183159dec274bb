import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyAccessLevel } from '../../src/access-levels/classify-access-level.ts';
import { accessId } from '../../src/evaluate/access-id.ts';
import { evaluate } from '../../src/evaluate/evaluate.ts';
import { fingerprint } from '../../src/evaluate/fingerprint.ts';
import type { Access } from '../../src/evaluate/verdict.ts';
import { describeCondition } from '../../src/model/describe-condition.ts';
import { describePrincipal } from '../../src/model/describe-principal.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { ExternalAccessFinding } from '../../src/model/finding.ts';
import { assessRisk } from '../../src/risk/assess-risk.ts';
import { SEVERITIES } from '../../src/risk/severity.ts';
import { buildEvidence, type FindingDraft } from '../helpers/build-evidence.ts';

/*
 * A verdict works out each grant once, however many findings hold it. These laws work everything out anew, finding by
 * finding, over grants that differ in as little as one member or in nothing but the order of members.
 */

const reversed = (members: object): object => Object.fromEntries(Object.entries(members).reverse());
const either = <T extends object>(members: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc.tuple(members, fc.boolean()).map(([drawn, turn]) => (turn ? reversed(drawn) : drawn));

const map = fc.dictionary(
  fc.constantFrom('AWS', 'aws:SourceVpc'),
  fc.constantFrom('*', '444455556666', 'vpc-12345678'),
  {
    noNullPrototype: true,
  },
);

const finding: fc.Arbitrary<FindingDraft> = fc.record({
  id: fc.uuid(),
  status: fc.constantFrom('ACTIVE', 'ACTIVE', 'ARCHIVED', 'RESOLVED'),
  resource: fc.constantFrom('arn:aws:s3:::one', 'arn:aws:iam::111122223333:role/two', 'not-an-arn', null),
  resourceOwnerAccount: fc.constantFrom('111122223333', '444455556666', null),
  isPublic: fc.constantFrom(true, false, null),
  // The same keys and values, so that the end of one map cannot pass for the beginning of the next.
  principal: either(map),
  condition: either(map),
  action: fc.array(fc.constantFrom('s3:GetObject', 'S3:GETOBJECT', 's3:Put*', 'x:y', 'iam:*'), { maxLength: 3 }),
  sources: fc.constantFrom(null, [], [{ type: 'POLICY' }], [{ type: 'POLICY' }, { type: 'BUCKET_ACL' }]),
  resourceControlPolicyRestriction: fc.constantFrom(null, 'APPLICABLE', 'NOT_APPLICABLE'),
  createdAt: fc.constantFrom('2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z', null),
  updatedAt: fc.constantFrom('2026-11-03T00:00:00.000Z', '2026-11-04T00:00:00.000Z', null),
});

const evidence: fc.Arbitrary<Evidence> = fc
  .dictionary(fc.constantFrom('eu-west-1', 'us-east-1'), fc.array(finding, { maxLength: 12 }), {
    minKeys: 1,
    noNullPrototype: true,
  })
  .map((regions) =>
    buildEvidence({
      regions: Object.fromEntries(
        Object.entries(regions).map(([region, findings]) => [region, { analyzers: [{ findings }] }]),
      ),
    }),
  );

interface Place {
  readonly account: string;
  readonly partition: string;
}

/** The findings of each access, by the public functions alone. */
function findingsByAccess(input: Evidence): Map<string, { finding: ExternalAccessFinding; place: Place }[]> {
  const groups = new Map<string, { finding: ExternalAccessFinding; place: Place }[]>();
  for (const record of input.regions) {
    for (const one of record.analyzers.flatMap(({ findings }) => findings)) {
      if (one.findingType !== 'ExternalAccess') continue;
      const id = accessId(one, { account: record.account, partition: record.partition });
      groups.set(id, [...(groups.get(id) ?? []), { finding: one, place: record }]);
    }
  }
  return groups;
}

test('a verdict has one access for each access id, with the sightings and fingerprints of its findings', () => {
  fc.assert(
    fc.property(evidence, (input) => {
      const expected = findingsByAccess(input);
      const { accesses } = evaluate(input);
      expect(accesses.map(({ accessId }) => accessId).sort()).toEqual([...expected.keys()].sort());
      for (const access of accesses) {
        const findings = (expected.get(access.accessId) ?? []).map(({ finding: one }) => one);
        expect(access.sightings.map(({ findingId, fingerprint }) => [findingId, fingerprint]).sort()).toEqual(
          findings.map((one) => [one.id, fingerprint(one)]).sort(),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('an access is described as its finding is by itself', () => {
  fc.assert(
    fc.property(evidence, (input) => {
      const expected = findingsByAccess(input);
      for (const access of evaluate(input).accesses) {
        const findings = expected.get(access.accessId) ?? [];
        const [first] = findings;
        if (first === undefined || findings.length > 1) continue;
        const actions = [...new Set(first.finding.action)].sort();
        const { levels, unknown } = classifyAccessLevel(actions);
        expect(access).toMatchObject({
          principal: describePrincipal(first.finding),
          conditions: describeCondition(first.finding),
          risk: assessRisk(first.finding),
          sources: first.finding.sources ?? [],
          isPublic: first.finding.isPublic ?? null,
          actions,
          levels,
          unknownActions: unknown,
        });
      }
    }),
    { numRuns: 300 },
  );
});

/** The order as the documentation says it: open, severe, public, old; then by id. */
function order(access: Access): string {
  return [
    access.fails ? 0 : 1,
    access.status === 'ACTIVE' ? 0 : 1,
    SEVERITIES.indexOf(access.risk.severity),
    access.isPublic === true ? 0 : 1,
    access.firstSeen ?? '~',
    access.accessId,
  ].join(' ');
}

test('the worst access comes first, whatever the order of the evidence', () => {
  fc.assert(
    fc.property(evidence, (input) => {
      const { accesses } = evaluate(input);
      expect(accesses.map(order)).toEqual(accesses.map(order).sort());
      const turned = {
        ...input,
        regions: [...input.regions].reverse().map((record) => ({
          ...record,
          analyzers: record.analyzers.map((each) => ({ ...each, findings: [...each.findings].reverse() })),
        })),
      };
      expect(evaluate(turned).accesses).toEqual(accesses);
    }),
    { numRuns: 300 },
  );
});
