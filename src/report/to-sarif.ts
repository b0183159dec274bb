import { checkOptions } from '../errors/check-options.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import { found } from '../errors/found.ts';
import { compareStrings } from '../model/compare.ts';
import { sha256 } from '../model/sha256.ts';
import { PACKAGE_NAME, VERSION } from '../model/version.ts';
import type { Reason } from '../evaluate/reason.ts';
import { stands } from '../evaluate/stands.ts';
import type { Access, Verdict } from '../evaluate/verdict.ts';
import { checkVerdict } from './check-verdict.ts';
import { headline } from './headline.ts';
import { allSightings, doubtsAbout, readEarlier, type EarlierResults } from './sarif/earlier-results.ts';
import type { SarifLog, SarifResult, StoredSighting } from './sarif/sarif-log.ts';
import { sarifMessage } from './sarif/sarif-message.ts';
import { resultsBesideAccesses, sarifResults } from './sarif/sarif-results.ts';
import { SARIF_RULES } from './sarif/sarif-rules.ts';
import { unprovenFailures } from './sarif/unproven-failures.ts';
import { streamText, writeText, type StreamOptions, type TextWriter } from './report-writer.ts';

/** Options of {@link toSarif}. */
export interface ToSarifOptions {
  /**
   * The SARIF log of the last run (parsed or as text), or its verdict. Its open results that this verdict does not show are carried
   * forward, unless a complete later read of the same account, Region and zone of trust proves that they are gone; what fails and
   * shows no finding (a Region without an analyzer, say) until its Region is read. A log is better than a verdict: it also holds
   * what was carried forward into it.
   */
  readonly previous?: SarifLog | Verdict | string | undefined;
  /**
   * The file in the repository on which GitHub shows all results: the template that makes the resources, say.
   *
   * @defaultValue an address that stands for the resource
   */
  readonly artifactUri?: string | undefined;
  /**
   * What GitHub calls the category: a log replaces the last one of its category, and closes what that showed.
   *
   * @defaultValue `access-analyzer-kit/` and the account; of several accounts the hash of their list
   */
  readonly category?: string | undefined;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * The verdict as SARIF 2.1.0: one result for each access, with a fingerprint that stays the same from run to run; excused
 * and archived access as suppressed results; and a result for whatever else fails the verdict. The log of an incomplete
 * run says `executionSuccessful: false` and why in its notifications. The run's property `headline` carries the numbers
 * that every format shows.
 *
 * GitHub closes every alert that a log of the same category lacks, and does not look at `executionSuccessful`: give the
 * last log as `previous`, so that an incomplete run closes nothing. GitHub takes at most 25,000 results in one run.
 *
 * @throws `InvalidInputError` for what is no verdict, and for a `previous` that is neither a verdict nor a log of this library.
 *
 * @example
 * ```ts
 * await writeFile('results.sarif', toSarif(verdict, { previous: await readFile('results.sarif', 'utf8') }));
 * ```
 */
export function toSarif(verdict: Verdict, options: ToSarifOptions = {}): string {
  return writeText(sarifWriter(verdict, options), verdict.accesses);
}

/**
 * {@link toSarif} in chunks, for a verdict of any size. What `previous` holds stays in memory.
 *
 * @throws `InvalidInputError` as {@link toSarif}.
 *
 * @example
 * ```ts
 * await pipeline(streamSarif(verdict, { previous: await readFile('results.sarif', 'utf8') }), createWriteStream('next.sarif'));
 * ```
 */
export function streamSarif(
  verdict: Verdict,
  options: ToSarifOptions & StreamOptions = {},
): AsyncGenerator<string, void> {
  return streamText(sarifWriter(verdict, options), options.accesses ?? verdict.accesses);
}

function checkTexts(texts: Readonly<Record<string, unknown>>): void {
  const issues = Object.entries(texts).flatMap(([path, value]) =>
    value === undefined || typeof value === 'string' ? [] : [{ path, found: found(value), expected: 'a text' }],
  );
  if (issues.length > 0) throw new InvalidInputError('options of toSarif', issues);
}

function sarifWriter(verdict: Verdict, options: ToSarifOptions): TextWriter {
  checkVerdict(verdict, 'verdict');
  checkOptions(options, 'options of toSarif');
  const { previous, artifactUri, category } = options;
  checkTexts({ artifactUri, category });
  const earlier = previous === undefined ? undefined : readEarlier(previous, artifactUri);
  const make = sarifResults(verdict, artifactUri);
  const doubts = doubtsAbout(verdict);
  const seen = new Set<string>();
  let written = 0;
  const write = (result: SarifResult): string => {
    written += 1;
    return `${written === 1 ? '' : ','}\n${JSON.stringify(result)}`;
  };
  /** An earlier result again, when nothing proves that it is gone. */
  const carry = (result: SarifResult): SarifResult | undefined => {
    const notSeen = doubts(result);
    if (notSeen.length === 0) return undefined;
    return { ...result, baselineState: 'unchanged', properties: { ...result.properties, notSeen } };
  };
  /** A result that stands, with where an earlier run saw it and this one cannot tell: it is not gone when it goes elsewhere. */
  const remember = (result: SarifResult, before: SarifResult): SarifResult => {
    const now = new Set(allSightings(result).map(sightingKey));
    const earlierSightings = allSightings(before).filter(
      (sighting) =>
        stands({ sightings: [sighting] }) && !now.has(sightingKey(sighting)) && doubts(before, [sighting]).length > 0,
    );
    if (earlierSightings.length === 0) return result;
    return { ...result, properties: { ...result.properties, earlierSightings } };
  };
  return {
    *head() {
      yield `{\n"$schema": ${JSON.stringify(SCHEMA)},\n"version": "2.1.0",\n"runs": [{\n`;
      for (const [member, value] of Object.entries(runMembers(verdict, category))) {
        yield `${JSON.stringify(member)}: ${JSON.stringify(value)},\n`;
      }
      yield '"results": [';
      const said = resultsBesideAccesses(verdict, make);
      for (const result of said) yield write(result);
      const unproven = unprovenFailures(verdict, { doubts, earlier: earlier?.failures ?? [], said });
      for (const result of unproven) yield write(result);
    },
    item(access) {
      const before = earlier?.accesses.get(access.accessId);
      if (before !== undefined) seen.add(access.accessId);
      if (!stands(access)) {
        const carried = before === undefined ? undefined : carry(before);
        if (carried !== undefined) return [write(carried)];
        return access.status === 'ARCHIVED' ? [write(make.ofAccess(access))] : [];
      }
      const result = { ...make.ofAccess(access), ...baseline(access, before, earlier) };
      return [write(before === undefined ? result : remember(result, before))];
    },
    *tail() {
      for (const [accessId, result] of earlier?.accesses ?? []) {
        if (seen.has(accessId)) continue;
        const carried = carry(result);
        if (carried !== undefined) yield write(carried);
      }
      yield '\n]\n}]\n}\n';
    },
  };
}

function sightingKey({ account, region, analyzer, findingId, zoneOfTrust }: StoredSighting): string {
  return JSON.stringify([account, region, analyzer, findingId, zoneOfTrust]);
}

function baseline(
  access: Access,
  before: SarifResult | undefined,
  earlier: EarlierResults | undefined,
): Pick<SarifResult, 'baselineState'> {
  if (earlier === undefined) return {};
  if (before === undefined) return { baselineState: 'new' };
  return { baselineState: before.properties.fingerprint === access.fingerprint ? 'unchanged' : 'updated' };
}

function runMembers(verdict: Verdict, category: string | undefined): Readonly<Record<string, unknown>> {
  const { oldest, newest } = verdict.asOf;
  const notifications = notificationsOf(verdict);
  return {
    tool: {
      driver: {
        name: PACKAGE_NAME,
        version: VERSION,
        semanticVersion: VERSION,
        rules: SARIF_RULES,
        notifications: [...new Set(notifications.map(({ descriptor }) => descriptor.id))].map((id) => ({ id })),
      },
    },
    automationDetails: { id: `${category ?? defaultCategory(verdict)}/` },
    invocations: [
      {
        executionSuccessful: verdict.complete,
        ...(oldest === undefined ? {} : { startTimeUtc: oldest }),
        ...(newest === undefined ? {} : { endTimeUtc: newest }),
        toolExecutionNotifications: notifications,
      },
    ],
    columnKind: 'utf16CodeUnits',
    properties: { headline: headline(verdict), policy: verdict.policy.name },
  };
}

/** Of the accounts alone: Regions come and go, and what they showed must stay in one category. */
function defaultCategory({ scope }: Verdict): string {
  const accounts = scope.accounts.map(({ partition, account }) => `${partition}:${account}`).sort(compareStrings);
  const only = accounts.length === 1 ? scope.accounts[0]?.account : undefined;
  return `${PACKAGE_NAME}/${only ?? sha256(JSON.stringify(accounts)).slice(0, 16)}`;
}

interface Notification {
  readonly descriptor: { readonly id: string };
  readonly level: 'error' | 'warning' | 'note';
  readonly message: { readonly text: string };
}

const NOTIFICATION: Readonly<Partial<Record<Reason['effect'], Notification['level']>>> = {
  UNKNOWN: 'error',
  accepted: 'warning',
  warning: 'note',
};

function notificationsOf({ reasons, complete, suppressed }: Verdict): Notification[] {
  const notifications = reasons.flatMap(({ code, effect, account, region, message, remedy }): Notification[] => {
    const level = NOTIFICATION[effect];
    if (level === undefined) return [];
    const text = `${account}${region === undefined ? '' : ` ${region}`}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`;
    return [{ descriptor: { id: code }, level, message: sarifMessage(text) }];
  });
  // A lax policy passes over what strict does not.
  if (!complete && !notifications.some(({ level }) => level !== 'note')) {
    notifications.push({
      descriptor: { id: 'incomplete' },
      level: 'error',
      message: sarifMessage(
        'Not everything in scope could be read and judged. Judge with the policy strict to see what.',
      ),
    });
  }
  for (const { code, message } of suppressed.problems) {
    notifications.push({
      descriptor: { id: code },
      level: 'note',
      message: sarifMessage(`What is hidden: ${message}`),
    });
  }
  return notifications;
}
