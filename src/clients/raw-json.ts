import { readBody } from './read-body.ts';

/** Under this member a command's input carries a {@link JsonTaker}. A symbol: no serialiser of the SDK looks at it. */
const TAKER: unique symbol = Symbol('access-analyzer-kit: takes the answer as JSON');

/**
 * Is shown the JSON of a successful answer, and says whether it takes it. What it does not take the SDK reads, as it would have.
 */
export type JsonTaker = (json: unknown) => boolean;

/** The input with somebody who would rather have the answer's JSON. Clients that offer none take no notice. */
export function withJsonTaker<Input extends object>(input: Input, taker: JsonTaker): Input {
  // Not enumerable, so that doubles and logs see the input as it is sent.
  return Object.defineProperty({ ...input }, TAKER, { value: taker });
}

/** What {@link offerJson} needs of an SDK client. */
export interface JsonOfferingClient {
  readonly middlewareStack: {
    add(
      middleware: never,
      options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

interface Exchange {
  readonly response: { statusCode?: unknown; body?: unknown };
}

/**
 * Makes a client show the JSON of its successful answers to whoever asked for it ({@link withJsonTaker}), before the SDK reads
 * them by its schemas, which costs several times as much. An answer that is taken leaves the SDK an empty object to read, so
 * that everything else (errors, retries, metadata) is the SDK's own way still.
 */
export function offerJson(client: JsonOfferingClient): void {
  const offer =
    (next: (args: { readonly input: object }) => Promise<Exchange>) =>
    async (args: { readonly input: object }): Promise<Exchange> => {
      const result = await next(args);
      const taker = takerOf(args.input);
      const { response } = result;
      if (taker === undefined || !isSuccess(response.statusCode)) return result;
      response.body = await readBody(response.body);
      const json = parsed(response.body);
      if (json !== undefined && taker(json)) response.body = Buffer.from('{}');
      return result;
    };
  client.middlewareStack.add(offer as never, {
    step: 'deserialize',
    priority: 'low',
    name: 'accessAnalyzerKitRawJson',
  });
}

function takerOf(input: { readonly [TAKER]?: JsonTaker }): JsonTaker | undefined {
  return input[TAKER];
}

function isSuccess(status: unknown): boolean {
  return typeof status === 'number' && status >= 200 && status < 300;
}

/** Undefined for what is no JSON: the SDK will say so in its own words. */
function parsed(body: unknown): unknown {
  if (!(body instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()) as unknown;
  } catch {
    return undefined;
  }
}
