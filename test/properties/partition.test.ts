import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createClients } from '../../src/clients/index.ts';

import { iterateFindings, type IterateFindingsOptions } from '../../src/findings/index.ts';
import type { FilterInput } from '../../src/model/archive-rule.ts';
import { RESOURCE_TYPES, type Finding } from '../../src/model/finding.ts';
import { toAnalyzer } from '../../src/model/to-analyzer.ts';
import { createFakeAws, type FakeAnalyzer, type FakeAws, type FakeFinding } from '../../src/testing/index.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';

const owners = Array.from({ length: 30 }, (_, index) => String(100_000_000_000 + index));
const types = [...RESOURCE_TYPES, 'AWS::New::Thing', 'AWS::New::Other', 'AWS::New::Third', 'AWS::New::Fourth'];
const statuses = ['ACTIVE', 'ACTIVE', 'ACTIVE', 'ARCHIVED', 'RESOLVED'] as const;

/** Findings over few or many types and accounts, with a long tail, some of them errors. */
const findings: fc.Arbitrary<FakeFinding[]> = fc
  .record({
    types: fc.integer({ min: 1, max: types.length }),
    owners: fc.integer({ min: 1, max: owners.length }),
    count: fc.integer({ min: 0, max: 80 }),
    seed: fc.nat(),
  })
  .map((shape) => {
    let state = shape.seed % 2_147_483_647;
    const below = (bound: number): number => {
      state = (state * 48_271 + 11) % 2_147_483_647;
      return state % bound;
    };
    /** The first are drawn most. */
    const drawn = <T>(list: readonly T[], most: number): T => list[below(below(most) + 1)]!;
    return Array.from({ length: shape.count }, (_, index): FakeFinding => {
      const isError = below(10) === 0;
      return {
        id: `f-${index}`,
        resource: `arn:aws:s3:::b-${index}`,
        resourceType: drawn(types, shape.types),
        resourceOwnerAccount: drawn(owners, shape.owners),
        status: statuses[below(statuses.length)]!,
        ...(isError
          ? { error: 'ACCESS_DENIED' }
          : { isPublic: below(2) === 0, action: ['s3:GetObject'], principal: { AWS: '*' } }),
      };
    });
  });

const analyzerShape = fc.record({
  findings,
  type: fc.constantFrom('ACCOUNT', 'ORGANIZATION', 'ORGANIZATION_UNUSED_ACCESS', 'ACCOUNT_INTERNAL_ACCESS'),
  pageSize: fc.integer({ min: 1, max: 7 }),
  emptyPages: fc.integer({ min: 0, max: 2 }),
});

const filter: fc.Arbitrary<FilterInput> = fc.record(
  {
    resourceType: fc.oneof(
      fc.subarray(types.slice(0, 4), { minLength: 1 }).map((eq) => ({ eq })),
      fc.subarray(types.slice(0, 4), { minLength: 1 }).map((neq) => ({ neq })),
      fc.constant({ contains: ['S3'] }),
      fc.constant({ eq: types.slice(0, 3), neq: [types[0]!] }),
    ),
    resourceOwnerAccount: fc.oneof(
      fc.subarray(owners.slice(0, 20), { minLength: 1 }).map((eq) => ({ eq })),
      fc.constant({ neq: owners.slice(0, 2) }),
      fc.constant({ exists: true }),
    ),
    resource: fc.constant({ contains: ['b-1'] }),
  },
  { requiredKeys: [] },
);

interface Setup {
  readonly fake: FakeAws;
  readonly read: (options: IterateFindingsOptions) => AsyncGenerator<Finding, void, undefined>;
}

