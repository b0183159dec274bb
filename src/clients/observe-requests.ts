import { errorFacts } from './error-facts.ts';
import { cleanText } from './error-text.ts';

/** One request to AWS, as {@link CreateClientsOptions.onRequest} sees it once it has ended, with all its attempts. */
export interface RequestInfo {
  /** Clients that are made with {@link Clients.clientConfig} tell of no requests. */
  readonly service: 'access-analyzer' | 'account' | 'sts';
  /** `ListFindings` */
  readonly operation: string;
  /** The client's Region; for `account` and `sts` the home Region. */
  readonly region: string;
  /** The account whose credentials were used, once it is known. */
  readonly account?: string;
  /**
   * Attempts made; 0 when it failed before anything was sent. After an abort only a hint: the SDK may tell of none, or of
   * one that was not sent any more.
   */
  readonly attempts: number;
  /** AWS's id of the last attempt, for AWS Support. Absent when it had no answer. */
  readonly requestId?: string;
  /** From the call to its end, waiting for a place and between attempts included, in milliseconds. */
  readonly ms: number;
  /** HTTP status of the last attempt. */
  readonly status?: number;
  /** Why it failed; absent when it succeeded. */
  readonly error?: { readonly name: string; readonly message: string };
}

/** What {@link observeRequests} needs of an SDK client. */
export interface ObservableClient {
  readonly middlewareStack: {
    add(
      middleware: never,
      options: { readonly step: 'initialize'; readonly priority: 'high'; readonly name: string },
    ): void;
  };
  readonly config: { readonly region: () => Promise<string> };
}

/** Who is told, and what the client itself does not know. */
export interface ObserveRequestsOptions {
  readonly service: RequestInfo['service'];
  readonly account: () => string | undefined;
  readonly onRequest: (request: RequestInfo) => unknown;
  /** Told when `onRequest` itself fails. */
  readonly logger?: { warn(...content: unknown[]): void } | undefined;
}

/** Tells `onRequest` about each request of a client when it has ended. What `onRequest` throws never reaches the reading. */
export function observeRequests(client: ObservableClient, options: ObserveRequestsOptions): void {
  const observe =
    (
      next: (args: unknown) => Promise<{ readonly output: { readonly $metadata?: unknown } }>,
      context: { readonly commandName?: string },
    ) =>
    async (args: unknown): Promise<unknown> => {
      const begun = performance.now();
      const operation = (context.commandName ?? 'Unknown').replace(/Command$/, '');
      const tell = async (outcome: object, failed: boolean): Promise<void> => {
        const { attempts, httpStatus, message, name, requestId } = errorFacts(outcome);
        const ms = performance.now() - begun;
        const account = options.account();
        const region = await client.config.region().catch(() => 'unknown');
        await options.onRequest({
          service: options.service,
          operation,
          region,
          ...(account === undefined ? {} : { account }),
          attempts: attempts ?? (failed ? 0 : 1),
          ...(requestId === undefined ? {} : { requestId }),
          ms,
          ...(httpStatus === undefined ? {} : { status: httpStatus }),
          ...(failed ? { error: { name, message: cleanText(message, 500) } } : {}),
        });
      };
      const report = (outcome: unknown, failed: boolean): void => {
        tell(outcome as object, failed).catch((error: unknown) => {
          options.logger?.warn('onRequest failed', error);
        });
      };
      try {
        const result = await next(args);
        report(result.output, false);
        return result;
      } catch (error) {
        report(error, true);
        throw error;
      }
    };
  client.middlewareStack.add(observe as never, {
    step: 'initialize',
    priority: 'high',
    name: 'accessAnalyzerKitObserveRequests',
  });
}
