import type * as S3 from '@aws-sdk/client-s3';
import { loadPeer } from '../clients/load-peer.ts';

/** The optional peer, loaded when it is first needed. */
export type S3Module = typeof S3;

/** @throws an error with code `MISSING_PEER` that names the package. */
export function loadS3(purpose: string): Promise<S3Module> {
  return loadPeer('@aws-sdk/client-s3', purpose, () => import('@aws-sdk/client-s3'));
}