function setUp({
  findings: list,
  ...shape
}: Pick<FakeAnalyzer, 'pageSize' | 'emptyPages'> & { findings: FakeFinding[]; type: string }): Setup {
  const fake = createFakeAws({
    accounts: [{ id: ACCOUNT, regions: { [REGION]: { analyzers: [{ ...shape, name: 'a', findings: list }] } } }],
    organization: { managementAccount: ACCOUNT },
  });
  const clients = createClients({ requestHandler: fake.requestHandler, credentials: fake.credentialsFor(ACCOUNT) });
  const analyzer = toAnalyzer({
    arn: `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/a`,
    name: 'a',
    type: shape.type,
    status: 'ACTIVE',
  });
  return { fake, read: (options) => iterateFindings(clients.accessAnalyzer(REGION), analyzer, options) };
}

async function texts(list: AsyncIterable<Finding>): Promise<string[]> {
  const all: string[] = [];
  for await (const finding of list) all.push(JSON.stringify(finding));
  return all.sort();
}

// Each run reads a whole analyzer, twice.
describe("partition: 'auto'", { timeout: 60_000 }, () => {
  it('reads the same findings as the plain reading, each once, whatever the analyzer and the filter', async () => {
    let sliced = 0;
    await fc.assert(
      fc.asyncProperty(analyzerShape, filter, fc.constantFrom('ACTIVE', undefined), async (shape, given, status) => {
        const { fake, read } = setUp(shape);
        const plain = await texts(read({ filter: given, status }));
        const plainRequests = fake.requests.length;
        expect(await texts(read({ filter: given, status, partition: 'auto' }))).toStrictEqual(plain);
        const plainly = fake.requests
          .slice(plainRequests)
          .filter(({ input }) => input['nextToken'] === undefined && isDeepStrictEqual(input, fake.requests[0]?.input));
        // The slices alone gave all that, unless they were empty, which a second plain reading has to confirm.
        if (plain.length > 0) expect(plainly).toHaveLength(1);
        if (fake.requests.length > 2 * plainRequests) sliced += 1;
      }),
      { numRuns: 80 },
    );
    expect(sliced).toBeGreaterThan(10);
  });

  it('asks for everything first, for parts only where there is a second page, and names 20 values at most', async () => {
    await fc.assert(
      fc.asyncProperty(analyzerShape, async (shape) => {
        const { fake, read } = setUp(shape);
        await texts(read({ partition: 'auto' }));
        const filters = fake.requests.map(
          ({ input }) => input['filter'] as Record<string, { eq?: string[]; neq?: string[] }> | undefined,
        );
        expect(filters[0]).toBeUndefined();
        for (const criteria of filters) {
          for (const { eq = [], neq = [] } of Object.values(criteria ?? {})) {
            expect(eq.length + neq.length).toBeLessThanOrEqual(20);
          }
        }
        // A second page of anything is asked for only where slices were.
        if (shape.findings.length <= shape.pageSize && shape.emptyPages === 0) expect(filters).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });

  it('loses no finding that stays while others come, go and change', async () => {
    await fc.assert(
      fc.asyncProperty(
        analyzerShape,
        fc.array(fc.tuple(fc.nat(80), fc.nat(80), fc.constantFrom('ARCHIVED', 'RESOLVED', 'ACTIVE')), {
          maxLength: 12,
        }),
        async (shape, changes) => {
          const { fake, read } = setUp(shape);
          const analyzer = fake.account(ACCOUNT).region(REGION).analyzer('a');
          const touched = new Set<string>();
          const seen: Finding[] = [];
          for await (const finding of read({ partition: 'auto', status: 'ACTIVE' })) {
            seen.push(finding);
            for (const [when, which, status] of changes) {
              const id = `f-${which}`;
              if (when !== seen.length || shape.findings.every((other) => other.id !== id)) continue;
              analyzer.changeFinding(id, { status });
              touched.add(id);
            }
          }
          const ids = seen.map(({ id }) => id);
          const stayed = shape.findings.filter(({ id = '', status }) => status === 'ACTIVE' && !touched.has(id));
          expect(ids).toStrictEqual([...new Set(ids)]);
          expect(ids).toStrictEqual(expect.arrayContaining(stayed.map(({ id }) => id)));
        },
      ),
      { numRuns: 50 },
    );
  });
});
