/**
 * A verdict's findings into AWS Security Hub. Needs the package `@aws-sdk/client-securityhub`.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/securityhub
 */
export { importToSecurityHub } from './import-to-security-hub.ts';
export type { ImportToSecurityHubOptions } from './import-to-security-hub.ts';
export type { FailedImport, ImportedBatch, SecurityHubImport } from './import-outcome.ts';
export type { SecurityHubClientLike, SecurityHubClientSource } from './security-hub-client-like.ts';
export { streamAsff, toAsff } from '../report/to-asff.ts';
export type { ToAsffOptions } from '../report/to-asff.ts';
export type {
  AsffBatch,
  AsffFinding,
  AsffRelatedFinding,
  AsffResource,
  AsffSeverity,
} from '../report/asff/asff-finding.ts';
