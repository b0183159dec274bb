import type { FakeFinding } from '../types.ts';
import { matches } from '../services/access-analyzer/filters.ts';
import type { AnalyzerState } from './analyzer-state.ts';
import type { StoredFinding } from './stored-finding.ts';
import type { World } from './world.ts';

/** Adds a finding as the service generates one: dated now unless it says otherwise, archived when a rule matches. */
export function generateFinding(world: World, analyzer: AnalyzerState, finding: FakeFinding): StoredFinding {
  const now = world.now().toISOString();
  const { createdAt = now, analyzedAt = now } = finding;
  const stored = analyzer.findings.add({ ...finding, createdAt, analyzedAt });
  const archives = [...analyzer.rules.values()].some(({ filter }) => matches(world, stored, filter));
  if (stored.status !== 'ACTIVE' || !archives) return stored;
  analyzer.findings.change(stored.id, { status: 'ARCHIVED' });
  return { ...stored, status: 'ARCHIVED' };
}
