import { groupByKey } from '../model/group-by-key.ts';
import { compareStrings, sortedUnique } from '../model/compare.ts';
import type { Assessment, Case } from './assess.ts';
import { accountKey, type Place } from './place.ts';
import type { AccountScope, VerdictScope } from './verdict.ts';

/** Says what the verdict is a verdict of. */
export function scopeOfVerdict(input: Case, assessment: Assessment): VerdictScope {
  const accounts = new Map(groupByKey(input.places, accountKey));
  for (const scope of input.scopes) if (!accounts.has(accountKey(scope))) accounts.set(accountKey(scope), []);
  const scopes = new Map(input.scopes.map((scope) => [accountKey(scope), scope]));

  const described = [...accounts.entries()]
    .sort(([left], [right]) => compareStrings(left, right))
    .map(([key, places]): AccountScope => {
      const scope = scopes.get(key);
      const [partition, account] = JSON.parse(key) as [string, string];
      const applicable = places.filter((place) => !place.disabled);
      const isRead = (place: Place): boolean => assessment.coverage.get(place)?.read === true;
      const enabled = scope?.source === 'account' ? scope.regions.length : scope?.enabled?.length;
      const outOfScope = scope?.organization?.outOfScope;
      return {
        partition,
        account,
        source: scope?.source ?? 'unknown',
        read: sortedUnique(applicable.filter(isRead).map(({ region }) => region)),
        unread: sortedUnique(applicable.filter((place) => !isRead(place)).map(({ region }) => region)),
        disabled: sortedUnique(places.filter((place) => place.disabled).map(({ region }) => region)),
        ...(enabled === undefined ? {} : { enabled }),
        ...(outOfScope === undefined ? {} : { outOfScope }),
      };
    });
  return { accounts: described, text: scopeText(described) };
}

function scopeText(accounts: readonly AccountScope[]): string {
  const [only] = accounts;
  if (only === undefined) return 'nothing';
  const outOfScope = new Set(accounts.flatMap((scope) => scope.outOfScope ?? []).map(({ account }) => account)).size;
  const left = outOfScope === 0 ? [] : [`${outOfScope} of the organization's accounts out of scope`];
  if (accounts.length === 1) return [`account ${only.account}: ${regionsText(only)}`, ...left].join(', ');
  const read = accounts.reduce((sum, account) => sum + account.read.length, 0);
  const inScope = accounts.reduce((sum, account) => sum + account.read.length + account.unread.length, 0);
  const unproven = accounts.filter(({ enabled }) => enabled === undefined).length;
  const selected = accounts.filter(({ source }) => source === 'selected').length;
  return [
    `${accounts.length} accounts: ${read} of ${inScope} Regions read`,
    ...(selected === 0 ? [] : [`${selected} with selected Regions only`]),
    ...(unproven === 0 ? [] : [`${unproven} whose enabled Regions are not proven`]),
    ...left,
  ].join(', ');
}

function regionsText({ source, read, unread, enabled }: AccountScope): string {
  const inScope = read.length + unread.length;
  switch (source) {
    case 'account':
      return `${read.length} of ${inScope} enabled Regions read`;
    case 'selected':
      return enabled === undefined
        ? `${read.length} of ${inScope} selected Regions read; how many the account has enabled is not known`
        : `${read.length} of ${enabled} Regions read (${inScope} selected)`;
    case 'static':
      return `${read.length} of ${inScope} Regions known to this release read; not proven to be all that the account has enabled`;
    case 'unknown':
      return `${read.length} of ${inScope} Regions read; nothing says which were to be read`;
  }
}
