import { present } from '../../model/loose.ts';
import type { FakeAnalyzerHandle, FakeFinding } from '../types.ts';
import type { AnalyzerState } from './analyzer-state.ts';
import { generateFinding } from './generate-finding.ts';
import { scan } from './scan.ts';
import type { StoredFinding } from './stored-finding.ts';
import type { World } from './world.ts';

/** What a test sees and changes of an analyzer. */
export function analyzerHandle(world: World, analyzer: AnalyzerState): FakeAnalyzerHandle {
  const { findings } = analyzer;
  return {
    arn: analyzer.arn,
    name: analyzer.name,
    get type() {
      return analyzer.type;
    },
    get status() {
      return analyzer.status;
    },
    setStatus(status, reason) {
      analyzer.status = status;
      analyzer.statusReason = reason === undefined ? undefined : { code: reason };
    },
    setLastResourceAnalyzedAt(time) {
      analyzer.lastResourceAnalyzedAt = time ?? undefined;
    },
    get archiveRules() {
      return [...analyzer.rules.values()];
    },
    findings: () => [...findings.from(0)].map(([, finding]) => toFake(finding)),
    finding(id) {
      const finding = findings.get(id);
      return finding === undefined ? undefined : toFake(finding);
    },
    addFinding: (finding) => generateFinding(world, analyzer, finding).id,
    changeFinding(id, change) {
      const members = present(change) as Partial<StoredFinding>;
      if (!findings.change(id, members)) throw new Error(`${analyzer.arn} has no finding ${id}`);
    },
    removeFinding(id) {
      findings.remove(id);
    },
    setScanResult(resourceArn, result) {
      if (result === undefined) analyzer.scanResults.delete(resourceArn);
      else analyzer.scanResults.set(resourceArn, result);
    },
    scan(resourceArn) {
      scan(world, analyzer, world.now(), resourceArn);
    },
  };
}

function toFake(finding: StoredFinding): FakeFinding {
  return finding;
}
