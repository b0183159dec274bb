export { AccessAnalyzerKitError, isAccessAnalyzerKitError } from './access-analyzer-kit-error.ts';
export { AwsCallError } from './aws-call-error.ts';
export type { ErrorCode } from './error-code.ts';
export { InvalidInputError } from './invalid-input-error.ts';
export type { InputIssue } from './invalid-input-error.ts';
export type { DeniedBy, Problem, ProblemCode } from './problem.ts';
