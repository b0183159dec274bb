import type { FakeHttpResponse } from '../types.ts';
import { assumeRole } from './assume-role.ts';
import type { Call, FakeServiceModule } from './service.ts';
import { xml, type XmlContent } from './xml.ts';

const NAMESPACE = ' xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const OPERATIONS: ReadonlySet<string> = new Set(['GetCallerIdentity', 'AssumeRole', 'AssumeRoleWithWebIdentity']);

/** STS names these errors otherwise than the JSON services do. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  UnrecognizedClientException: 'InvalidClientTokenId',
  ExpiredTokenException: 'ExpiredToken',
  AccessDeniedException: 'AccessDenied',
  ValidationException: 'ValidationError',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  UnknownOperationException: 'InvalidAction',
  ThrottlingException: 'Throttling',
  InternalServerException: 'InternalFailure',
};

/** The Security Token Service: who is calling, and sessions of roles. Query protocol. */
export const stsService: FakeServiceModule = {
  unsigned: new Set(['AssumeRoleWithWebIdentity']),
  route(request) {
    const form = new URLSearchParams(request.body === '' ? queryText(request.query) : request.body);
    const { Action: operation, Version: _version, ...input } = Object.fromEntries(form);
    return operation !== undefined && OPERATIONS.has(operation) ? { operation, input } : undefined;
  },
  answer(call) {
    if (call.operation === 'GetCallerIdentity') {
      const { arn, userId, account } = call.principal;
      return result(call, { Arn: arn, UserId: userId, Account: account.id });
    }
    return result(call, assumeRole(call));
  },
  error(error, requestId) {
    const body = xml(
      'ErrorResponse',
      {
        Error: {
          Type: error.status < 500 ? 'Sender' : 'Receiver',
          Code: QUERY_CODES[error.code] ?? error.code,
          Message: error.message,
        },
        RequestId: requestId,
      },
      NAMESPACE,
    );
    return { status: error.status, headers: { 'content-type': 'text/xml', ...error.headers }, body };
  },
};

function result({ operation }: Call, content: XmlContent): FakeHttpResponse {
  const body = xml(`${operation}Response`, { [`${operation}Result`]: content }, NAMESPACE);
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

function queryText(query: Readonly<Record<string, readonly string[]>>): string {
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  return new URLSearchParams(pairs).toString();
}
