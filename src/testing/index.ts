/**
 * An AWS account to test against, in this process or over HTTP: it keeps state, and everything can be made to go wrong. Nothing
 * is sent anywhere.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/testing
 */
export { createFakeAws } from './create-fake-aws.ts';
export * from './scenarios/index.ts';
export type * from './types.ts';
