import { stringify } from 'csv-stringify/sync';
import { sortedUnique } from '../model/compare.ts';
import type { Access, Verdict } from '../evaluate/verdict.ts';
import { oneLine } from '../remediation/one-line.ts';
import { conditionTexts, publicText, regionsOf, sourceTexts } from './access-text.ts';
import { checkVerdict } from './check-verdict.ts';
import { headlineText } from './headline.ts';
import { hiddenText } from './hidden-text.ts';
import { streamText, writeText, type StreamOptions, type TextWriter } from './report-writer.ts';

/** The columns of {@link toCsv}, in order. New ones come at the end. */
const COLUMNS = [
  'record',
  'status',
  'severity',
  'resource',
  'resourceType',
  'resourceOwnerAccount',
  'principal',
  'principalKind',
  'isPublic',
  'levels',
  'actions',
  'unknownActions',
  'conditions',
  'sources',
  'resourceControlPolicyRestriction',
  'why',
  'accounts',
  'regions',
  'firstSeen',
  'updatedAt',
  'ageDays',
  'accessId',
  'fingerprint',
  'analyzers',
  'findingIds',
  'code',
  'text',
] as const;

type Column = (typeof COLUMNS)[number];
type Row = Partial<Record<Column, string | number | readonly string[] | undefined>>;

/**
 * The verdict as CSV (RFC 4180): a header, then one row for each record. The column `record` tells them apart:
 * `headline` rows come first and carry the numbers that every format shows, so that an empty table is never mistaken for a
 * clean account; then `fail` (what fails the verdict and is no access that is listed), `unread` (what could not be read
 * or judged), `accepted` and `warning`; `error` (resources that AWS could not analyse), `hidden` (archived public
 * access), and one `access` row for each access. Lists in a cell are parted by `; `.
 *
 * A cell that a spreadsheet would take for a formula starts with an apostrophe. Control and invisible characters are written
 * as `\u{202e}`.
 *
 * @throws `InvalidInputError` for what is no verdict.
 *
 * @example
 * ```ts
 * await writeFile('accesses.csv', toCsv(verdict));
 * ```
 */
export function toCsv(verdict: Verdict): string {
  return writeText(csvWriter(verdict), verdict.accesses);
}

/**
 * {@link toCsv} in chunks, for a verdict of any size.
 *
 * @throws `InvalidInputError` for what is no verdict.
 *
 * @example
 * ```ts
 * await pipeline(streamCsv(verdict), createWriteStream('accesses.csv', { mode: 0o600 }));
 * ```
 */
export function streamCsv(verdict: Verdict, options: StreamOptions = {}): AsyncGenerator<string, void> {
  return streamText(csvWriter(verdict), options.accesses ?? verdict.accesses);
}

function csvWriter(verdict: Verdict): TextWriter {
  checkVerdict(verdict, 'verdict');
  return {
    *head() {
      yield line(COLUMNS);
      for (const { label, text } of headlineText(verdict)) {
        yield row({ record: 'headline', code: label, text, ...(label === 'Status' ? { status: verdict.status } : {}) });
      }
      for (const { code, effect, account, region, analyzer, message, remedy } of verdict.reasons) {
        if (effect === 'FAIL' && code === 'active-findings' && !verdict.summary.exposed.sampled) continue;
        yield row({
          record: effect === 'UNKNOWN' ? 'unread' : effect.toLowerCase(),
          code,
          accounts: [account],
          regions: region === undefined ? [] : [region],
          analyzers: analyzer === undefined ? [] : [analyzer],
          text: remedy === undefined ? message : `${message} ${remedy}`,
        });
      }
      for (const { account, region, analyzer, findingId, resource, resourceType, error } of verdict.errorFindings) {
        yield row({
          record: 'error',
          status: 'ACTIVE',
          resource,
          resourceType,
          accounts: [account],
          regions: [region],
          analyzers: [analyzer],
          findingIds: [findingId],
          code: error,
          text: 'AWS could not analyse the resource: this proves nothing about access.',
        });
      }
      for (const hidden of verdict.suppressed.public) {
        yield row({
          record: 'hidden',
          status: 'ARCHIVED',
          resource: hidden.resource,
          resourceType: hidden.resourceType,
          principal: hidden.principal.text,
          principalKind: hidden.principal.kind,
          isPublic: publicText(hidden),
          levels: hidden.levels,
          accounts: [hidden.account],
          regions: [hidden.region],
          analyzers: [hidden.analyzer],
          findingIds: [hidden.findingId],
          text: hiddenText(hidden),
        });
      }
    },
    item: (access) => [row(accessRow(access))],
    tail: () => [],
  };
}

function accessRow(access: Access): Row {
  const { sightings, risk, principal } = access;
  return {
    record: 'access',
    status: access.status,
    severity: risk.severity,
    resource: access.resource,
    resourceType: access.resourceType,
    resourceOwnerAccount: access.resourceOwnerAccount,
    principal: principal.text,
    principalKind: principal.kind,
    isPublic: publicText(access),
    levels: access.levels,
    actions: access.actions,
    unknownActions: access.unknownActions,
    conditions: conditionTexts(access),
    sources: sourceTexts(access),
    resourceControlPolicyRestriction: access.resourceControlPolicyRestriction,
    why: risk.reasons,
    accounts: sortedUnique(sightings.map(({ account }) => account)),
    regions: regionsOf(access),
    firstSeen: access.firstSeen,
    updatedAt: access.updatedAt,
    ageDays: access.ageDays,
    accessId: access.accessId,
    fingerprint: access.fingerprint,
    analyzers: sortedUnique(sightings.map(({ analyzer }) => analyzer)),
    findingIds: sightings.map(({ findingId }) => findingId),
  };
}

function row(cells: Row): string {
  return line(COLUMNS.map((column) => cell(cells[column])));
}

function cell(value: Row[Column]): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  return harmless(oneLine(typeof value === 'string' ? value : value.join('; ')));
}

/** A line by itself, so that no state is kept between lines. No cell holds a line break: `oneLine` has written it out. */
function line(cells: readonly string[]): string {
  return stringify([cells], { record_delimiter: '\r\n' });
}

/**
 * What a spreadsheet takes for a formula when a cell starts with it, full-width forms too. Behind a list separator as well:
 * a spreadsheet whose language parts columns with semicolons starts a cell there.
 */
const FORMULA = /(^|[;,|] *)([=+\-@＝＋－＠])/g;

function harmless(text: string): string {
  return text.replace(FORMULA, "$1'$2");
}
