import { checkOptions } from '../errors/check-options.ts';
import { found } from '../errors/found.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { Reason } from '../evaluate/reason.ts';
import type { VerdictDiff } from '../evaluate/verdict-diff.ts';
import type { Access, Verdict } from '../evaluate/verdict.ts';
import { oneLine } from '../remediation/one-line.ts';
import { accessTitle, ageText, conditionTexts, regionsOf } from './access-text.ts';
import { checkVerdict } from './check-verdict.ts';
import { clip, clipMiddle } from './clip.ts';
import { headlineText } from './headline.ts';
import { hiddenText } from './hidden-text.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { streamText, writeText, type StreamOptions, type TextWriter } from './report-writer.ts';

/** Options of {@link toMarkdown}. */
export interface ToMarkdownOptions {
  /**
   * The most that the text may take, in UTF-8 bytes; at least 16,384. GitHub takes 65,536 characters in a comment and 1 MiB
   * (1,048,576 bytes) in a job summary.
   *
   * @defaultValue 65536
   */
  readonly maxBytes?: number | undefined;
  /** What `diffVerdicts` says, to be told. */
  readonly diff?: VerdictDiff | undefined;
}

const LEAST = 16_384;
/** Kept free for the sentence that says what was left out, for the closing of a table, and for sections without room for a line. */
const RESERVE = 512;
/** What the line takes that counts the lines left out of a section. */
const REST = 24;
/** A longer text is cut, so that no name from AWS takes the room of the others. */
const CELL = 240;
/** The most bytes that one line of the head takes: all nine fit into the least. Only names take so much. */
const HEAD_LINE = 1200;

const ICON = { PASS: '✅', FAIL: '❌', UNKNOWN: '❔' } as const;

/**
 * The verdict as GitHub-flavoured Markdown, for a pull-request comment or a job summary: the numbers, what changed, what
 * could not be read, and a table of the open accesses, worst first, as many as `maxBytes` allows; the others are counted.
 * Every name from AWS renders as itself: no markup, no mention, no link.
 *
 * @throws `InvalidInputError` for what is no verdict, or a `maxBytes` below 16,384.
 *
 * @example
 * ```ts
 * const summary = process.env['GITHUB_STEP_SUMMARY'] ?? 'summary.md';
 * await appendFile(summary, toMarkdown(verdict, { maxBytes: 1_048_576 }));
 * ```
 */
export function toMarkdown(verdict: Verdict, options: ToMarkdownOptions = {}): string {
  return writeText(markdownWriter(verdict, options), verdict.accesses);
}

/**
 * {@link toMarkdown} in chunks. All accesses are read, to count those that are left out.
 *
 * @throws `InvalidInputError` for what is no verdict, or a `maxBytes` below 16,384.
 *
 * @example
 * ```ts
 * await pipeline(streamMarkdown(verdict), createWriteStream('summary.md', { mode: 0o600 }));
 * ```
 */
export function streamMarkdown(
  verdict: Verdict,
  options: ToMarkdownOptions & StreamOptions = {},
): AsyncGenerator<string, void> {
  return streamText(markdownWriter(verdict, options), options.accesses ?? verdict.accesses);
}

function markdownWriter(verdict: Verdict, options: ToMarkdownOptions): TextWriter {
  checkVerdict(verdict, 'verdict');
  checkOptions(options, 'options of toMarkdown');
  const { maxBytes = 65_536, diff } = options;
  if (!Number.isSafeInteger(maxBytes) || maxBytes < LEAST) {
    throw new InvalidInputError('options of toMarkdown', [
      { path: 'maxBytes', found: found(maxBytes), expected: `a whole number of bytes from ${LEAST} on` },
    ]);
  }
  let left = maxBytes - RESERVE;
  let shown = 0;
  let open = 0;
  /** The text, if there is room for it. */
  const fit = (text: string): string | undefined => {
    const bytes = Buffer.byteLength(text);
    if (bytes > left) return undefined;
    left -= bytes;
    return text;
  };
  return {
    *head() {
      const head = headTable(verdict);
      // Never left out; at the least there is room for it.
      left -= Buffer.byteLength(head);
      yield head;
      const sections = [
        ...(diff === undefined ? [] : [changes(diff)]),
        reasons(verdict, 'FAIL', 'What else fails'),
        reasons(verdict, 'UNKNOWN', 'What could not be read or judged'),
        reasons(verdict, 'accepted', 'Accepted, not read'),
        hidden(verdict),
      ].filter(({ lines }) => lines.length > 0);
      // The table of the open accesses has as much as each of them.
      const room = Math.min(maxBytes / 4, left / (sections.length + 1));
      for (const section of sections) {
        const text = wholeLines(section, room);
        left -= Buffer.byteLength(text);
        yield text;
      }
    },
    item(access) {
      if (access.status !== 'ACTIVE') return [];
      open += 1;
      const text = fit(`${shown === 0 ? TABLE : ''}${accessRow(access)}`);
      if (text === undefined) return [];
      shown += 1;
      return [text];
    },
    *tail() {
      if (shown === open) return;
      yield `\n${open - shown} of ${open} open accesses are left out here for their number. They are in the full report.\n`;
    },
  };
}

