export { getAnalyzer } from './get-analyzer.ts';
export type { GetAnalyzerOptions } from './get-analyzer.ts';
export { listAnalyzers } from './list-analyzers.ts';
export type { ListAnalyzersOptions } from './list-analyzers.ts';
