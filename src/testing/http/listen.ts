import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeHttpRequest, FakeServer } from '../types.ts';
import type { Dispatched } from '../dispatch.ts';
import type { Delay } from './request-handler.ts';

/** Serves the fake on 127.0.0.1. */
export async function listen(
  take: (request: FakeHttpRequest) => Dispatched,
  delay: Delay,
  port: number,
): Promise<FakeServer> {
  const server = createServer((message, response) => {
    serve(take, delay, message, response).catch((error: unknown) => {
      // A connection that the client gave up is nobody's error.
      if (response.destroyed) return;
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(`The fake failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, close, [Symbol.asyncDispose]: close };
}

async function serve(
  take: (request: FakeHttpRequest) => Dispatched,
  delay: Delay,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    gone.abort();
  });
  const dispatched = take(await fromNodeRequest(message));
  if (dispatched.delayMs > 0) await delay(dispatched.delayMs, gone.signal);
  if (gone.signal.aborted) return;
  const outcome = dispatched.answer();
  if (outcome.kind === 'stall') return;
  if (outcome.kind === 'reset' || outcome.kind === 'unreachable') {
    response.socket?.resetAndDestroy();
    return;
  }
  const { response: answer, cut } = outcome;
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(hasBody(answer.status) ? { 'content-length': body.length } : {}),
  });
  if (cut === undefined) {
    response.end(hasBody(answer.status) && message.method !== 'HEAD' ? body : undefined);
    return;
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => {
    if (cut === 'reset') response.socket?.resetAndDestroy();
  });
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 304;
}

async function fromNodeRequest(message: IncomingMessage): Promise<FakeHttpRequest> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const [path = '/', search = ''] = (message.url ?? '/').split('?');
  const query: Record<string, string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) (query[key] ??= []).push(value);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: message.method ?? 'GET',
    host: (message.headers.host ?? '').replace(/:\d+$/u, ''),
    path,
    query,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks).toString(),
  };
}
