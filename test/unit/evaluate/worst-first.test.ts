import { expect, test } from 'vitest';
import { evaluate } from '../../../src/evaluate/evaluate.ts';
import type { Access } from '../../../src/evaluate/verdict.ts';
import { sortWorstFirst } from '../../../src/evaluate/worst-first.ts';
import { buildEvidence } from '../../helpers/build-evidence.ts';

test('accesses that are as bad and as old are ordered by their ids to the last digit', () => {
  const regions = { 'us-east-1': { analyzers: [{ findings: [{}] }] } };
  const [access] = evaluate(buildEvidence({ regions })).accesses as readonly [Access];
  const digests = ['b', 'a0', 'a2', 'a1'].map((end) => end.padStart(64, '0'));
  const named = digests.map((digest): Access => ({ ...access, accessId: digest }));
  const sorted = sortWorstFirst(named, { times: digests.map(() => 0), digests });
  expect(sorted.map(({ accessId }) => accessId)).toEqual([...digests].sort());
});
