import type { ProblemCode } from '../errors/problem.ts';
import type { ErrorFacts } from './error-facts.ts';

/** The account's keys or tokens are missing, wrong or out of date, wherever they are used. */
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'TokenRefreshRequired',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
]);

/** "The security token included in the request is invalid": in a regional service also the answer of a Region that is off. */
const UNRECOGNIZED = new Set(['UnrecognizedClientException', 'AuthFailure']);

const DENIED = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'NotAuthorized',
  'NotAuthorizedException',
  'UnauthorizedOperation',
  'UnauthorizedAccess',
  'AuthorizationError',
]);

const NOT_SUBSCRIBED = new Set(['OptInRequired', 'SubscriptionRequiredException']);

const THROTTLED = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const NETWORK = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPROTO',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_SOCKET_CLOSED',
]);

/** OpenSSL's verdicts on the other side's certificate: a proxy that is not trusted, mostly. */
const CERTIFICATE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH)/;

const TIMED_OUT = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT']);
const TIMED_OUT_NAMES = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);

const NOT_FOUND = new Set(['ResourceNotFoundException', 'NoSuchEntity', 'NotFoundException', 'NoSuchBucket']);

/**
 * Why a call failed. `regional` is false for services that answer for the whole account (account, sts), where an
 * unrecognised token cannot mean a Region that is off.
 */
export function problemCode(facts: ErrorFacts, { regional }: { readonly regional: boolean }): ProblemCode {
  const { name, httpStatus: status, code = '' } = facts;
  if (CREDENTIALS.has(name)) return 'credentials';
  if (UNRECOGNIZED.has(name)) return regional ? 'region-unusable' : 'credentials';
  if (NOT_SUBSCRIBED.has(name)) return 'opt-in-required';
  if (DENIED.has(name)) return 'access-denied';
  if (THROTTLED.has(name) || status === 429) return 'throttled';
  // Before the names: Node's handler calls a reset connection a TimeoutError too.
  if (NETWORK.has(code) || CERTIFICATE.test(code)) return 'network';
  if (TIMED_OUT.has(code) || TIMED_OUT_NAMES.has(name) || status === 408) return 'timeout';
  if (status !== undefined && status >= 500) return 'service';
  if (isMalformed(facts)) return 'malformed-response';
  if (NOT_FOUND.has(name)) return 'not-found';
  if (status === 401 || status === 403) return 'access-denied';
  if (status !== undefined && status >= 400) return 'invalid-request';
  if (facts.fromService || status !== undefined) return 'service';
  if (/Region is missing|Region not accepted|is not a valid hostname/.test(facts.message)) return 'invalid-request';
  return 'unexpected';
}

/** HTML or cut-off JSON is a SyntaxError, a bad time stamp a TypeError, half an HTTP message an `HPE_` code: none is from the service. */
function isMalformed({ name, fromService, httpStatus, code = '' }: ErrorFacts): boolean {
  if (name === 'SyntaxError' || code.startsWith('HPE_')) return true;
  return (
    !fromService && httpStatus !== undefined && (name === 'TypeError' || name === 'RangeError' || name === 'Error')
  );
}

const RETRYABLE = new Set<ProblemCode>([
  'throttled',
  'network',
  'timeout',
  'malformed-response',
  'repeated-token',
  'service',
]);

/** Whether the same read may succeed later although nothing was changed. */
export function isRetryable(code: ProblemCode, facts: ErrorFacts): boolean {
  return RETRYABLE.has(code) || facts.modelledRetryable;
}
