import { expect, test, vi } from 'vitest';
import type { FakeFinding } from '../../../../src/testing/index.ts';
import { FindingStore } from '../../../../src/testing/state/finding-store.ts';

const defaults = {
  analyzerArn: 'arn',
  findingType: 'ExternalAccess',
  account: '111122223333',
  createdAt: 'C',
  analyzedAt: 'A',
};

function ids(store: FindingStore): string[] {
  return [...store.from(0)].map(([, { id }]) => id);
}

function lazy(count: number, indexOf?: (id: string) => number | undefined) {
  const at = vi.fn((index: number): FakeFinding => ({ id: `f-${index}`, resource: `r-${index % 2}` }));
  return { at, source: { count, at, ...(indexOf ? { indexOf } : {}) } };
}

test('defaults fill in what a scenario leaves out; ids are the same in every run and differ in a list', () => {
  const make = (): FindingStore => new FindingStore([{}, {}, { createdAt: 'X' }], defaults);
  expect(ids(make())).toEqual(ids(make()));
  expect(new Set(ids(make())).size).toBe(3);
  expect(make().at(0)).toMatchObject({
    status: 'ACTIVE',
    resourceType: 'AWS::S3::Bucket',
    createdAt: 'C',
    updatedAt: 'C',
    analyzedAt: 'A',
  });
  expect(make().at(2)).toMatchObject({ createdAt: 'X', updatedAt: 'X' });
});

test('positions stay when findings are removed and added', () => {
  const store = new FindingStore([{ id: 'a' }, { id: 'b' }, { id: 'c' }], defaults);
  store.remove('b');
  store.add({ id: 'd' });
  expect([...store.from(0)].map(([position, { id }]) => [position, id])).toEqual([
    [0, 'a'],
    [2, 'c'],
    [3, 'd'],
  ]);
  expect(store.get('b')).toBeUndefined();
  expect(store.change('b', { status: 'RESOLVED' })).toBe(false);
});

test('a finding added under an id that is there replaces it', () => {
  const store = new FindingStore([{ id: 'a', status: 'ACTIVE' }], defaults);
  store.add({ id: 'a', status: 'RESOLVED' });
  expect([ids(store), store.get('a')?.status]).toEqual([['a'], 'RESOLVED']);
});

test('a lazy source is asked for what is read only, and keeps what was changed', () => {
  const { at, source } = lazy(1_000_000, (id) => Number(id.slice(2)));
  const store = new FindingStore(source, defaults);
  expect(store.at(500_000)?.id).toBe('f-500000');
  store.change('f-500000', { status: 'ARCHIVED' });
  expect(store.get('f-500000')?.status).toBe('ARCHIVED');
  store.remove('f-3');
  expect(store.at(3)).toBeUndefined();
  expect(at.mock.calls.length).toBeLessThan(5);
});

test('a lazy source without an index of ids is looked through once', () => {
  const { at, source } = lazy(100);
  const store = new FindingStore(source, defaults);
  expect([store.get('f-99')?.id, store.get('f-1')?.id, store.get('x')]).toEqual(['f-99', 'f-1', undefined]);
  expect(at.mock.calls.length).toBe(102);
});

test('the findings of a resource are found, also those that come later', () => {
  const store = new FindingStore(lazy(6).source, defaults);
  expect(store.ofResource('r-1').map(({ id }) => id)).toEqual(['f-1', 'f-3', 'f-5']);
  store.add({ id: 'late', resource: 'r-1' });
  expect(store.positionsOf('r-1')).toEqual([1, 3, 5, 6]);
  expect([...store.resources]).toEqual(['r-0', 'r-1']);
});

test('every change makes a new version', () => {
  const store = new FindingStore([{ id: 'a' }], defaults);
  const seen = [store.version];
  store.change('a', { status: 'ARCHIVED' });
  seen.push(store.version);
  store.remove('a');
  seen.push(store.version);
  store.add({ id: 'b' });
  seen.push(store.version);
  expect(new Set(seen).size).toBe(4);
});
