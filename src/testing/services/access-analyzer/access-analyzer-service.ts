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
