import { linkSignal } from './link-signal.ts';

/** What {@link carrySignals} needs of an SDK client. */
export interface SignalCarryingClient {
  readonly middlewareStack: {
    add(
      middleware: never,
      options: { readonly step: 'deserialize'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
}

/** What {@link sendWithSignal} needs of a client: any of the SDK's. */
export interface SendingClient {
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

interface Arguments {
  readonly input: object;
  readonly request: object;
}

/** How many calls each client that carries signals has made. */
const calls = new WeakMap<object, number>();
// By object and not as members, so that nobody who looks at an input or a request finds in it what AWS does not get.
const signalsByInput = new WeakMap<object, AbortSignal>();
const signalsByRequest = new WeakMap<object, AbortSignal>();

/**
 * Makes a client bring the abort signal of a call to its request handler by itself, since the SDK uses a middleware stack that
 * is already made (`cacheMiddleware`) only for calls without options: to make it anew costs a seventh of a call. The handler
 * must be one of `gateRequestHandler`.
 */
export function carrySignals(client: SignalCarryingClient): void {
  const carry =
    (next: (args: Arguments) => Promise<unknown>) =>
    async (args: Arguments): Promise<unknown> => {
      const signal = signalsByInput.get(args.input);
      if (signal !== undefined) signalsByRequest.set(args.request, signal);
      return next(args);
    };
  client.middlewareStack.add(carry as never, {
    step: 'deserialize',
    priority: 'low',
    name: 'accessAnalyzerKitSignal',
  });
  calls.set(client, 0);
}

/** So many calls a client makes before its middleware is kept. One of a fleet's thousands makes fewer, and would only grow. */
const FEW = 8;

/** Sends a command: the signal goes the way that the client takes. */
export async function sendWithSignal(
  client: SendingClient,
  command: { readonly input: object },
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const before = calls.get(client);
  if (before !== undefined) calls.set(client, before + 1);
  if (before !== undefined && before >= FEW) {
    if (signal !== undefined) signalsByInput.set(command.input, signal);
    return client.send(command as never);
  }
  // The SDK puts a listener on it for each request: never on the caller's own signal.
  const link = linkSignal(signal);
  try {
    return await client.send(command as never, { abortSignal: link.signal });
  } finally {
    link.unlink();
  }
}

/** The signal of the call that sent this input. */
export function signalOfInput(input: object): AbortSignal | undefined {
  return signalsByInput.get(input);
}

/** The signal that a client brought with a request. */
export function signalOfRequest(request: object): AbortSignal | undefined {
  return signalsByRequest.get(request);
}
