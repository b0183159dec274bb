import type { Logger } from '@aws-sdk/types';
import { redact, redactError } from '../errors/redact.ts';

/** Members that hold a secret whatever it looks like. The SDK masks the secret key that STS gives out, and not the session token. */
const SECRET_MEMBER = /^(?:secret_?access_?key|session_?token|x-amz-security-token|authorization|external_?id)$/i;
/** Deeper than anything that AWS answers. */
const DEPTH = 16;

/** A logger that hands everything on without keys and tokens. The objects that were logged stay as they are. */
export function redactLog(logger: Logger): Logger {
  const level =
    (name: 'trace' | 'debug' | 'info' | 'warn' | 'error') =>
    (...content: unknown[]): void => {
      // Called as its own method, as loggers expect; not every logger has `trace`.
      (logger as Partial<Record<typeof name, (...content: unknown[]) => void>>)[name]?.(
        ...content.map((part) => redactValue(part, 0)),
      );
    };
  return {
    trace: level('trace'),
    debug: level('debug'),
    info: level('info'),
    warn: level('warn'),
    error: level('error'),
  };
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactError(value);
  if (depth > DEPTH) return '[deeper]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  // A date, a stream, a client: what it holds is not shown by its members.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [
      member,
      SECRET_MEMBER.test(member) && inner !== undefined ? '[redacted]' : redactValue(inner, depth + 1),
    ]),
  );
}
