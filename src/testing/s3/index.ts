export { handleS3 } from './handle-s3.ts';
export { routeS3 } from './route-s3.ts';
