import type { Draw, OptionsDraw } from './draw.ts';
import { EXCUSED_RESOURCE_TYPE } from './build-policy.ts';
import { findingIdOf } from './apply-event.ts';
import { accountId, analyzerArn, isOptIn, regionName } from './places.ts';
import type { Outcome } from './run-draw.ts';
import {
  analyzersIn,
  archivedChains,
  findingChains,
  identityIsKnown,
  listedRegions,
  openFindings,
  regionChain,
  type ServedFinding,
} from './wire-reading.ts';
import type { Item, WireCall } from './wire.ts';

/** PASS, FAIL or UNKNOWN, and why it can be no better. */
export interface ExpectedStatus {
  readonly allowed: readonly ('PASS' | 'FAIL' | 'UNKNOWN')[];
  readonly why: readonly string[];
}

type Rule = Pick<OptionsDraw, 'policy' | 'detail'>;

/**
 * The status that a draw must come to: from the ground truth and what went over the wire, and nothing else. FAIL when an open
 * external finding was served; else PASS when nothing at all stands against it; else UNKNOWN.
 */
export function expectStatus(draw: Draw, outcome: Outcome, rule: Rule): ExpectedStatus {
  const open = openFindings(outcome.passes);
  const weighed = open.map((finding) => isExcused(finding, rule));
  if (weighed.includes('no')) return { allowed: ['FAIL'], why: ['an open finding was served'] };
  const why = againstPass(draw, outcome, rule);
  const otherwise = why.length === 0 ? ('PASS' as const) : ('UNKNOWN' as const);
  const doubts = weighed.includes('maybe') ? (['FAIL'] as const) : [];
  const { crossCheck } = draw.options;
  const isDisabled = draw.events.some(({ change }, index) => change === 'disable' && outcome.happened[index] === true);
  // While things change either may be right: AWS's statistics may count what is no longer listed, and of an analyzer that was
  // read while it worked a later pass may know that it works no more.
  const drifts =
    otherwise === 'PASS' &&
    ((crossCheck === true && outcome.happened.includes(true)) || (isDisabled && draw.passes.length > 1));
  // Credentials that could no longer be had are told of the whole account, also when all that counts had been read before.
  const isCutOff = otherwise === 'PASS' && draw.accounts.some(({ credentials }) => credentials === 'source-fails');
  return { allowed: [otherwise, ...doubts, ...(drifts || isCutOff ? (['UNKNOWN'] as const) : [])], why };
}

/** Only findings that are kept can be excused: those that are only counted never are. */
function isExcused({ items }: ServedFinding, { detail, policy }: Rule): 'yes' | 'no' | 'maybe' {
  if (policy !== 'exception' || detail === 'counts') return 'no';
  const answers = new Set(
    items.map(({ action, resourceType }) => resourceType === EXCUSED_RESOURCE_TYPE && Array.isArray(action)),
  );
  return answers.size > 1 ? 'maybe' : answers.has(true) ? 'yes' : 'no';
}

/** Everything that stands against a PASS. */
function againstPass(draw: Draw, outcome: Outcome, rule: Rule): string[] {
  const why: string[] = [];
  const { options } = draw;
  if (!draw.organization && options.expectedAccount === 'wrong') why.push('another account was expected');
  const indexes = draw.organization ? [...draw.accounts.keys()] : [0];
  for (const index of indexes) {
    const account = accountId(index);
    if (draw.organization && draw.accounts[index]?.isSwapped === true) {
      why.push(`the clients of ${account} are another account's`);
      continue;
    }
    if (!identityIsKnown(draw, index, outcome.passes)) why.push(`nobody knows that this is ${account}`);
    const scope = scopeOf(account, outcome);
    if (scope === undefined) {
      why.push(`nothing proves which Regions ${account} has`);
      continue;
    }
    if (scope.length === 0) why.push(`no Region of ${account} is left to judge`);
    for (const region of scope) why.push(...againstRegion(draw, outcome, { account, region, rule }));
  }
  return why;
}

