import type { FakeFault, FakeHttpResponse, FakeIncoming } from '../types.ts';
import { pageToken } from './fault-queue.ts';

const HTML = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';
const STUCK_TOKEN = 'the-same-token-every-time';

/** Makes another answer of the right one. */
export function spoil(fault: FakeFault, request: FakeIncoming, response: FakeHttpResponse): FakeHttpResponse {
  const status = fault.status ?? 200;
  switch (fault.kind) {
    case 'truncated':
      return { ...response, body: response.body.slice(0, Math.floor(response.body.length / 2)) };
    case 'html':
      return { status, headers: { 'content-type': 'text/html' }, body: HTML };
    case 'not-json':
      return { ...inBetween(response), status, body: 'upstream connect error' };
    case 'wrong-json':
      return { ...inBetween(response), status, body: '{"unexpected":[1,2,3]}' };
    case 'empty':
      return { status, headers: {}, body: '' };
    case 'repeat-token':
      return changeJson(response, (body) => ({ ...body, ...token(request, pageToken(request) ?? STUCK_TOKEN) }));
    case 'empty-page':
      return changeJson(response, (body) => ({
        ...Object.fromEntries(Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? [] : value])),
        ...token(request, pageToken(request) ?? STUCK_TOKEN),
      }));
    case 'change':
      return changeJson(response, fault.change ?? ((body) => body));
    default:
      return response;
  }
}

/** What answers in the service's place knows nothing of the service's error. */
function inBetween(response: FakeHttpResponse): FakeHttpResponse {
  const { 'x-amzn-errortype': _, ...headers } = response.headers;
  return { ...response, headers };
}

function token(request: FakeIncoming, value: string): Record<string, string> {
  return request.service === 'access-analyzer' ? { nextToken: value } : { NextToken: value };
}

function changeJson(response: FakeHttpResponse, change: (body: Record<string, unknown>) => unknown): FakeHttpResponse {
  // STS and S3 answer in XML, which has neither page tokens nor members to change.
  if (response.status >= 300 || !isJson(response)) return response;
  return { ...response, body: JSON.stringify(change(JSON.parse(response.body || '{}') as Record<string, unknown>)) };
}

function isJson({ headers }: FakeHttpResponse): boolean {
  return headers['content-type'] === undefined || headers['content-type'].includes('json');
}
