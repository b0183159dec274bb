import type { FakeHttpResponse } from '../types.ts';
import { xml } from '../services/xml.ts';

/** An error that S3 answers, in the code and words of its API reference. */
export class S3Error extends Error {
  readonly code: string;
  readonly status: number;
  /** Elements beside Code and Message: `BucketName`, `Region`, `Endpoint` … */
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    status: number,
    message: string,
    details: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
    this.headers = headers;
  }
}

/** Refused: by a policy of the caller, by ownership, or by a public access block. */
export function s3AccessDenied(message = 'Access Denied'): S3Error {
  return new S3Error('AccessDenied', 403, message);
}

/** The answer for an error. HEAD has no body, so that its caller learns the status alone, as in AWS. */
export function s3ErrorResponse(
  error: S3Error,
  options: { readonly head: boolean; readonly control: boolean },
): FakeHttpResponse {
  const headers = { 'content-type': 'application/xml', ...error.headers };
  if (options.head) return { status: error.status, headers, body: '' };
  const content = { Code: error.code, Message: error.message, ...error.details };
  const body = options.control
    ? xml('ErrorResponse', { Error: content }, ' xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"')
    : xml('Error', content);
  return { status: error.status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}