/** The Regions to be judged: those that ListRegions calls enabled, or those that were chosen; undefined when unproven. */
function scopeOf(account: string, { passes }: Outcome): readonly string[] | undefined {
  const lists = passes.map((pass) => ({ pass, list: listedRegions(pass, account) }));
  const proven = lists.filter(({ list, pass }) => pass.draw.regions === null && list !== undefined);
  if (proven.length === 0 && passes.some(({ draw }) => draw.regions === null)) return undefined;
  const wanted = lists.flatMap(({ list, pass }) =>
    (pass.draw.regions ?? []).map(regionName).filter((region) => !(list?.disabled ?? []).includes(region)),
  );
  const enabled = [...proven.flatMap(({ list }) => list?.enabled ?? []), ...wanted];
  // What was tried in a pass that had to guess counts too, also where another pass knows better: it was never read. But for what that
  // pass calls disabled, and answered the try so.
  const tried = passes.flatMap(({ wire }) => wire.calls.filter((call) => triesRegion(call, account)));
  const open = tried.filter(({ region }) => {
    const isOff = proven.some(({ list }) => list?.disabled.includes(region) === true);
    return !isOff || !isRefusedAsDisabled(tried.filter((call) => call.region === region));
  });
  return unique([...enabled, ...open.map(({ region }) => region)]);
}

function triesRegion({ account, operation }: WireCall, of: string): boolean {
  return operation === 'ListAnalyzers' && account === of;
}

/** Whether nothing was ever served, and the last answer was that of a Region that is not enabled. */
function isRefusedAsDisabled(calls: readonly WireCall[]): boolean {
  const answer = calls.at(-1)?.attempts.at(-1)?.response;
  return (
    calls.every(({ items }) => items.length === 0) &&
    answer?.headers['x-amzn-errortype'] === 'UnrecognizedClientException'
  );
}

interface Judged {
  readonly account: string;
  readonly region: string;
  readonly rule: Rule;
}

function againstRegion(draw: Draw, outcome: Outcome, { account, region, rule }: Judged): string[] {
  const where = `${region} of ${account}`;
  const why: string[] = [];
  const isListed = outcome.passes.some((pass) => regionChain(pass, account, region).isComplete);
  if (!isListed) return [`the analyzers of ${where} were not listed to the end`];
  const zones = zonesOfWorking(outcome, account, region);
  const wanted =
    rule.policy === 'account-zone' ? 'account' : rule.policy === 'organization-zone' ? 'organization' : 'either';
  const covers = (zone: string | undefined): boolean => zone !== undefined && (wanted === 'either' || zone === wanted);
  const isCovered =
    zones.some(covers) ||
    (wanted !== 'account' && draw.organization && isCreditedByOwner(draw, outcome, account, region));
  if (!isCovered) why.push(`no analyzer that works covers ${where}`);

  for (const analyzer of outcome.passes.flatMap((pass) => analyzersIn(pass, account, region))) {
    const arn = String(analyzer['arn']);
    const chains = outcome.passes.map((pass) => findingChains(pass, account, arn));
    const isInsider = /_(?:UNUSED|INTERNAL)_ACCESS$/.test(String(analyzer['type']));
    // What the list of archived findings shows as anything else counts as if it had been listed as open.
    const astray = outcome.passes.map((pass) => ({
      items: archivedChains(pass, account, arn).items.filter(({ status }) => status !== 'ARCHIVED'),
    }));
    for (const { items } of [...chains, ...astray]) {
      if (items.some(hasUnknownStatus)) why.push(`${arn} has findings of an unknown status`);
      if (items.some((item) => item['status'] === 'ACTIVE' && !isError(item) && isUnknownType(item, analyzer))) {
        why.push(`${arn} has findings of an unknown type`);
      }
      if (!isInsider && items.some((item) => item['status'] === 'ACTIVE' && isError(item))) {
        why.push(`${arn} could not analyse something`);
      }
    }
    if (isInsider || chains.some(({ isRead }) => isRead)) continue;
    // What another account owns and keeps to itself is no loss; nor are the findings of a leftover that works no more.
    if (ownerOf(arn) !== account && chains.every(({ isRefused }) => isRefused)) continue;
    if (analyzer['status'] !== 'ACTIVE') continue;
    why.push(`the findings of ${arn} were not listed to the end`);
  }
  return why;
}

/**
 * The zones of trust of the analyzers that an account owns, that were read to the end and that worked. Where several passes read one,
 * it worked in each: a merge promises no more than the least that was told.
 */
