export { isPublicAcl } from './analyze-acl.ts';
export { analyzeBucket } from './analyze-bucket.ts';
export { analyzeRoleTrust } from './analyze-role-trust.ts';
export { isPublicPolicy } from './is-public-policy.ts';
export { effectiveBlock } from './public-access-block.ts';
export { readPolicy } from './policy-document.ts';
