import { route, type Route } from '../rest-json-routes.ts';

const PAGING = { nextToken: 'string', maxResults: 'integer' } as const;
const TOKEN = { clientToken: 'string' } as const;
const RULE = '/analyzer/{analyzerName}/archive-rule';

/** The routes of Access Analyzer's REST-JSON API of 2019-11-01 that the fake answers. */
export const ROUTES: readonly Route[] = [
  route('ListAnalyzers', 'GET /analyzer', { type: 'string', ...PAGING }),
  route('CreateAnalyzer', 'PUT /analyzer'),
  route('GetFindingsStatistics', 'POST /analyzer/findings/statistics'),
  route('GetAnalyzer', 'GET /analyzer/{analyzerName}'),
  route('UpdateAnalyzer', 'PUT /analyzer/{analyzerName}'),
  route('DeleteAnalyzer', 'DELETE /analyzer/{analyzerName}', TOKEN),
  route('CreateServiceLinkedAnalyzer', 'PUT /service-linked-analyzer'),
  route('DeleteServiceLinkedAnalyzer', 'DELETE /service-linked-analyzer/{analyzerName}', TOKEN),
  route('ListFindings', 'POST /finding'),
  route('ListFindingsV2', 'POST /findingv2'),
  route('GetFinding', 'GET /finding/{id}', { analyzerArn: 'string' }),
  route('GetFindingV2', 'GET /findingv2/{id}', { analyzerArn: 'string', ...PAGING }),
  route('UpdateFindings', 'PUT /finding'),
  route('StartResourceScan', 'POST /resource/scan'),
  route('GetAnalyzedResource', 'GET /analyzed-resource', { analyzerArn: 'string', resourceArn: 'string' }),
  route('ListAnalyzedResources', 'POST /analyzed-resource'),
  route('CreateArchiveRule', `PUT ${RULE}`),
  route('ListArchiveRules', `GET ${RULE}`, PAGING),
  route('GetArchiveRule', `GET ${RULE}/{ruleName}`),
  route('UpdateArchiveRule', `PUT ${RULE}/{ruleName}`),
  route('DeleteArchiveRule', `DELETE ${RULE}/{ruleName}`, TOKEN),
  route('ApplyArchiveRule', 'PUT /archive-rule'),
  route('TagResource', 'POST /tags/{resourceArn}'),
  route('UntagResource', 'DELETE /tags/{resourceArn}', { tagKeys: 'list' }),
  route('ListTagsForResource', 'GET /tags/{resourceArn}'),
];
