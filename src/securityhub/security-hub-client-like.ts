/** Any `SecurityHubClient`, from whatever copy of the SDK, or a double. */
export interface SecurityHubClientLike {
  readonly config: {
    /** The Region that it talks to, or what gives it. */
    readonly region: string | (() => string | Promise<string>);
  };
  /** As the SDK's clients have it. */
  send(command: never, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/** One client, for findings of its Region; or what gives the client of a Region and account, asked once for each batch. */
export type SecurityHubClientSource =
  SecurityHubClientLike | ((region: string, account: string) => SecurityHubClientLike | Promise<SecurityHubClientLike>);