/** The lines of a section that fit into its part of the room, and how many were left out: of a section without any that too. */
function wholeLines({ title, lines }: Section, room: number): string {
  const heading = `\n### ${title}\n\n`;
  let used = Buffer.byteLength(heading) + REST;
  const kept: string[] = [];
  for (const line of lines) {
    used += Buffer.byteLength(line);
    if (used > room) break;
    kept.push(line);
  }
  const rest = lines.length - kept.length;
  return `${heading}${kept.join('')}${rest === 0 ? '' : `- and ${rest} more\n`}`;
}

interface Section {
  /** Our own words. */
  readonly title: string;
  /** Each ends with a line break. */
  readonly lines: readonly string[];
}

function headTable(verdict: Verdict): string {
  const rows = headlineText(verdict).map(({ label, text }) => `| **${label}** | ${headLine(text)} |\n`);
  return `## ${ICON[verdict.status]} ${verdict.status} ${markdownText(`${verdict.ruleId} ${verdict.title}`)}\n\n| | |\n| --- | --- |\n${rows.join('')}`;
}

/** Whole but for names that leave no room for anything else: the numbers stand around them. */
function headLine(text: string): string {
  const line = oneLine(text);
  for (let limit = line.length; ; limit = Math.floor(limit / 2)) {
    const shown = markdownText(clipMiddle(line, limit));
    if (Buffer.byteLength(shown) <= HEAD_LINE) return shown;
  }
}

function changes(diff: VerdictDiff): Section {
  const line = (what: string, access: Access): string =>
    `- ${what}: **${access.risk.severity}** ${shortText(accessTitle(access))}\n`;
  return {
    title: 'What changed',
    lines: [
      ...diff.new.map(({ access }) => line('new', access)),
      ...diff.reopened.map(({ after }) => line('reopened', after)),
      ...diff.changed.map(({ after }) => line('changed', after)),
      ...diff.notSeen.map(({ before }) => line('not seen and not proven gone', before)),
      ...diff.excused.map(({ after }) => line('excused', after)),
      ...diff.archived.map(({ before }) => line('archived', before)),
      ...diff.resolved.map(({ after }) => line('resolved', after)),
      ...diff.gone.map(({ before, mayBeArchived }) =>
        line(`gone${mayBeArchived ? ' (or archived: not all that is hidden is named)' : ''}`, before),
      ),
      ...diff.regions.map(
        ({ account, region, change }) => `- ${markdownText(`${account} ${region}`)}: ${markdownText(change)}\n`,
      ),
    ],
  };
}

function reasons({ reasons: all, summary }: Verdict, effect: Reason['effect'], title: string): Section {
  const lines = all
    .filter((reason) => reason.effect === effect)
    // Those are in the table, unless only a sample of them was kept.
    .filter(({ code }) => code !== 'active-findings' || summary.exposed.sampled)
    .map(({ code, account, region, message, remedy }) => {
      const place = region === undefined ? account : `${account} ${region}`;
      const text = remedy === undefined ? message : `${message} ${remedy}`;
      return `- ${markdownCode(code)} ${markdownText(place)}: ${shortText(text)}\n`;
    });
  return { title, lines };
}

function hidden({ suppressed }: Verdict): Section {
  return {
    title: 'Hidden public access',
    lines: suppressed.public.map(
      (finding) => `- ${markdownText(`${finding.account} ${finding.region}`)}: ${shortText(hiddenText(finding))}\n`,
    ),
  };
}

const TABLE =
  '\n### Open accesses\n\n| Severity | Who | What | Level and actions | Conditions | Regions | First seen, updated, age |\n| --- | --- | --- | --- | --- | --- | --- |\n';

function accessRow(access: Access): string {
  const { risk, principal, resource, resourceType, levels, actions, isPublic, firstSeen, updatedAt } = access;
  const open = isPublic === true ? '<br>**public**' : isPublic === null ? '<br>public or not: AWS does not say' : '';
  const cells = [
    `**${risk.severity}**<br>${shortText(risk.reasons.join(' '))}`,
    `${markdownCode(short(principal.text))}${open}`,
    `${markdownCode(short(resource ?? 'unknown'))}<br>${markdownText(resourceType)}`,
    `${levels.join('+') || 'unknown'}<br>${values(actions)}`,
    values(conditionTexts(access)) || 'none',
    values(regionsOf(access)),
    `${markdownText([firstSeen ?? 'unknown', updatedAt ?? 'unknown'].join(', '))}, ${ageText(access)}`,
  ];
  return `| ${cells.join(' | ')} |\n`;
}

/** As many values as the room of a cell allows, at least one; the rest is counted. */
function values(texts: readonly string[]): string {
  const shown: string[] = [];
  let used = 0;
  for (const text of texts.map(short)) {
    used += text.length;
    if (used > CELL && shown.length > 0) break;
    shown.push(markdownCode(text));
  }
  const rest = texts.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('<br>');
}

function shortText(text: string): string {
  return markdownText(short(text));
}

function short(text: string): string {
  return clip(oneLine(text), CELL);
}
