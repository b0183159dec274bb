import type { FakeHttpRequest, FakeSdkRequest } from '../types.ts';

/** The request that the SDK hands to a request handler, as the fake's services take it. */
export async function fromSdkRequest(request: FakeSdkRequest): Promise<FakeHttpRequest> {
  const query: Record<string, readonly string[]> = {};
  for (const [key, value] of Object.entries(request.query ?? {})) {
    query[key] = Array.isArray(value) ? value : [value ?? ''];
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    method: request.method,
    host: request.hostname,
    path: request.path,
    query,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: await bodyText(request.body),
  };
}

async function bodyText(body: unknown): Promise<string> {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
