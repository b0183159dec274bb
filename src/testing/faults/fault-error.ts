import type { FakeFault, FakeIncoming } from '../types.ts';
import { invalidToken } from '../page-tokens.ts';
import { ServiceError, unrecognizedClient, expiredToken, validationError } from '../service-error.ts';
import { denialMessage } from '../state/principals.ts';

/** AWS names both times; which they are does not matter to anybody. */
const SIGNED = '20261120T100000Z';
const NOW = '20261120T101500Z (20261120T102000Z - 5 min.)';

/** The error that a fault has the service answer; undefined for a fault that is none of the service's answers. */
export function faultError(fault: FakeFault, request: FakeIncoming, principalArn: string): ServiceError | undefined {
  const action = `${request.service}:${request.operation.replace(/V2$/u, '')}`;
  const arn = request.input['analyzerArn'];
  const resource = typeof arn === 'string' ? arn : `arn:aws:${request.service}:${request.region}:${request.account}:*`;
  const retryAfter: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
  switch (fault.kind) {
    case 'throttle':
      return throttled(request, retryAfter);
    case 'access-denied':
      return new ServiceError('AccessDeniedException', 403, denialMessage(principalArn, action, resource, 'identity'));
    case 'scp':
      return new ServiceError('AccessDeniedException', 403, denialMessage(principalArn, action, resource, 'scp'));
    case 'internal':
      return new ServiceError('InternalServerException', 500, 'Internal server error', {}, retryAfter);
    case 'unavailable':
      return new ServiceError('ServiceUnavailable', 503, 'Service unavailable', {}, retryAfter);
    case 'unrecognized-client':
      return unrecognizedClient();
    case 'expired-token':
      return expiredToken();
    case 'opt-in-required':
      return new ServiceError('OptInRequired', 403, 'The AWS Access Key Id needs a subscription for the service');
    case 'not-found':
      return new ServiceError('ResourceNotFoundException', 404, 'Resource not found', {
        resourceId: resource,
        resourceType: 'Unknown',
      });
    case 'conflict':
      return new ServiceError('ConflictException', 409, 'Conflict', { resourceId: resource, resourceType: 'Unknown' });
    case 'quota':
      return new ServiceError('ServiceQuotaExceededException', 402, 'Service quota exceeded', {
        resourceId: resource,
        resourceType: 'Unknown',
      });
    case 'validation':
      return validationError('Invalid request');
    case 'clock-skew':
      return new ServiceError(
        'InvalidSignatureException',
        403,
        `Signature expired: ${SIGNED} is now earlier than ${NOW}`,
      );
    case 'expired-page-token':
      return invalidToken();
    case 'error': {
      const { code = 'InternalServerException', status = 500, message = code, members, headers } = fault.error ?? {};
      return new ServiceError(code, status, message, members, { ...retryAfter, ...headers });
    }
    default:
      return undefined;
  }
}

/** Each service has its own name and status for the same thing. */
function throttled({ service }: FakeIncoming, headers: Record<string, string>): ServiceError {
  if (service !== 'account' && service !== 'organizations') {
    return new ServiceError('ThrottlingException', 429, 'Rate exceeded', {}, headers);
  }
  return new ServiceError(
    'TooManyRequestsException',
    service === 'account' ? 429 : 400,
    'Too Many Requests',
    {},
    headers,
  );
}
