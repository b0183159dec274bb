import type { FakeHttpRequest } from '../types.ts';
import { ServiceError } from '../service-error.ts';
import type { RoutedRequest } from './service.ts';

/** A route of a REST-JSON service: `GET /analyzer/{analyzerName}`; labels and query members become input. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  readonly template: readonly string[];
  /** Query members and what they are. */
  readonly query: Readonly<Record<string, 'string' | 'integer' | 'list'>>;
}

/** Reads `['ListAnalyzers', 'GET /analyzer', { type: 'string' }]`. */
export function route(operation: string, methodAndPath: string, query: Route['query'] = {}): Route {
  const [method = '', path = ''] = methodAndPath.split(' ');
  return { operation, method, template: segments(path), query };
}

/** The operation that a request asks for, with its labels, query and JSON body as one input. */
export function matchRoute(routes: readonly Route[], request: FakeHttpRequest): RoutedRequest | undefined {
  const path = segments(request.path);
  for (const candidate of routes) {
    if (candidate.method !== request.method) continue;
    const labels = matchPath(candidate.template, path);
    if (labels === undefined) continue;
    return {
      operation: candidate.operation,
      input: { ...readJsonBody(request.body), ...readQuery(candidate, request), ...labels },
    };
  }
  return undefined;
}

function segments(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function matchPath(template: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (template.length !== path.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const given = path[index] ?? '';
    if (part.startsWith('{')) labels[part.slice(1, -1)] = decodeURIComponent(given);
    else if (part !== given) return undefined;
  }
  return labels;
}

function readQuery(candidate: Route, request: FakeHttpRequest): Record<string, unknown> {
  const entries = Object.entries(candidate.query).flatMap(([name, kind]): [string, unknown][] => {
    const values = request.query[name];
    if (values === undefined) return [];
    if (kind === 'list') return [[name, values]];
    return [[name, kind === 'integer' ? Number(values[0]) : values[0]]];
  });
  return Object.fromEntries(entries);
}

/** The members of a JSON body. Kept apart from the answer: a body that is none is refused when the call is answered. */
export function readJsonBody(body: string): Record<string, unknown> {
  if (body === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return { [UNPARSABLE]: true };
  }
}

const UNPARSABLE = '(unparsable)';

/** @throws ServiceError when the body was no JSON */
export function refuseUnparsable(input: Readonly<Record<string, unknown>>): void {
  if (!(UNPARSABLE in input)) return;
  throw new ServiceError('SerializationException', 400, 'Could not parse the request body');
}
