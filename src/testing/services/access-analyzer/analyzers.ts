import type { FakeHttpResponse } from '../../types.ts';
import { accessDenied, conflict, fieldError, quotaExceeded, validationError } from '../../service-error.ts';
import {
  analyzerKind,
  createAnalyzerState,
  isOrganizationType,
  type AnalyzerState,
} from '../../state/analyzer-state.ts';
import { planScan } from '../../state/scan.ts';
import { allAnalyzers, inOneOrganization } from '../../state/world.ts';
import { json, type Call } from '../service.ts';
import { once } from './client-token.ts';
import { readFilter } from './filters.ts';
import {
  analyzerByName,
  authorize,
  checkAnalyzerName,
  refuseServiceLinked,
  requiredString,
  serviceArn,
} from './lookup.ts';
import { listPage } from './paging.ts';

const TYPES = [
  'ACCOUNT',
  'ORGANIZATION',
  'ACCOUNT_UNUSED_ACCESS',
  'ORGANIZATION_UNUSED_ACCESS',
  'ACCOUNT_INTERNAL_ACCESS',
  'ORGANIZATION_INTERNAL_ACCESS',
];

/** Analyzers of a type per account and Region, but for ORGANIZATION_INTERNAL_ACCESS (one) five of an organization's. */
function quota(type: string): number {
  return type === 'ORGANIZATION' || type === 'ORGANIZATION_UNUSED_ACCESS' ? 5 : 1;
}

/** ListAnalyzers: of all types, or of one. */
export function listAnalyzers(call: Call): FakeHttpResponse {
  authorize(call, 'ListAnalyzers', serviceArn(call));
  const { type } = call.input;
  if (type !== undefined) checkType(type);
  const own = call.principal.account.regions.get(call.region)?.analyzers.values() ?? [];
  const analyzers = [...own, ...foreignAnalyzers(call)].filter(
    (analyzer) => type === undefined || analyzer.type === type,
  );
  const { page, ...next } = listPage(call, type ?? null, analyzers);
  return json({ analyzers: page.map(toSummary), ...next });
}

/** Organization analyzers that another account owns, where the scenario has members see them. */
function foreignAnalyzers(call: Call): AnalyzerState[] {
  const { account } = call.principal;
  if (!account.showsOrganizationAnalyzers) return [];
  return [...allAnalyzers(call.world)].filter(
    (analyzer) =>
      analyzer.region === call.region &&
      analyzer.account.id !== account.id &&
      isOrganizationType(analyzer.type) &&
      inOneOrganization(call.world, analyzer.account.id, account.id),
  );
}

/** GetAnalyzer, which unlike ListAnalyzers tells the configuration. */
export function getAnalyzer(call: Call): FakeHttpResponse {
  const analyzer = analyzerByName(call, 'GetAnalyzer');
  return json({ analyzer: { ...toSummary(analyzer), configuration: analyzer.configuration } });
}

function toSummary(analyzer: AnalyzerState): Record<string, unknown> {
  const { arn, name, type, createdAt, status, statusReason, lastResourceAnalyzed, lastResourceAnalyzedAt, managedBy } =
    analyzer;
  return {
    arn,
    name,
    type,
    createdAt,
    lastResourceAnalyzed,
    lastResourceAnalyzedAt,
    tags: Object.fromEntries(analyzer.tags),
    status,
    statusReason,
    managedBy,
  };
}

/** CreateAnalyzer: ACTIVE at once, its first look is a scan. */
export function createAnalyzer(call: Call): FakeHttpResponse {
  const name = requiredString(call, 'analyzerName');
  checkAnalyzerName(name);
  authorize(call, 'CreateAnalyzer', serviceArn(call, `analyzer/${name}`));
  const { type, archiveRules, tags, configuration } = call.input;
  checkType(type);
  const { account } = call.principal;
  const region = account.regions.get(call.region);
  const isAdministrator = call.world.organization?.administrators.has(account.id) === true;
  if (isOrganizationType(type) && !isAdministrator) {
    throw accessDenied(`Account ${account.id} is not a delegated administrator`);
  }
  const rules = readInlineRules(archiveRules);
  once(call, [name, type], () => {
    if (region?.analyzers.has(name) === true) {
      throw conflict('Analyzer', name, `An analyzer named ${name} already exists`);
    }
    const sameType = [...(region?.analyzers.values() ?? [])].filter((analyzer) => analyzer.type === type);
    if (sameType.filter(({ managedBy }) => managedBy === undefined).length >= quota(type)) {
      throw quotaExceeded('Analyzer', name, `The maximum number of analyzers of type ${type} has been reached`);
    }
    const now = call.world.now();
    const state = createAnalyzerState(
      account,
      call.region,
      {
        name,
        type,
        createdAt: now.toISOString(),
        lastResourceAnalyzedAt: null,
        archiveRules: rules,
        ...(typeof tags === 'object' && tags !== null ? { tags: tags as Record<string, string> } : {}),
        ...(configuration === undefined ? {} : { configuration }),
      },
      now,
    );
    if (analyzerKind(type) === 'external') planScan(call.world, state);
    region?.analyzers.set(name, state);
  });
  return json({ arn: serviceArn(call, `analyzer/${name}`) });
}

function readInlineRules(value: unknown): { ruleName: string; filter: ReturnType<typeof readFilter> }[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw fieldError('archiveRules', 'must be a list');
  return (value as { ruleName?: unknown; filter?: unknown }[]).map(({ ruleName, filter }) => {
    if (typeof ruleName !== 'string') throw fieldError('archiveRules.ruleName', 'must be a string');
    return { ruleName, filter: readFilter(filter, 'archive-rule') };
  });
}

/** UpdateAnalyzer: the configuration. */
export function updateAnalyzer(call: Call): FakeHttpResponse {
  const analyzer = analyzerByName(call, 'UpdateAnalyzer');
  if (analyzerKind(analyzer.type) === 'external') {
    throw validationError('UpdateAnalyzer is not supported for external access analyzers', 'notSupported');
  }
  refuseServiceLinked(call, analyzer, 'UpdateAnalyzer');
  analyzer.configuration = call.input['configuration'];
  return json({ configuration: analyzer.configuration });
}

/** DeleteAnalyzer, with all its findings. */
export function deleteAnalyzer(call: Call): FakeHttpResponse {
  const analyzer = analyzerByName(call, 'DeleteAnalyzer');
  refuseServiceLinked(call, analyzer, 'DeleteAnalyzer');
  analyzer.account.regions.get(call.region)?.analyzers.delete(analyzer.name);
  return json({});
}

/** Only AWS services make and delete service-linked analyzers. */
export function refuseServiceLinkedCall(call: Call): FakeHttpResponse {
  throw accessDenied(`User: ${call.principal.arn} is not authorized to perform: access-analyzer:${call.operation}`);
}

function checkType(type: unknown): asserts type is string {
  if (typeof type !== 'string' || !TYPES.includes(type)) {
    throw fieldError('type', `must satisfy enum value set: [${TYPES.join(', ')}]`);
  }
}
