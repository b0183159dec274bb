/**
 * Ends public access to S3 buckets and proves it. Needs the optional peer `@aws-sdk/client-s3`.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/s3
 */
export { blockPublicAccess } from './block-public-access.ts';
export type { BlockedBucket } from './block-public-access.ts';
export type { BucketTarget } from './bucket-name.ts';
export type { PublicAccessBlock } from './public-access-block.ts';
export { resolveFinding } from './resolve-finding.ts';
export type { ResolvedFinding, ResolveFindingOptions, ResolveTarget } from './resolve-finding.ts';
export type { S3ClientLike, S3ClientSource } from './s3-client-like.ts';
