import type { ProblemCode } from '../../src/errors/problem.ts';
import type { WireAttempt, WireCall } from './wire.ts';

/** What the service itself says went wrong, by the name of its error. */
const BY_ERROR: readonly (readonly [RegExp, ProblemCode])[] = [
  [/^AccessDenied/, 'access-denied'],
  [/^Throttling|^TooManyRequests/, 'throttled'],
  [/^(?:ExpiredToken|InvalidSignature|InvalidClientTokenId|MissingAuthentication)/, 'credentials'],
  [/^UnrecognizedClient/, 'region-unusable'],
  [/^OptInRequired/, 'opt-in-required'],
  [/^ResourceNotFound/, 'not-found'],
  [/^(?:Validation|Conflict|ServiceQuotaExceeded)/, 'invalid-request'],
  [/^(?:InternalServer|InternalFailure|ServiceUnavailable)/, 'service'],
];

/** What has become of the answer, by the kind of fault. */
const BY_FAULT: Readonly<Record<string, ProblemCode>> = {
  dns: 'network',
  refused: 'network',
  reset: 'network',
  'reset-body': 'network',
  stall: 'timeout',
  'stall-body': 'timeout',
};

/** Services with one endpoint for all Regions know no Region that is off. */
const GLOBAL = new Set(['account', 'sts']);

/**
 * The code under which a call that was lost must be named: a table of its own, read off the last attempt as the fake saw it.
 * `owner` is the account that owns the analyzer asked about.
 */
export function expectedCode(call: WireCall, owner: string | undefined): ProblemCode {
  const code = codeOfAttempt(call.attempts.at(-1), call.service);
  if (code === 'region-unusable' && GLOBAL.has(call.service)) return 'credentials';
  return code === 'access-denied' && owner !== undefined && owner !== call.account ? 'not-ours' : code;
}

function codeOfAttempt(attempt: WireAttempt | undefined, service: string): ProblemCode {
  const response = attempt?.response;
  if (response === undefined) return BY_FAULT[attempt?.request.fault ?? ''] ?? 'unexpected';
  const { body, status } = response;
  if (status === 429) return 'throttled';
  if (status >= 500) return 'service';
  // A body that is none of AWS's tells nothing, whatever the status: half an error or a proxy's page.
  if (!isDocument(body, service)) return 'malformed-response';
  const error = errorName(response);
  const known = error === undefined ? undefined : BY_ERROR.find(([pattern]) => pattern.test(error))?.[1];
  if (known !== undefined) return known;
  if (status === 403) return 'access-denied';
  return status >= 400 ? 'invalid-request' : 'malformed-response';
}

/** The XML of STS, and of all others JSON. */
function isDocument(body: string, service: string): boolean {
  if (service === 'sts') return body === '' || /^<\w*Response[\s\S]*<\/\w*Response>\s*$/.test(body);
  try {
    return body === '' || typeof JSON.parse(body) === 'object';
  } catch {
    return false;
  }
}

function errorName({ body, headers, status }: NonNullable<WireAttempt['response']>): string | undefined {
  if (status < 300) return undefined;
  return headers['x-amzn-errortype'] ?? /<Code>(\w+)<\/Code>/.exec(body)?.[1];
}
