import type { Reason } from '../evaluate/reason.ts';
import type { Access, RegionVerdict, Sighting, Verdict } from '../evaluate/verdict.ts';
import { accessTitle, ageText, conditionTexts, regionsOf } from './access-text.ts';
import { checkVerdict } from './check-verdict.ts';
import { headlineText } from './headline.ts';
import { hiddenText } from './hidden-text.ts';
import { streamText, writeText, type StreamOptions, type TextWriter } from './report-writer.ts';
import { xmlText } from './xml-text.ts';

/** The cases of one suite that are kept before they are written. A Region with more gets more suites of its name. */
const SUITE = 500;

/**
 * The verdict as JUnit XML: first a suite with the verdict itself, whose properties are the numbers that every format
 * shows; then one suite for each Region of each account. In it a case says whether the Region was read and is covered, and
 * one case stands for each access that was seen there. An open access is a failure. Whatever is UNKNOWN is an error, never
 * skipped: a report without failures and errors is a PASS. Regions that are not enabled have no suite.
 *
 * A Region with more than 500 accesses has several suites of its name, since nothing is kept in memory.
 *
 * @throws `InvalidInputError` for what is no verdict.
 *
 * @example
 * ```ts
 * await writeFile('junit.xml', toJUnit(verdict));
 * ```
 */
export function toJUnit(verdict: Verdict): string {
  return writeText(junitWriter(verdict), verdict.accesses);
}

/**
 * {@link toJUnit} in chunks, for a verdict of any size.
 *
 * @throws `InvalidInputError` for what is no verdict.
 *
 * @example
 * ```ts
 * await pipeline(streamJUnit(verdict), createWriteStream('junit.xml'));
 * ```
 */
export function streamJUnit(verdict: Verdict, options: StreamOptions = {}): AsyncGenerator<string, void> {
  return streamText(junitWriter(verdict), options.accesses ?? verdict.accesses);
}

type Outcome = 'passed' | 'failure' | 'error';

interface Suite {
  readonly name: string;
  readonly timestamp?: string | undefined;
  readonly cases: string[];
  readonly counts: Record<Outcome, number>;
}

function junitWriter(verdict: Verdict): TextWriter {
  checkVerdict(verdict, 'verdict');
  const regions = verdict.regions.filter(({ coverage }) => coverage !== 'disabled');
  const suites = new Map(regions.map((region) => [key(region), regionSuite(region, verdict)]));
  return {
    *head() {
      yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xmlText(`${verdict.ruleId} ${verdict.title}`)}">\n`;
      yield writeSuite(verdictSuite(verdict), headlineText(verdict));
    },
    *item(access) {
      for (const [place, sightings] of byPlace(access)) {
        let suite = suites.get(place);
        if (suite === undefined) {
          // A sighting without a Region's verdict is still a sighting.
          suite = newSuite(placeName(sightings[0]), undefined);
          suites.set(place, suite);
        }
        addCase(suite, accessCase(access, sightings, verdict));
        if (suite.cases.length >= SUITE) {
          yield writeSuite(suite);
          suites.set(place, newSuite(suite.name, suite.timestamp));
        }
      }
    },
    *tail() {
      for (const suite of suites.values()) if (suite.cases.length > 0) yield writeSuite(suite);
      yield '</testsuites>\n';
    },
  };
}

/** The whole verdict as one case, and one for each reason that no Region's suite can show. */
function verdictSuite(verdict: Verdict): Suite {
  const suite = newSuite(verdict.ruleId, verdict.asOf.newest);
  const { status, reasons, complete } = verdict;
  const outcome = status === 'FAIL' ? 'failure' : status === 'UNKNOWN' ? 'error' : 'passed';
  const lines = reasons.map(reasonText);
  addCase(suite, {
    className: verdict.ruleId,
    name: 'verdict',
    outcome,
    type: `${status}${complete ? '' : ', incomplete'}`,
    lines: [
      ...lines,
      ...verdict.suppressed.public.map((finding) => `${finding.account} ${finding.region}: ${hiddenText(finding)}`),
    ],
  });
  const places = new Set(verdict.regions.map(key));
  for (const reason of reasons) {
    if (reason.region !== undefined && places.has(key({ account: reason.account, region: reason.region }))) continue;
    const shown = outcomeOf([reason]);
    if (shown === 'passed') continue;
    addCase(suite, {
      className: verdict.ruleId,
      name: `${reason.account} ${reason.region ?? ''} ${reason.analyzer ?? ''} ${reason.code}`.replace(/ +/g, ' '),
      outcome: shown,
      type: reason.code,
      lines: [reasonText(reason)],
    });
  }
  return suite;
}

