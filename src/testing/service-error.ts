/** An error that a faked service answers. Each service puts it into its own protocol's shape. */
export class ServiceError extends Error {
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    status: number,
    message: string,
    members: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
    this.headers = headers;
  }
}

/** A field that the service refuses. `reason` is AWS's enum: `cannotParse`, `fieldValidationFailed`, `notSupported`, `other`. */
export function validationError(
  message: string,
  reason = 'other',
  fieldList?: readonly { readonly name: string; readonly message: string }[],
): ServiceError {
  return new ServiceError('ValidationException', 400, message, { reason, ...(fieldList ? { fieldList } : {}) });
}

/** One bad field. */
export function fieldError(name: string, message: string): ServiceError {
  return validationError(`1 validation error detected: ${name} ${message}`, 'fieldValidationFailed', [
    { name, message },
  ]);
}

/** 404: something does not exist. */
export function notFound(resourceType: string, resourceId: string, message?: string): ServiceError {
  const text = message ?? `The specified ${resourceType} does not exist: ${resourceId}`;
  return new ServiceError('ResourceNotFoundException', 404, text, { resourceId, resourceType });
}

/** 409: something of that name exists. */
export function conflict(resourceType: string, resourceId: string, message: string): ServiceError {
  return new ServiceError('ConflictException', 409, message, { resourceId, resourceType });
}

/** 402: there are as many as there may be. */
export function quotaExceeded(resourceType: string, resourceId: string, message: string): ServiceError {
  return new ServiceError('ServiceQuotaExceededException', 402, message, { resourceId, resourceType });
}

/** 403, with AWS's message. */
export function accessDenied(message: string): ServiceError {
  return new ServiceError('AccessDeniedException', 403, message);
}

/** What JSON services answer to a token that they cannot use: also in an opt-in Region that is not enabled. */
export function unrecognizedClient(): ServiceError {
  return new ServiceError('UnrecognizedClientException', 403, 'The security token included in the request is invalid.');
}

/** 403 for credentials that were good once. */
export function expiredToken(): ServiceError {
  return new ServiceError('ExpiredTokenException', 403, 'The security token included in the request is expired');
}
