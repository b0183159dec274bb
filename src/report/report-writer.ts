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

/** One report being written: what comes before the accesses, what each of them gives, and what comes after. For one use. */
export interface ReportWriter<Part> {
  head(): Iterable<Part>;
  item(access: Access): Iterable<Part>;
  tail(): Iterable<Part>;
}

/** A report of text. */
export type TextWriter = ReportWriter<string>;

/** How much text makes a chunk, in UTF-16 units. */
const CHUNK = 16_384;

/** All parts at once. */
export function writeParts<Part>(writer: ReportWriter<Part>, accesses: Iterable<Access>): Part[] {
  const parts: Part[] = [...writer.head()];
  for (const access of accesses) for (const part of writer.item(access)) parts.push(part);
  for (const part of writer.tail()) parts.push(part);
  return parts;
}

/** The same parts one by one. Keeps nothing but what the writer keeps. */
export async function* streamParts<Part>(
  writer: ReportWriter<Part>,
  accesses: Iterable<Access> | AsyncIterable<Access>,
): AsyncGenerator<Part, void, undefined> {
  yield* writer.head();
  for await (const access of accesses) yield* writer.item(access);
  yield* writer.tail();
}

/** The whole text. */
export function writeText(writer: TextWriter, accesses: Iterable<Access>): string {
  return writeParts(writer, accesses).join('');
}

/** The same text in chunks: no more is in memory than one of them and one access. */
export async function* streamText(
  writer: TextWriter,
  accesses: Iterable<Access> | AsyncIterable<Access>,
): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  for await (const part of streamParts(writer, accesses)) {
    chunk += part;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