function regionSuite(region: RegionVerdict, verdict: Verdict): Suite {
  const suite = newSuite(placeName(region), region.collectedAt);
  const inAccount = verdict.reasons.filter(({ account }) => account === region.account);
  const reasons = inAccount.filter((reason) => reason.region === region.region);
  // What keeps several Regions from being read may be told once, of their account: missing credentials, say.
  const whole = region.coverage === 'unread' ? inAccount.filter((reason) => reason.region === undefined) : [];
  // Its own cases say so, unless only a sample of them was kept.
  const own = [
    ...reasons.filter(({ code }) => code !== 'active-findings' || verdict.summary.exposed.sampled),
    ...whole,
  ];
  const told = outcomeOf(own);
  addCase(suite, {
    className: `${verdict.ruleId}.${region.region}`,
    name: `Region ${region.region} of account ${region.account} is read and covered`,
    outcome: told === 'passed' ? unexplained(region.status, reasons) : told,
    type: own[0]?.code ?? region.status,
    lines: [`${region.status}, ${region.coverage}`, ...own.map(reasonText)],
  });
  return suite;
}

/** A status that no reason of the Region explains is still the status. */
function unexplained(status: RegionVerdict['status'], reasons: readonly Reason[]): Outcome {
  if (status === 'UNKNOWN') return 'error';
  return status === 'FAIL' && outcomeOf(reasons) !== 'failure' ? 'failure' : 'passed';
}

function outcomeOf(reasons: readonly Reason[]): Outcome {
  if (reasons.some(({ effect }) => effect === 'FAIL')) return 'failure';
  return reasons.some(({ effect }) => effect === 'UNKNOWN') ? 'error' : 'passed';
}

function reasonText({ code, effect, account, region, message, remedy }: Reason): string {
  const place = region === undefined ? account : `${account} ${region}`;
  return `${effect} ${code}, ${place}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`;
}

interface Case {
  readonly className: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly type: string;
  readonly lines: readonly string[];
}

function accessCase(access: Access, sightings: readonly Sighting[], verdict: Verdict): Case {
  const { risk, accessId, fails, actions, firstSeen, updatedAt } = access;
  const open = sightings.some(({ status, excused }) => status === 'ACTIVE' && excused === undefined);
  const unknown = sightings.some(({ status }) => !['ACTIVE', 'ARCHIVED', 'RESOLVED'].includes(status));
  const outcome = open && fails ? 'failure' : unknown ? 'error' : 'passed';
  return {
    className: `${verdict.ruleId}.${sightings[0]?.region ?? ''}`,
    // Two accesses may read the same: the end of the identity tells them apart.
    name: `${accessTitle(access)} [${accessId.slice(-12)}]`,
    outcome,
    type: risk.severity,
    lines: [
      `${risk.severity}: ${accessTitle(access)}`,
      `Status: ${access.status}${access.status === 'ACTIVE' && !fails ? ', below the minimum severity or not counted by the policy' : ''}`,
      `Why ${risk.severity}: ${risk.reasons.join(' ')}`,
      `Actions: ${actions.join(', ') || 'AWS names none'}`,
      `Conditions: ${conditionTexts(access).join(', ') || 'none'}`,
      `First seen: ${firstSeen ?? 'unknown'}; updated: ${updatedAt ?? 'unknown'}; ${ageText(access)}`,
      `Seen in: ${regionsOf(access).join(', ')}`,
      `Access: ${accessId}`,
      ...sightings.map(
        ({ findingId, analyzer, status, excused }) =>
          `Finding: ${findingId} of ${analyzer}, ${status}${excused === undefined ? '' : `, excused by ${excused.owner} until ${excused.expires}: ${excused.reason}`}`,
      ),
    ],
  };
}

function byPlace({ sightings }: Access): Map<string, Sighting[]> {
  const places = new Map<string, Sighting[]>();
  for (const sighting of sightings) places.set(key(sighting), [...(places.get(key(sighting)) ?? []), sighting]);
  return places;
}

function newSuite(name: string, timestamp: string | undefined): Suite {
  return { name, timestamp, cases: [], counts: { passed: 0, failure: 0, error: 0 } };
}

function addCase(suite: Suite, { className, name, outcome, type, lines }: Case): void {
  suite.counts[outcome] += 1;
  const text = lines.map(xmlText).join('\n');
  const body =
    outcome === 'passed'
      ? `<system-out>${text}</system-out>`
      : `<${outcome} type="${xmlText(type)}" message="${xmlText(lines[0] ?? type)}">${text}</${outcome}>`;
  suite.cases.push(`    <testcase classname="${xmlText(className)}" name="${xmlText(name)}">${body}</testcase>\n`);
}

function writeSuite(
  { name, timestamp, cases, counts }: Suite,
  properties: readonly { readonly label: string; readonly text: string }[] = [],
): string {
  const at = timestamp === undefined ? '' : ` timestamp="${xmlText(timestamp)}"`;
  const told = properties.map(
    ({ label, text }) => `      <property name="${xmlText(label)}" value="${xmlText(text)}"/>\n`,
  );
  return [
    `  <testsuite name="${xmlText(name)}" tests="${cases.length}" failures="${counts.failure}" errors="${counts.error}" skipped="0"${at}>\n`,
    ...(told.length === 0 ? [] : ['    <properties>\n', ...told, '    </properties>\n']),
    ...cases,
    '  </testsuite>\n',
  ].join('');
}

function key({ account, region }: { readonly account: string; readonly region: string }): string {
  return JSON.stringify([account, region]);
}

function placeName(place: { readonly account: string; readonly region: string } | undefined): string {
  return `${place?.account ?? ''} ${place?.region ?? ''}`;
}
