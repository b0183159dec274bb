import { checkOptions } from '../errors/check-options.ts';
import type { Evidence } from '../model/evidence.ts';
import { PACKAGE_NAME, VERSION } from '../model/version.ts';
import type { VerdictDiff } from '../evaluate/verdict-diff.ts';
import type { Access, Verdict } from '../evaluate/verdict.ts';
import { checkVerdict } from './check-verdict.ts';
import { headline, type Headline } from './headline.ts';
import { streamText, writeText, type StreamOptions, type TextWriter } from './report-writer.ts';

/** The schema of {@link JsonReport}; its JSON Schema is `schemas/report-1.schema.json` of the package. */
export const REPORT_SCHEMA = 'access-analyzer-kit/report@1';

/** What {@link toJson} writes. */
export interface JsonReport {
  readonly schema: typeof REPORT_SCHEMA;
  /** This library: the name of the package, and its version. */
  readonly generator: { readonly name: string; readonly version: string };
  /** The numbers that every format shows. */
  readonly headline: Headline;
  /** In full: hand it to `diffVerdicts` next time. */
  readonly verdict: Verdict;
  /** The changes since an earlier verdict, when they were given. */
  readonly changes?: VerdictDiff;
  /** The evidence that was judged, when it was given. */
  readonly evidence?: Evidence;
}

/** Options of {@link toJson}. */
export interface ToJsonOptions {
  /** What `diffVerdicts` says, to stand beside the verdict. */
  readonly diff?: VerdictDiff | undefined;
  /** What was judged, to stand beside the verdict, so that it can be judged again. */
  readonly evidence?: Evidence | undefined;
}

/** The members of a verdict in the order in which they are written, whatever the order of the object. */
const MEMBERS = [
  'schema',
  'auditId',
  'ruleId',
  'title',
  'riskLevel',
  'policy',
  'status',
  'strictStatus',
  'complete',
  'scope',
  'zoneOfTrust',
  'asOf',
  'summary',
  'reasons',
  'regions',
  'results',
  'errorFindings',
  'suppressed',
  'accesses',
] as const satisfies readonly (keyof Verdict)[];

/**
 * The verdict as JSON: a {@link JsonReport}. The same verdict gives the same text, one access a line. Names from AWS
 * stand as they came: JSON escapes what could do harm to a parser, not to a reader.
 *
 * @throws `InvalidInputError` for what is no verdict.
 *
 * @example
 * ```ts
 * await writeFile('report.json', toJson(evaluate(evidence)));
 * ```
 */
export function toJson(verdict: Verdict, options: ToJsonOptions = {}): string {
  return writeText(jsonWriter(verdict, options), verdict.accesses);
}

/**
 * {@link toJson} in chunks, for a verdict of any size.
 *
 * @throws `InvalidInputError` for what is no verdict.
 *
 * @example
 * ```ts
 * await pipeline(streamJson(verdict), createWriteStream('report.json', { mode: 0o600 }));
 * ```
 */
export function streamJson(
  verdict: Verdict,
  options: ToJsonOptions & StreamOptions = {},
): AsyncGenerator<string, void> {
  return streamText(jsonWriter(verdict, options), options.accesses ?? verdict.accesses);
}

function jsonWriter(verdict: Verdict, options: ToJsonOptions): TextWriter {
  checkVerdict(verdict, 'verdict');
  checkOptions(options, 'options of toJson');
  const { diff, evidence } = options;
  let written = 0;
  return {
    *head() {
      yield `{\n"schema": ${text(REPORT_SCHEMA)},\n`;
      yield `"generator": ${text({ name: PACKAGE_NAME, version: VERSION })},\n`;
      yield `"headline": ${text(headline(verdict))},\n"verdict": {`;
      let first = true;
      for (const member of MEMBERS) {
        const value = verdict[member];
        if (value === undefined) continue;
        yield `${first ? '' : ','}\n${text(member)}: ${member === 'accesses' ? '[' : text(value)}`;
        first = false;
      }
    },
    item(access: Access) {
      written += 1;
      return [`${written === 1 ? '' : ','}\n${text(access)}`];
    },
    *tail() {
      yield '\n]}';
      if (diff !== undefined) yield `,\n"changes": ${text(diff)}`;
      if (evidence !== undefined) yield `,\n"evidence": ${text(evidence)}`;
      yield '\n}\n';
    },
  };
}

function text(value: unknown): string {
  return JSON.stringify(value);
}
