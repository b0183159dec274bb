/**
 * Reads a response body to its end. The SDK's handlers hand out a stream that still arrives while they count the request as
 * done; only after its end is the request really over, and only here a truncated answer fails where it is still retried.
 * A body of a form that is no stream is complete already and comes back as it is.
 */
export async function readBody(body: unknown): Promise<unknown> {
  if (!isByteStream(body)) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

/** Tells a stream that nobody will read to stop. */
export function discardBody(body: unknown): void {
  if (typeof body === 'object' && body !== null) (body as { readonly destroy?: () => void }).destroy?.();
}

/** A Node stream or a web stream; a `Uint8Array` iterates synchronously and is none. */
function isByteStream(body: unknown): body is AsyncIterable<Uint8Array | string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
