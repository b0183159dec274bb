import type { Access } from '../evaluate/verdict.ts';

/** Options of every streaming form. */
export interface StreamOptions {
  /**
   * The accesses to write, when they are not in memory: read once, one at a time, in the verdict's order.
   *
   * @defaultValue the verdict's own `accesses`
   */
  readonly accesses?: Iterable<Access> | AsyncIterable<Access> | undefined;
}

/** One text being written: what comes before the accesses, one piece for each, and what comes after. */
export interface TextWriter {
  head(): Iterable<string>;
  /** May be empty. */
  item(access: Access): string;
  tail(): Iterable<string>;
}

/** How much text makes a chunk, in UTF-16 units. */
const CHUNK = 16_384;

/** The whole text: the chunks of {@link streamText}, joined. */
export function writeText(writer: TextWriter, accesses: Iterable<Access>): string {
  const parts: string[] = [...writer.head()];
  for (const access of accesses) parts.push(writer.item(access));
  for (const part of writer.tail()) parts.push(part);
  return parts.join('');
}

/** The text in chunks, with no more in memory than one chunk and one access. */
export async function* streamText(
  writer: TextWriter,
  accesses: Iterable<Access> | AsyncIterable<Access>,
): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  for (const part of writer.head()) {
    chunk += part;
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  for await (const access of accesses) {
    chunk += writer.item(access);
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  for (const part of writer.tail()) {
    chunk += part;
    if (chunk.length >= CHUNK) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
