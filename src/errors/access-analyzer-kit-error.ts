import type { ErrorCode } from './error-code.ts';
import { printable } from './printable.ts';
import { redactError } from './redact.ts';

/** Survives two copies of the package, where `instanceof` does not. */
const BRAND: symbol = Symbol.for('access-analyzer-kit/error');

/** Far more than the longest message of ours: what exceeds it came from outside. */
const LONGEST_MESSAGE = 4_000;

/** The base of every error that this library throws on purpose. An abort is not one: it rejects with `signal.reason`. */
export class AccessAnalyzerKitError extends Error {
  /** What went wrong, as a stable literal. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown }) {
    // Names and values from outside stand in messages, and messages go to terminals and logs.
    super(printable(message, LONGEST_MESSAGE), withoutSecrets(options));
    this.code = code;
    // Not enumerable, so that it stays out of logs and of comparisons in tests.
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The class name, which is what a stack trace starts with. */
  override get name(): string {
    return this.constructor.name;
  }
}

/** The cause as it was, but for keys and tokens that its words hold: AWS quotes the request that it could not verify. */
function withoutSecrets(options: { readonly cause?: unknown } | undefined): { readonly cause?: unknown } | undefined {
  return options?.cause === undefined ? options : { ...options, cause: redactError(options.cause) };
}

/**
 * Whether a caught value is an error of this library, from this copy of the package or another.
 *
 * @example
 * ```ts
 * try { await listAnalyzers(client); } catch (error) {
 *   if (isAccessAnalyzerKitError(error) && error.code === 'AWS_CALL_FAILED') console.error(error.message);
 * }
 * ```
 */
export function isAccessAnalyzerKitError(value: unknown): value is AccessAnalyzerKitError {
  return typeof value === 'object' && value !== null && BRAND in value;
}
