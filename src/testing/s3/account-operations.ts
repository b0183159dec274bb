import type { FakeHttpRequest, FakeHttpResponse, FakeS3State } from '../types.ts';
import { readBlock, writeBlock } from './block-xml.ts';
import { document, noSuchBlock } from './bucket-operations.ts';
import type { S3Operation } from './route-s3.ts';
import { s3AccessDenied } from './s3-error.ts';

const NAMESPACE = 'http://awss3control.amazonaws.com/doc/2018-08-20/';

/** Answers S3 Control's operations on the account's own public access block. */
export function accountOperation(
  operation: S3Operation,
  account: string,
  request: FakeHttpRequest,
  state: FakeS3State,
): FakeHttpResponse {
  const action =
    operation === 'GetAccountPublicAccessBlock' ? 's3:GetAccountPublicAccessBlock' : 's3:PutAccountPublicAccessBlock';
  const denied = state.denial(action, '*');
  if (denied !== undefined) throw s3AccessDenied(denied);
  if (account !== state.caller.account) throw s3AccessDenied();
  switch (operation) {
    case 'PutAccountPublicAccessBlock':
      state.putAccountPublicAccessBlock(account, readBlock(request.body));
      return { status: 201, headers: {}, body: '' };
    case 'DeleteAccountPublicAccessBlock':
      state.putAccountPublicAccessBlock(account, undefined);
      return { status: 204, headers: {}, body: '' };
    default: {
      const block = state.accountPublicAccessBlock(account);
      if (block === undefined) throw noSuchBlock({ AccountId: account });
      return document(writeBlock(block, NAMESPACE));
    }
  }
}
