/**
 * Everything that is pure: no SDK, no I/O, no clock. For whoever judges evidence that somebody else collected — a Lambda
 * that is handed it, a web back end, a test.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/evaluate
 */
export * from './access-levels/index.ts';
export * from './errors/index.ts';
export * from './evaluate/index.ts';
export * from './filters/index.ts';
export * from './model/index.ts';
export * from './remediation/index.ts';
export * from './risk/index.ts';
