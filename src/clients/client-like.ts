/**
 * Any client of Access Analyzer: one of {@link Clients}, your own `AccessAnalyzerClient` (from whatever copy of the SDK), or
 * a double. Structural, since the SDK's own checks refuse a client from another copy.
 */
export interface AccessAnalyzerClientLike {
  /** Of all that the SDK's clients keep here only the Region is read. */
  readonly config: {
    /** The Region that it talks to, or what gives it. */
    readonly region: string | (() => string | Promise<string>);
  };
  /** As the SDK's clients have it: sends a command, resolves with its output, rejects with AWS's error. */
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/** The Region that a client talks to. */
export async function regionOf(client: Pick<AccessAnalyzerClientLike, 'config'>): Promise<string> {
  const { region } = client.config;
  return typeof region === 'function' ? region() : region;
}
