import type { RetryErrorInfo, RetryStrategyV2, RetryToken } from '@aws-sdk/types';
import { signalOfInput } from './carry-signal.ts';
import { sleep } from './until-aborted.ts';

/** Within this much beyond its own back-off the SDK honours `Retry-After` by itself; it cuts a longer one down to it. */
const SDK_WINDOW_MS = 5000;

/** What {@link honourRetryAfter} changes of an SDK client. */
export interface RetryingClient {
  readonly middlewareStack: {
    add(
      middleware: never,
      options: { readonly step: 'finalizeRequest'; readonly priority: 'low'; readonly name: string },
    ): void;
  };
  readonly config: { retryStrategy: () => Promise<unknown> };
}

/** How long a service may make us wait. */
export interface HonourRetryAfterOptions {
  /** A longer hint ends the call at once: to ask again sooner than told cannot succeed. */
  readonly maxRetryAfterMs: number;
  /** The clock, in milliseconds. */
  readonly now?: (() => number) | undefined;
}

/**
 * Makes a client wait as long as `Retry-After` says (measured: the SDK cuts 30 s to about 5, and so uses its attempts up in
 * vain). The wait ends at once when the call is aborted, and holds no place in the gate.
 */
export function honourRetryAfter(client: RetryingClient, options: HonourRetryAfterOptions): void {
  // A strategy is not told the call's signal. The middleware inside the retry loop sees both it and the error.
  const signals = new WeakMap<object, AbortSignal>();
  const rememberSignal =
    (next: (args: Arguments) => Promise<unknown>, context: Readonly<Record<string, unknown>>) =>
    async (args: Arguments): Promise<unknown> => {
      try {
        return await next(args);
      } catch (error) {
        const signal = signalOfInput(args.input) ?? signalOfContext(context);
        if (signal !== undefined && typeof error === 'object' && error !== null) signals.set(error, signal);
        throw error;
      }
    };
  client.middlewareStack.add(rememberSignal as never, {
    step: 'finalizeRequest',
    priority: 'low',
    name: 'accessAnalyzerKitRetryAfter',
  });

  const makeStrategy = client.config.retryStrategy;
  let patient: Promise<unknown> | undefined;
  client.config.retryStrategy = () =>
    (patient ??= makeStrategy().then((strategy) => {
      return isRetryStrategy(strategy) ? waitAsTold(strategy, signals, options) : strategy;
    }));
}

function waitAsTold(
  strategy: RetryStrategyV2 & { readonly mode?: string },
  signals: WeakMap<object, AbortSignal>,
  { maxRetryAfterMs, now = Date.now }: HonourRetryAfterOptions,
): RetryStrategyV2 & { readonly mode?: string } {
  return {
    ...(strategy.mode === undefined ? {} : { mode: strategy.mode }),
    acquireInitialRetryToken: (scope) => strategy.acquireInitialRetryToken(scope),
    recordSuccess: (token) => {
      strategy.recordSuccess(token);
    },
    refreshRetryTokenForRetry: async (token: RetryToken, info: RetryErrorInfo): Promise<RetryToken> => {
      const until = info.retryAfterHint?.getTime() ?? 0;
      const wait = until - now();
      // Before the SDK has its say: the limit may be shorter than what it waits by itself.
      if (wait > maxRetryAfterMs) throw new Error('The service asks to wait longer than maxRetryAfterMs.');
      if (wait <= SDK_WINDOW_MS) return strategy.refreshRetryTokenForRetry(token, info);
      // First the strategy's own back-off, which refuses when the attempts are used up; its jitter counts as waiting.
      const { retryAfterHint: _, ...unhinted } = info;
      const renewed = await strategy.refreshRetryTokenForRetry(token, unhinted);
      const { error } = info as { readonly error?: unknown };
      const signal = typeof error === 'object' && error !== null ? signals.get(error) : undefined;
      await sleep(Math.max(0, until - now()), signal);
      return renewed;
    },
  };
}

function isRetryStrategy(value: unknown): value is RetryStrategyV2 & { readonly mode?: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'acquireInitialRetryToken' in value &&
    'refreshRetryTokenForRetry' in value &&
    'recordSuccess' in value
  );
}

interface Arguments {
  readonly input: object;
}

/** Of a call that came with options, as the client's owner makes it. */
function signalOfContext(context: Readonly<Record<string, unknown>>): AbortSignal | undefined {
  const inner = context['__smithy_context'];
  if (typeof inner !== 'object' || inner === null || !('abortSignal' in inner)) return undefined;
  return inner.abortSignal instanceof AbortSignal ? inner.abortSignal : undefined;
}
