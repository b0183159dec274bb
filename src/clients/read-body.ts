import { finished, Readable } from 'node:stream';

/**
 * Reads a response body to its end. The SDK's handlers hand out a stream that still arrives while they count the request as
 * done; only after its end is the request really over, and only here a truncated answer fails where it is still retried.
 * A body of a form that is no stream is complete already and comes back as it is.
 */
export async function readBody(body: unknown): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  const take = (chunk: Uint8Array | string): void => {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  };
  if (body instanceof Readable) await readStream(body, take);
  else if (isByteStream(body)) for await (const chunk of body) take(chunk);
  else return body;
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

/** By its events: the iterator of a Node stream costs as much as a tenth of a whole call. */
async function readStream(stream: Readable, take: (chunk: Uint8Array | string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.on('data', take);
    finished(stream, { writable: false }, (error) => {
      if (error === undefined || error === null) resolve();
      else reject(error);
    });
  });
}

/** Tells a stream that nobody will read to stop. Never throws: whoever is told of the same abort next must hear of it too. */
export function discardBody(body: unknown): void {
  try {
    if (typeof body === 'object' && body !== null) (body as { readonly destroy?: () => void }).destroy?.();
  } catch {
    // A body of somebody's own handler. Nobody waits for it.
  }
}

/** A Node stream or a web stream; a `Uint8Array` iterates synchronously and is none. */
function isByteStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
