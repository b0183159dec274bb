/**
 * Reads the findings of AWS IAM Access Analyzer over all Regions and accounts, judges them by the rule
 * AccessAnalyzer-001, acts on them and proves the outcome. What could not be read is UNKNOWN, never PASS.
 *
 * @packageDocumentation
 * @module access-analyzer-kit
 */
export * from './analyzers/index.ts';
export * from './archive-rules/index.ts';
export * from './clients/index.ts';
export * from './evidence/index.ts';
export * from './findings/index.ts';
export * from './journal/index.ts';
export * from './pure.ts';
export * from './regions/index.ts';
export * from './rescan/index.ts';
export * from './watch/index.ts';
