export { handleS3 } from './handle-s3.ts';
export { routeS3 } from './route-s3.ts';
export type { S3Operation, S3Route } from './route-s3.ts';
export { S3Error, s3ErrorResponse } from './s3-error.ts';
