import { isRecord } from '../model/loose.ts';

/** What any error says about itself that bears on why a call failed, without trusting its shape. */
export interface ErrorFacts {
  /** AWS's code (`AccessDeniedException`) or the JavaScript error's name. */
  readonly name: string;
  readonly message: string;
  /** Node's code, the first in the chain of causes: `ECONNRESET`. */
  readonly code?: string;
  /** Whether a service answered with an error of its own. */
  readonly fromService: boolean;
  readonly httpStatus?: number;
  readonly requestId?: string;
  readonly attempts?: number;
  /** What the service asked to wait. */
  readonly retryAfterSeconds?: number;
  /** The SDK's own opinion, from the model. */
  readonly modelledRetryable: boolean;
}

const DEPTH = 5;

/** Reads the {@link ErrorFacts} off whatever was thrown. Never throws: what fails when it is read says nothing. */
export function errorFacts(error: unknown): ErrorFacts {
  try {
    return readFacts(error);
  } catch {
    return { name: typeof error, message: '', fromService: false, modelledRetryable: false };
  }
}

function readFacts(error: unknown): ErrorFacts {
  if (!isRecord(error)) {
    return { name: typeof error, message: String(error), fromService: false, modelledRetryable: false };
  }
  const metadata = isRecord(error['$metadata']) ? error['$metadata'] : {};
  const code = nodeCode(error, 0);
  const { httpStatusCode, requestId, attempts } = metadata;
  const retryAfter = Number(error['retryAfterSeconds'] ?? Number.NaN);
  return {
    name: typeof error['name'] === 'string' ? error['name'] : 'Error',
    message: typeof error['message'] === 'string' ? error['message'] : '',
    fromService: error['$fault'] === 'client' || error['$fault'] === 'server',
    modelledRetryable: error['$retryable'] !== undefined,
    ...(code === undefined ? {} : { code }),
    ...(typeof httpStatusCode === 'number' ? { httpStatus: httpStatusCode } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof attempts === 'number' ? { attempts } : {}),
    ...(Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {}),
  };
}

function nodeCode(error: Readonly<Record<string, unknown>>, depth: number): string | undefined {
  if (typeof error['code'] === 'string') return error['code'];
  if (depth === DEPTH || !isRecord(error['cause'])) return undefined;
  return nodeCode(error['cause'], depth + 1);
}
