export { createFakeAws } from './create-fake-aws.ts';
export type * from './types.ts';