function zonesOfWorking({ passes, start }: Outcome, account: string, region: string): (string | undefined)[] {
  const read = new Map<unknown, Item[]>();
  for (const pass of passes) {
    if (!regionChain(pass, account, region).isComplete) continue;
    for (const analyzer of analyzersIn(pass, account, region)) {
      const { arn } = analyzer;
      if (findingChains(pass, account, String(arn)).isRead) read.set(arn, [...(read.get(arn) ?? []), analyzer]);
    }
  }
  return [...read.values()]
    .filter((told) => told.every((analyzer) => isHealthy(analyzer, account, start)))
    .flatMap((told) => told.map(zoneOf));
}

/** Another account's working organization analyzer in that very Region, read to the end by its owner. */
function isCreditedByOwner(draw: Draw, outcome: Outcome, account: string, region: string): boolean {
  return [...draw.accounts.entries()].some(([index, { isSwapped }]) => {
    const owner = accountId(index);
    if (owner === account || isSwapped || !identityIsKnown(draw, index, outcome.passes)) return false;
    return zonesOfWorking(outcome, owner, region).includes('organization');
  });
}

const DAY = 24 * 3_600_000;

function isHealthy({ arn, createdAt, lastResourceAnalyzedAt, status }: Item, account: string, start: number): boolean {
  if (ownerOf(String(arn)) !== account || status !== 'ACTIVE') return false;
  if (typeof lastResourceAnalyzedAt === 'string') return true;
  return typeof createdAt === 'string' && start - Date.parse(createdAt) >= DAY;
}

function zoneOf({ type }: Item): 'account' | 'organization' | undefined {
  return type === 'ACCOUNT' ? 'account' : type === 'ORGANIZATION' ? 'organization' : undefined;
}

function ownerOf(arn: string): string | undefined {
  return arn.split(':')[4];
}

function hasUnknownStatus({ status }: Item): boolean {
  return status !== 'ACTIVE' && status !== 'ARCHIVED' && status !== 'RESOLVED';
}

function isError({ error }: Item): boolean {
  return typeof error === 'string';
}

const KNOWN_TYPES = new Set(['ExternalAccess', 'InternalAccess', 'UnusedIAMRole']);

/** Only ListFindingsV2, for all but the external analyzers, tells the type. */
function isUnknownType({ findingType }: Item, { type }: Item): boolean {
  if (type === 'ACCOUNT' || type === 'ORGANIZATION') return false;
  if (typeof findingType !== 'string') return !String(type).endsWith('_INTERNAL_ACCESS');
  return !KNOWN_TYPES.has(findingType);
}

/**
 * The second opinion on a PASS, from the ground truth alone: the open external findings that were there from beginning to end in
 * analyzers that work, in Regions that are to be judged. A PASS over any of them is false, whatever the wire says.
 */
export function openInTruth(draw: Draw): string[] {
  const touched = new Set(draw.events.map(findingIdOf));
  const indexes = draw.organization ? [...draw.accounts.keys()] : [0];
  const chosen = draw.passes.some(({ regions }) => regions === null)
    ? undefined
    : new Set(draw.passes.flatMap(({ regions }) => regions ?? []));
  return indexes.flatMap((account) =>
    (draw.accounts[account]?.regions ?? []).flatMap(({ analyzers, optStatus }, region) => {
      if (chosen !== undefined && !chosen.has(region)) return [];
      if (isOptIn(regionName(region)) && optStatus === 'DISABLED') return [];
      return analyzers.flatMap(({ findings, status, type }, analyzer) => {
        if (status !== 'ACTIVE' || (type !== 'ACCOUNT' && type !== 'ORGANIZATION')) return [];
        const kinds = findings.flatMap(({ count, kind }) => Array.from({ length: count }, () => kind));
        return kinds.flatMap((kind, finding) => {
          const id = findingIdOf({ account, region, analyzer, finding, after: 0, change: 'remove' });
          const isOpen = ['cross-account', 'public', 'role', 'future-resource'].includes(kind) && !touched.has(id);
          return isOpen ? [`${analyzerArn(account, region, analyzer)} ${id}`] : [];
        });
      });
    }),
  );
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
