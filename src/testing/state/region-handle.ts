import type { FakeAnalyzerHandle, FakeRegionHandle } from '../types.ts';
import type { AccountState, RegionState } from './account-state.ts';
import { createAnalyzerState, type AnalyzerState } from './analyzer-state.ts';
import { analyzerHandle } from './analyzer-handle.ts';
import { lookFirst } from './scan.ts';
import type { World } from './world.ts';

/** What a test sees and changes of a Region. */
export function regionHandle(world: World, account: AccountState, region: RegionState): FakeRegionHandle {
  const handle = (analyzer: AnalyzerState): FakeAnalyzerHandle => analyzerHandle(world, analyzer);
  return {
    name: region.name,
    get optStatus() {
      return region.optStatus;
    },
    setOptStatus(status) {
      region.optStatus = status;
    },
    setDeny(by) {
      region.deny = by;
    },
    get analyzers() {
      return [...region.analyzers.values()].map(handle);
    },
    analyzer(name) {
      const analyzer = region.analyzers.get(name);
      if (analyzer === undefined) throw new Error(`${region.name} of ${account.id} has no analyzer ${name}`);
      return handle(analyzer);
    },
    addAnalyzer(analyzer) {
      const state = createAnalyzerState(account, region.name, analyzer, world.now());
      region.analyzers.set(analyzer.name, state);
      lookFirst(world, state);
      return handle(state);
    },
    deleteAnalyzer: (name) => void region.analyzers.delete(name),
  };
}
