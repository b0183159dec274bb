import { parseAnalyzerArn } from '../../../model/arn.ts';
import { accessDenied, fieldError, notFound } from '../../service-error.ts';
import type { AnalyzerState } from '../../state/analyzer-state.ts';
import { denial } from '../../state/world.ts';
import type { Call } from '../service.ts';

const ANALYZER_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,254}$/u;

/** @throws ServiceError when the caller may not perform the action */
export function authorize(call: Call, action: string, resource: string): void {
  const refused = denial(call.principal, `access-analyzer:${action}`, call.region, resource);
  if (refused !== undefined) throw accessDenied(refused);
}

/** The ARN that the service checks permissions on when there is no analyzer: `arn:aws:access-analyzer:us-east-1:111122223333:*`. */
export function serviceArn(call: Call, resource = '*'): string {
  const { account } = call.principal;
  return `arn:${account.partition}:access-analyzer:${call.region}:${account.id}:${resource}`;
}

/** The caller's analyzer that `analyzerArn` names, once the caller may perform the action on it. */
export function analyzerByArn(call: Call, action: string): AnalyzerState {
  const arn = requiredString(call, 'analyzerArn');
  const parts = parseAnalyzerArn(arn);
  if (parts === undefined) throw fieldError('analyzerArn', 'is not the ARN of an analyzer');
  authorize(call, action, arn);
  if (parts.account !== call.principal.account.id) {
    const name = `access-analyzer:${action}`;
    throw accessDenied(
      `User: ${call.principal.arn} is not authorized to perform: ${name} on resource: ${arn} ` +
        `because no resource-based policy allows the ${name} action`,
    );
  }
  const analyzer = ownAnalyzer(call, parts.name);
  if (analyzer?.arn !== arn) throw notFound('Analyzer', arn);
  return analyzer;
}

/** The caller's analyzer that `analyzerName` names, once the caller may perform the action on it. */
export function analyzerByName(call: Call, action: string, subresource = ''): AnalyzerState {
  const name = requiredString(call, 'analyzerName');
  checkAnalyzerName(name);
  authorize(call, action, serviceArn(call, `analyzer/${name}${subresource}`));
  const analyzer = ownAnalyzer(call, name);
  if (analyzer === undefined) throw notFound('Analyzer', name);
  return analyzer;
}

/** @throws ServiceError for a name that no analyzer can have */
export function checkAnalyzerName(name: string): void {
  if (ANALYZER_NAME.test(name)) return;
  throw fieldError('analyzerName', 'must match [A-Za-z_][A-Za-z0-9_.-]* and have 1 to 255 characters');
}

/** The caller's analyzer of a name in the Region of the call. */
export function ownAnalyzer(call: Call, name: string): AnalyzerState | undefined {
  return call.principal.account.regions.get(call.region)?.analyzers.get(name);
}

/** @throws ServiceError when the request lacks the member */
export function requiredString(call: Call, name: string): string {
  const value = call.input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw fieldError(name, 'must be a non-empty string');
}

/** @throws ServiceError on an analyzer that an AWS service owns */
export function refuseServiceLinked(call: Call, analyzer: AnalyzerState, action: string): void {
  if (analyzer.managedBy === undefined) return;
  throw accessDenied(
    `User: ${call.principal.arn} is not authorized to perform: access-analyzer:${action} on resource: ${analyzer.arn} ` +
      `because it is managed by ${analyzer.managedBy}`,
  );
}
