import type { FakeHttpRequest, FakeHttpResponse } from '../types.ts';
import type { ServiceError } from '../service-error.ts';
import type { Principal } from '../state/principals.ts';
import type { World } from '../state/world.ts';

/** An operation and what it was given, as a service reads them out of a request. */
export interface RoutedRequest {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A call by somebody who is who they say. */
export interface Call extends RoutedRequest {
  readonly world: World;
  readonly principal: Principal;
  readonly region: string;
  readonly request: FakeHttpRequest;
}

/** One faked AWS service. */
export interface FakeServiceModule {
  /** Undefined for a route that the service, or the fake of it, does not have. */
  route(request: FakeHttpRequest): RoutedRequest | undefined;
  /** @throws ServiceError for what AWS refuses */
  answer(call: Call): FakeHttpResponse;
  /** The error in the service's protocol. */
  error(error: ServiceError, requestId: string): FakeHttpResponse;
  /** Operations that need no credentials: reading {@link Call.principal} is then refused. */
  readonly unsigned?: ReadonlySet<string>;
}

/** A JSON answer. */
export function json(body: object, status = 200): FakeHttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** An error as the REST-JSON services send it. */
export function jsonError(error: ServiceError): FakeHttpResponse {
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code, ...error.headers },
    body: JSON.stringify({ message: error.message, ...error.members }),
  };
}
