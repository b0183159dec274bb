import { expect, it } from 'vitest';
import { canHidePublic } from '../../../src/filters/index.ts';
import type { AnalyzerAccess } from '../../../src/model/analyzer.ts';
import type { FilterInput } from '../../../src/model/archive-rule.ts';

const cases: [FilterInput, AnalyzerAccess | undefined, boolean][] = [
  [{}, undefined, true],
  [{ resource: { eq: 'arn:aws:s3:::a' } }, undefined, true],
  [{ isPublic: { eq: 'false' } }, undefined, false],
  [{ isPublic: { eq: [false] } }, undefined, false],
  [{ isPublic: { eq: [false, true] } }, undefined, true],
  [{ isPublic: { eq: [] } }, undefined, true],
  [{ isPublic: { eq: 'False' } }, undefined, true],
  [{ isPublic: { neq: 'true' } }, undefined, true],
  [{ isPublic: { exists: true } }, undefined, true],
  [{ isPublic: { exists: false } }, undefined, true],
  [{ 'principal.AWS': { eq: '111122223333' } }, undefined, true],
  [{ findingType: { eq: 'UnusedIAMRole' } }, undefined, false],
  [{ findingType: { eq: ['UnusedIAMRole', 'ExternalAccess'] } }, undefined, true],
  [{ findingType: { eq: 'SomethingNew' } }, undefined, true],
  [{ findingType: { neq: 'ExternalAccess' } }, undefined, true],
  [{ resource: { contains: 'x' } }, 'unused', false],
  [{ resource: { contains: 'x' } }, 'internal', false],
  [{ resource: { contains: 'x' } }, 'external', true],
  [{ resource: { contains: 'x' } }, 'unknown', true],
];

it.each(cases)('%j on an analyzer of %s access: %s', (filter, access, expected) => {
  expect(canHidePublic(filter, { access })).toBe(expected);
});
