export { createFakeAws } from './create-fake-aws.ts';
export * from './scenarios/index.ts';
export type * from './types.ts';
