/**
 * A verdict as what its readers use: JSON, CSV, Markdown, HTML, SARIF, JUnit, ASFF and OCSF. Pure: no SDK, no I/O, no clock. Every
 * format carries the numbers of `toSummary`, and none closes anything on the word of an incomplete read.
 *
 * @packageDocumentation
 * @module access-analyzer-kit/report
 */
export { headline } from './headline.ts';
export type { Headline } from './headline.ts';
export type { StreamOptions } from './report-writer.ts';
export type { PreviousVerdicts } from './earlier-accesses.ts';
export { REPORT_SCHEMA, streamJson, toJson } from './to-json.ts';
export type { JsonReport, ToJsonOptions } from './to-json.ts';
export { streamCsv, toCsv } from './to-csv.ts';
export { streamMarkdown, toMarkdown } from './to-markdown.ts';
export type { ToMarkdownOptions } from './to-markdown.ts';
export { streamSarif, toSarif } from './to-sarif.ts';
export type { ToSarifOptions } from './to-sarif.ts';
export type { SarifLog } from './sarif/sarif-log.ts';
export { streamJUnit, toJUnit } from './to-junit.ts';
export { streamAsff, toAsff } from './to-asff.ts';
export type { ToAsffOptions } from './to-asff.ts';
export type { AsffBatch, AsffFinding, AsffRelatedFinding, AsffResource, AsffSeverity } from './asff/asff-finding.ts';
export { streamOcsf, toOcsf } from './to-ocsf.ts';
export type { ToOcsfOptions } from './to-ocsf.ts';
export type {
  OcsfAccount,
  OcsfCloud,
  OcsfComplianceFinding,
  OcsfEvent,
  OcsfFindingInfo,
  OcsfIamAnalysisFinding,
  OcsfMetadata,
  OcsfResource,
  OcsfUser,
} from './ocsf/ocsf-event.ts';
export { streamHtml, toHtml } from './html/to-html.ts';
export type { ToHtmlOptions } from './html/to-html.ts';
