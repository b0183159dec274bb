import type { FakeHttpResponse } from '../../types.ts';
import { fieldError, notFound, validationError } from '../../service-error.ts';
import type { AnalyzerState } from '../../state/analyzer-state.ts';
import type { StoredFinding } from '../../state/stored-finding.ts';
import { json, type Call } from '../service.ts';
import { toFindingDetails, toFindingV1, toFindingV2Summary } from './finding-json.ts';
import { isKept, refuseOtherThanExternal } from './list-findings.ts';
import { analyzerByArn, refuseServiceLinked, requiredString } from './lookup.ts';
import { listPage } from './paging.ts';

/** GetFinding: external analyzers only. */
export function getFinding(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'GetFinding');
  refuseOtherThanExternal(call, analyzer);
  return json({ finding: toFindingV1(findingById(call, analyzer)) });
}

/** GetFindingV2: the finding, and its details in pages. */
export function getFindingV2(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'GetFinding');
  const finding = findingById(call, analyzer);
  const { page, ...next } = listPage(call, [analyzer.arn, finding.id], toFindingDetails(finding), analyzer.pageSize);
  return json({ ...toFindingV2Summary(finding), findingDetails: page, ...next });
}

function findingById(call: Call, analyzer: AnalyzerState): StoredFinding {
  const id = requiredString(call, 'id');
  const finding = analyzer.findings.get(id);
  if (finding === undefined || !isKept(call.world, finding)) throw notFound('Finding', id);
  return finding;
}

/** Sets ACTIVE or ARCHIVED on findings by id, or on all of a resource. A RESOLVED finding stays as it is. */
export function updateFindings(call: Call): FakeHttpResponse {
  const analyzer = analyzerByArn(call, 'UpdateFindings');
  refuseServiceLinked(call, analyzer, 'UpdateFindings');
  const { status, ids, resourceArn } = call.input;
  if (status !== 'ACTIVE' && status !== 'ARCHIVED') {
    throw fieldError('status', 'must satisfy enum value set: [ACTIVE, ARCHIVED]');
  }
  const updatedAt = call.world.now().toISOString();
  for (const finding of chosenFindings(call, analyzer, ids, resourceArn)) {
    if (finding.status === 'RESOLVED' || finding.status === status) continue;
    analyzer.findings.change(finding.id, { status, updatedAt });
  }
  return json({});
}

function chosenFindings(
  call: Call,
  analyzer: AnalyzerState,
  ids: unknown,
  resourceArn: unknown,
): readonly StoredFinding[] {
  if ((ids === undefined) === (resourceArn === undefined)) {
    throw validationError('Specify either ids or resourceArn', 'fieldValidationFailed', [
      { name: 'ids', message: 'or resourceArn must be given, and not both' },
    ]);
  }
  if (typeof resourceArn === 'string') return analyzer.findings.ofResource(resourceArn);
  if (!Array.isArray(ids)) throw fieldError('ids', 'must be a list of finding ids');
  return ids.flatMap((id) => {
    const finding = analyzer.findings.get(String(id));
    if (finding !== undefined) return finding;
    if (call.world.behavior.unknownFindingId === 'ignore') return [];
    throw notFound('Finding', String(id));
  });
}

/** Refuses what only external analyzers do: {@link refuseOtherThanExternal}, and what an inactive one cannot. */
export function requireActiveExternal(call: Call, analyzer: AnalyzerState): void {
  refuseOtherThanExternal(call, analyzer);
  if (analyzer.status !== 'ACTIVE') throw validationError(`Analyzer ${analyzer.name} is not active`);
}
