/** Any S3 client: yours, from whatever copy of the SDK, or a double. */
export interface S3ClientLike {
  readonly config: {
    /** The Region that it talks to, or what gives it. */
    readonly region: string | (() => string | Promise<string>);
  };
  /** As the SDK's clients have it. */
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/**
 * An S3 client, or a function that gives the client of a Region. Buckets live in Regions: with a function the bucket's Region is
 * followed; a client alone follows only where it was made with `followRegionRedirects: true`.
 *
 * @example
 * ```ts
 * const s3 = (region: string) => new S3Client(clients.clientConfig(region)); // same credentials, sockets and limit
 * ```
 */
export type S3ClientSource = S3ClientLike | ((region: string) => S3ClientLike);
