import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClients } from '../../src/clients/create-clients.ts';
import { archiveFindings, unarchiveFindings } from '../../src/findings/index.ts';
import { createFakeAws, type FakeFinding } from '../../src/testing/index.ts';

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const IDS = Array.from({ length: 12 }, (_, index) => `f-${index}`);

const finding = (id: string): fc.Arbitrary<FakeFinding> =>
  fc.record({
    id: fc.constant(id),
    resource: fc.constantFrom('arn:aws:s3:::one', 'arn:aws:s3:::two', 'arn:aws:s3:::three'),
    status: fc.constantFrom('ACTIVE' as const, 'ARCHIVED' as const, 'RESOLVED' as const),
    isPublic: fc.constant(false),
    principal: fc.constant({ AWS: '444455556666' }),
  });

const account = fc.subarray(IDS).chain((ids) => fc.tuple(...ids.map(finding)));
const wanted = fc.array(fc.constantFrom(...IDS, 'unknown-1', 'unknown-2'), { minLength: 1, maxLength: 14 });

function start(findings: readonly FakeFinding[], unknownFindingId: 'not-found' | 'ignore') {
  const fake = createFakeAws({
    accounts: [
      { id: ACCOUNT, regions: { [REGION]: { analyzers: [{ name: 'external', type: 'ACCOUNT', findings }] } } },
    ],
    behavior: { unknownFindingId },
  });
  const clients = createClients({ requestHandler: fake.requestHandler, credentials: fake.credentialsFor(ACCOUNT) });
  const statuses = (): Record<string, string | undefined> =>
    Object.fromEntries<string | undefined>(
      fake
        .account(ACCOUNT)
        .region(REGION)
        .analyzer('external')
        .findings()
        .map(({ id = '', status }) => [id, status]),
    );
  return { client: clients.accessAnalyzer(REGION), fake, statuses };
}

describe('archiving and unarchiving', () => {
  test('touches no finding outside its ids, no resolved one, and puts every id into exactly one list', async () => {
    await fc.assert(
      fc.asyncProperty(
        account,
        wanted,
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom('not-found' as const, 'ignore' as const),
        async (findings, ids, archive, chunkSize, unknownFindingId) => {
          const { client, statuses } = start(findings, unknownFindingId);
          const before = statuses();
          const change = archive ? archiveFindings : unarchiveFindings;
          const outcome = await change(client, 'external', ids, { chunkSize, confirmDelayMs: 0 });
          const after = statuses();
          const changed = Object.keys(before).filter((id) => before[id] !== after[id]);
          expect(changed.sort()).toEqual([...outcome.changed].sort());
          expect(changed.filter((id) => !ids.includes(id) || before[id] === 'RESOLVED')).toEqual([]);
          const named = [
            ...outcome.changed,
            ...outcome.already,
            ...outcome.notFound,
            ...outcome.refused.map(({ id }) => id),
          ];
          expect(named.sort()).toEqual([...new Set(ids)].sort());
          const again = await change(client, 'external', ids, { chunkSize, confirmDelayMs: 0 });
          expect(again.changed).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('by resource it touches the findings of that resource alone', async () => {
    await fc.assert(
      fc.asyncProperty(account, async (findings) => {
        const { client, statuses } = start(findings, 'not-found');
        const before = statuses();
        await archiveFindings(client, 'external', { resourceArn: 'arn:aws:s3:::one' }, { confirmDelayMs: 0 });
        const after = statuses();
        for (const { id = '', resource, status } of findings) {
          const archived = resource === 'arn:aws:s3:::one' && status === 'ACTIVE';
          expect(after[id]).toBe(archived ? 'ARCHIVED' : before[id]);
        }
      }),
      { numRuns: 30 },
    );
  });
});
