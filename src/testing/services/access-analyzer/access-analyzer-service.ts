import type { FakeHttpResponse } from '../../types.ts';
import { ServiceError } from '../../service-error.ts';
import { matchRoute, refuseUnparsable } from '../rest-json-routes.ts';
import { jsonError, type Call, type FakeServiceModule } from '../service.ts';
import {
  createAnalyzer,
  deleteAnalyzer,
  getAnalyzer,
  listAnalyzers,
  refuseServiceLinkedCall,
  updateAnalyzer,
} from './analyzers.ts';
import { getAnalyzedResource, listAnalyzedResources, startResourceScan } from './analyzed-resources.ts';
import {
  applyArchiveRule,
  createArchiveRule,
  deleteArchiveRule,
  getArchiveRule,
  listArchiveRules,
  updateArchiveRule,
} from './archive-rules.ts';
import { getFinding, getFindingV2, updateFindings } from './findings.ts';
import { getFindingsStatistics } from './statistics.ts';
import { listTagsForResource, tagResource, untagResource } from './tags.ts';
import { listFindings, listFindingsV2 } from './list-findings.ts';
import { ROUTES } from './routes.ts';

const OPERATIONS: Readonly<Record<string, (call: Call) => FakeHttpResponse>> = {
  ListAnalyzers: listAnalyzers,
  GetAnalyzer: getAnalyzer,
  CreateAnalyzer: createAnalyzer,
  UpdateAnalyzer: updateAnalyzer,
  DeleteAnalyzer: deleteAnalyzer,
  CreateServiceLinkedAnalyzer: refuseServiceLinkedCall,
  DeleteServiceLinkedAnalyzer: refuseServiceLinkedCall,
  ListFindings: listFindings,
  ListFindingsV2: listFindingsV2,
  GetFinding: getFinding,
  GetFindingV2: getFindingV2,
  GetFindingsStatistics: getFindingsStatistics,
  UpdateFindings: updateFindings,
  StartResourceScan: startResourceScan,
  GetAnalyzedResource: getAnalyzedResource,
  ListAnalyzedResources: listAnalyzedResources,
  CreateArchiveRule: createArchiveRule,
  UpdateArchiveRule: updateArchiveRule,
  DeleteArchiveRule: deleteArchiveRule,
  GetArchiveRule: getArchiveRule,
  ListArchiveRules: listArchiveRules,
  ApplyArchiveRule: applyArchiveRule,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,
};

/** IAM Access Analyzer. REST-JSON protocol. */
export const accessAnalyzerService: FakeServiceModule = {
  route: (request) => matchRoute(ROUTES, request),
  answer(call) {
    refuseUnparsable(call.input);
    const operation = OPERATIONS[call.operation];
    if (operation === undefined) throw new ServiceError('UnknownOperationException', 404, call.operation);
    return operation(call);
  },
  error: (error) => jsonError(error),
};
