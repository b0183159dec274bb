import { AccessDeniedException, ThrottlingException } from '@aws-sdk/client-accessanalyzer';
import { describe, expect, it } from 'vitest';
import { makeProblem, toProblem } from '../../../src/clients/to-problem.ts';
import { AwsCallError } from '../../../src/errors/aws-call-error.ts';
import type { Problem, ProblemCode } from '../../../src/errors/problem.ts';

const context = { operation: 'ListFindings', region: 'eu-central-1', account: '111122223333' };

/** An error as the SDK throws it for an answer of the service. */
function service(name: string, status: number, message = 'words', more: object = {}): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status, requestId: 'r-1', attempts: 1 },
    ...more,
  });
}

function plain(name: string, members: object = {}, message = 'words'): Error {
  return Object.assign(new Error(message), { name, ...members });
}

type Row = [what: string, error: unknown, code: ProblemCode, retryable: boolean];

const rows: Row[] = [
  ['AccessDeniedException', service('AccessDeniedException', 403), 'access-denied', false],
  ['ValidationException', service('ValidationException', 400), 'invalid-request', false],
  ['ResourceNotFoundException', service('ResourceNotFoundException', 404), 'not-found', false],
  ['ConflictException', service('ConflictException', 409), 'invalid-request', false],
  ['ServiceQuotaExceededException', service('ServiceQuotaExceededException', 402), 'invalid-request', false],
  ['ThrottlingException', service('ThrottlingException', 429), 'throttled', true],
  ['a throttle with status 400', service('ThrottlingException', 400), 'throttled', true],
  ['TooManyRequestsException of the account service', service('TooManyRequestsException', 429), 'throttled', true],
  ['InternalServerException', service('InternalServerException', 500), 'service', true],
  ['InvalidParameterException', service('InvalidParameterException', 400), 'invalid-request', false],
  [
    'UnprocessableEntityException',
    service('UnprocessableEntityException', 422, 'x', { $retryable: {} }),
    'invalid-request',
    true,
  ],
  ['ExpiredTokenException', service('ExpiredTokenException', 403), 'credentials', false],
  ['ExpiredToken', service('ExpiredToken', 403), 'credentials', false],
  ['UnrecognizedClientException', service('UnrecognizedClientException', 403), 'region-unusable', false],
  ['AuthFailure', service('AuthFailure', 401), 'region-unusable', false],
  ['InvalidClientTokenId', service('InvalidClientTokenId', 403), 'credentials', false],
  ['IncompleteSignature', service('IncompleteSignature', 403), 'credentials', false],
  ['InvalidSignatureException', service('InvalidSignatureException', 403), 'credentials', false],
  ['OptInRequired', service('OptInRequired', 403), 'opt-in-required', false],
  ['NotAuthorized', service('NotAuthorized', 401), 'access-denied', false],
  ['an unknown 403', service('SomethingForbidden', 403), 'access-denied', false],
  ['InternalFailure', service('InternalFailure', 500), 'service', true],
  ['ServiceUnavailable', service('ServiceUnavailable', 503), 'service', true],
  ['RequestTimeoutException', service('RequestTimeoutException', 408), 'timeout', true],
  ['MalformedHttpRequestException', service('MalformedHttpRequestException', 400), 'invalid-request', false],
  ['RequestEntityTooLargeException', service('RequestEntityTooLargeException', 413), 'invalid-request', false],
  ['UnknownOperationException', service('UnknownOperationException', 404), 'invalid-request', false],
  ['ValidationError', service('ValidationError', 400), 'invalid-request', false],
  ['a body-less 403', service('Unknown', 403, 'UnknownError'), 'access-denied', false],
  ['a body-less 502', service('Unknown', 502, 'UnknownError'), 'service', true],
  ['HTML with 200', plain('SyntaxError', { $metadata: { httpStatusCode: 200 } }), 'malformed-response', true],
  ['HTML with 403', plain('SyntaxError', { $metadata: { httpStatusCode: 403 } }), 'malformed-response', true],
  ['HTML with 503', plain('SyntaxError', { $metadata: { httpStatusCode: 503 } }), 'service', true],
  ['HTML with 429', plain('SyntaxError', { $metadata: { httpStatusCode: 429 } }), 'throttled', true],
  ['a bad time stamp', plain('TypeError', { $metadata: { httpStatusCode: 200 } }), 'malformed-response', true],
  ['broken XML', plain('Error', { $metadata: { httpStatusCode: 200 } }), 'malformed-response', true],
  ['half an HTTP message', plain('Error', { code: 'HPE_INVALID_CONSTANT' }), 'malformed-response', true],
  ['DNS failure', plain('Error', { code: 'ENOTFOUND', $metadata: { attempts: 3 } }), 'network', true],
  ['DNS trouble', plain('Error', { code: 'EAI_AGAIN' }), 'network', true],
  ['refused', plain('TimeoutError', { code: 'ECONNREFUSED' }), 'network', true],
  ['reset', plain('TimeoutError', { code: 'ECONNRESET' }), 'network', true],
  ['a proxy’s certificate', plain('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'network', true],
  ['a code in the cause', plain('Error', { cause: plain('Error', { code: 'EHOSTUNREACH' }) }), 'network', true],
  ['socket time-out', plain('TimeoutError'), 'timeout', true],
  ['request time-out', plain('TimeoutError', { code: 'ETIMEDOUT' }), 'timeout', true],
  ['credentials', plain('CredentialsProviderError'), 'credentials', false],
  ['no Region', plain('Error', {}, 'Region is missing'), 'invalid-request', false],
  ['a bug', new TypeError('x is not a function'), 'unexpected', false],
  ['a string', 'what?', 'unexpected', false],
  ['undefined', undefined, 'unexpected', false],
  ['null', null, 'unexpected', false],
  ['an object', { message: 5, name: {} }, 'unexpected', false],
];

describe('toProblem', () => {
  it.each(rows)('%s', (_what, error, code, retryable) => {
    expect(toProblem(error, context)).toMatchObject({
      code,
      retryable,
      operation: 'ListFindings',
      region: 'eu-central-1',
    });
  });

  it.each(rows)('says of %s what, where, in one bounded line of plain JSON', (_what, error) => {
    const problem = toProblem(error, context);
    expect(problem.message).toContain('ListFindings in eu-central-1 of account 111122223333');
    expect(problem.message.length).toBeLessThanOrEqual(1000);
    expect(problem.message).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(JSON.stringify(problem))).toStrictEqual(problem);
  });

  it('keeps what AWS said about the call', () => {
    const error = new ThrottlingException({
      message: 'Rate exceeded',
      $metadata: { httpStatusCode: 429, requestId: 'abc', attempts: 3 },
    });
    expect(toProblem(Object.assign(error, { retryAfterSeconds: 90 }), context)).toStrictEqual<Problem>({
      code: 'throttled',
      operation: 'ListFindings',
      message:
        'ListFindings in eu-central-1 of account 111122223333 was throttled after 3 attempts, asked to wait 90 s (ThrottlingException, HTTP 429: Rate exceeded). Try again later, or with a lower concurrency.',
      retryable: true,
      region: 'eu-central-1',
      account: '111122223333',
      awsError: 'ThrottlingException',
      requestId: 'abc',
      httpStatus: 429,
      attempts: 3,
      remedy: 'Try again later, or with a lower concurrency.',
    });
  });

  it.each([
    ['because no identity-based policy allows the access-analyzer:ListFindings action', 'identity'],
    ['because no permissions boundary allows the action', 'identity'],
    ['with an explicit deny in a service control policy', 'scp'],
    ['with an explicit deny in a resource control policy', 'unknown'],
    ['', 'unknown'],
  ] as const)('reads off AWS’s words who denied: %s', (text, deniedBy) => {
    const message = `User: arn:aws:iam::111122223333:user/x is not authorized to perform: access-analyzer:ListFindings ${text}`;
    const problem = toProblem(new AccessDeniedException({ message, $metadata: { httpStatusCode: 403 } }), context);
    expect(problem).toMatchObject({ deniedBy, missingAction: 'access-analyzer:ListFindings' });
    expect(problem.remedy).toContain('access-analyzer:ListFindings');
    expect(problem.message).toContain('arn:aws:iam::111122223333:user/x');
  });

  it.each([
    ['ListFindingsV2', 'access-analyzer:ListFindings'],
    ['GetFindingV2', 'access-analyzer:GetFinding'],
    ['account:ListRegions', 'account:ListRegions'],
    ['s3:GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
  ])('names the IAM action of %s', (operation, missingAction) => {
    expect(toProblem(service('AccessDeniedException', 403), { operation }).missingAction).toBe(missingAction);
  });

  it('calls a refusal on another account’s analyzer not ours', () => {
    const denied = service('AccessDeniedException', 403);
    const foreign = toProblem(denied, { ...context, analyzerAccount: '999988887777' });
    expect(foreign).toMatchObject({ code: 'not-ours', retryable: false });
    expect(foreign.remedy).toContain('999988887777');
    expect(foreign).not.toHaveProperty('missingAction');
    expect(toProblem(denied, { ...context, analyzerAccount: '111122223333' }).code).toBe('access-denied');
    expect(
      toProblem(service('InternalServerException', 500), { ...context, analyzerAccount: '999988887777' }).code,
    ).toBe('service');
  });

  it('takes an unrecognised token for bad credentials where no Region can be off', () => {
    const error = service('UnrecognizedClientException', 403);
    expect(toProblem(error, { operation: 'account:ListRegions' }).code).toBe('credentials');
  });

  it('names the clock when the clock is wrong', () => {
    const error = service(
      'InvalidSignatureException',
      403,
      'Signature expired: 20261123T000000Z is now earlier than …',
    );
    expect(toProblem(error, context).remedy).toMatch(/clock/);
  });

  it('keeps the problem of an AwsCallError, and adds the place that it lacks', () => {
    const inner = makeProblem('credentials', 'none', { operation: 'credentials' });
    expect(toProblem(new AwsCallError(inner), context)).toStrictEqual({
      ...inner,
      region: 'eu-central-1',
      account: '111122223333',
    });
  });

  it('lets no key, token or control character through', () => {
    const token = 'IQoJb3JpZ2luX2VjEHMaCXVzLWVhc3QtMSJHMEUCIQDx9abc123DEF456ghi789JKLmno0123456789';
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY12';
    const message = [
      `bad key AKIAIOSFODNN7EXAMPLE or ASIAIOSFODNN7EXAMPLE with ${secret}\u001b[31m\u202e`,
      'The Canonical String for this request should have been',
      `x-amz-security-token:${token}`,
    ].join('\n');
    for (const name of ['SignatureDoesNotMatch', 'ValidationException', 'Whatever']) {
      const text = JSON.stringify(toProblem(service(name, 403, message), context));
      expect(text).not.toContain(token.slice(0, 20));
      expect(text).not.toContain(secret);
      expect(text).not.toContain('IOSFODNN7EXAMPLE');
      expect(text).not.toContain('u001b');
      expect(text).not.toContain('\u202e');
    }
  });

  it('does not quote the body of an answer that is nobody’s', () => {
    const error = plain(
      'SyntaxError',
      { $metadata: { httpStatusCode: 200 } },
      'Unexpected token < "<html>secret page"',
    );
    expect(toProblem(error, context).message).not.toContain('secret page');
  });

  it.each<[string, () => unknown]>([
    ['a list that has no text', (): unknown => [Object.create(null) as unknown]],
    ['a function whose text fails', () => Object.assign(() => 1, { toString: () => expect.fail() })],
    [
      'an error whose message fails',
      () =>
        Object.defineProperty(new Error('e'), 'message', {
          get: () => {
            throw new Error('gone');
          },
        }),
    ],
    ['a wait that is no number', () => plain('Error', { retryAfterSeconds: Symbol('soon') })],
    [
      'a proxy that was revoked',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
  ])('makes a problem of %s', (_name, make) => {
    expect(toProblem(make(), context)).toMatchObject({ code: 'unexpected', operation: context.operation });
  });

  it('bounds a message however long AWS’s is', () => {
    const problem = toProblem(service('ValidationException', 400, '💥'.repeat(100_000)), context);
    expect(problem.message.length).toBeLessThanOrEqual(1000);
    expect(() => encodeURIComponent(problem.message)).not.toThrow();
  });
});
