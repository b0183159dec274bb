import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ACCESS_LEVELS } from '../../../src/access-levels/access-level.ts';
import { narrowingConditions } from '../../../src/risk/narrowing-conditions.ts';
import type { RiskAudience } from '../../../src/risk/audience.ts';
import { riskTable } from '../../../src/risk/risk-table.ts';
import { SEVERITIES } from '../../../src/risk/severity.ts';

const audiences = Object.keys(riskTable) as RiskAudience[];
const guide = readFileSync(new URL('../../../docs/risk.md', import.meta.url), 'utf8');
const rank = (audience: RiskAudience, level: (typeof ACCESS_LEVELS)[number]): number =>
  SEVERITIES.indexOf(riskTable[audience][level]);

test.each(audiences)(
  '%s: Permissions and Write above Read above List and Tagging, as far as severities go',
  (audience) => {
    const atLeast = (milder: number, worse: number): void => expect(milder).toBeGreaterThanOrEqual(worse);
    expect(rank(audience, 'Permissions')).toBe(rank(audience, 'Write'));
    expect(rank(audience, 'Read')).toBeGreaterThan(rank(audience, 'Write'));
    atLeast(rank(audience, 'List'), rank(audience, 'Read'));
    atLeast(rank(audience, 'Tagging'), rank(audience, 'Read'));
  },
);

test.each(ACCESS_LEVELS)('%s: public is worst, inside the organization mildest', (level) => {
  for (const audience of ['cross-account', 'federated'] as const) {
    expect(rank('public', level)).toBeLessThan(rank(audience, level));
    expect(rank(audience, level)).toBeLessThan(rank('internal', level));
  }
});

test('public access is never below high', () => {
  for (const level of ACCESS_LEVELS) expect(rank('public', level)).toBeLessThanOrEqual(SEVERITIES.indexOf('high'));
});

test.each(audiences)('the guide prints the row of %s as it is', (audience) => {
  const { Permissions, Write, Read, Tagging, List } = riskTable[audience];
  const cells = guide
    .split('\n')
    .filter((line) => line.startsWith(`| ${audience} `))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(2, -1),
    );
  expect(cells).toEqual([[Permissions, Write, Read, Tagging, List]]);
});

test('the guide names every narrowing condition, and each key once', () => {
  const keys = narrowingConditions.map(({ key }) => key);
  expect(keys.filter((key) => !guide.includes(`\`${key}\``))).toEqual([]);
  expect(new Set(keys.map((key) => key.toLowerCase())).size).toBe(keys.length);
});
