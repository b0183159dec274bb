import { AccessAnalyzerKitError } from '../errors/access-analyzer-kit-error.ts';
import { compareBy } from '../model/compare.ts';
import { UNKNOWN_ACCOUNT, type RegionEvidence, type Scope } from '../model/evidence.ts';

/** One Region of one account, in scope or read: what is judged apart. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
  readonly scope: Scope | undefined;
  /** Undefined: it was to be read and there is no record. */
  readonly record: RegionEvidence | undefined;
  /** Proven not enabled: not applicable. */
  readonly disabled: boolean;
}

/** The key of a record: two records with one key are two reads of the same Region. */
export function placeKey(place: {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}): string {
  return JSON.stringify([place.partition, place.account, place.region]);
}

/** The key of a scope. */
export function accountKey(place: { readonly partition: string; readonly account: string }): string {
  return JSON.stringify([place.partition, place.account]);
}

/** Every Region that is in a scope or has a record, in order of partition, account, Region. */
export function placesOf(scopes: readonly Scope[], records: ReadonlyMap<string, RegionEvidence>): Place[] {
  const byAccount = new Map(scopes.map((scope) => [accountKey(scope), scope]));
  const places = new Map<string, Place>();
  const add = (partition: string, account: string, region: string): void => {
    const key = placeKey({ partition, account, region });
    if (places.has(key)) return;
    const scope = byAccount.get(accountKey({ partition, account }));
    const record = records.get(key);
    places.set(key, { partition, account, region, scope, record, disabled: isDisabled(region, scope, record) });
  };
  for (const scope of scopes) {
    for (const region of [...scope.regions, ...scope.disabled]) add(scope.partition, scope.account, region);
  }
  for (const record of records.values()) add(record.partition, record.account, record.region);
  return [...places.values()].sort(
    compareBy<Place>(
      (place) => place.partition,
      (place) => place.account,
      (place) => place.region,
    ),
  );
}

/**
 * Only ListRegions can prove a Region disabled. A Region that the scope wants read is not disabled, whatever its record or
 * the scope itself says of it; and a Region that was read after all is judged.
 */
function isDisabled(region: string, scope: Scope | undefined, record: RegionEvidence | undefined): boolean {
  if (scope === undefined || scope.regions.includes(region)) return false;
  if (record !== undefined && !looksDisabled(record)) return false;
  return scope.disabled.includes(region) || (record?.state === 'disabled' && scope.source !== 'static');
}

/** Nothing was seen: nobody looked, or the try of a pass that had to guess the Regions was refused as in one that is disabled. */
function looksDisabled({ analyzers, problem, state, suppressed = [] }: RegionEvidence): boolean {
  const isRefused = state === 'disabled' || problem?.code === 'region-unusable';
  return isRefused && analyzers.length === 0 && suppressed.length === 0;
}

/** Scopes by partition and account, refusing two for one: they have to be merged first. */
export function uniqueScopes(scopes: readonly Scope[]): readonly Scope[] {
  const seen = new Set<string>();
  for (const scope of scopes) {
    const key = accountKey(scope);
    if (seen.has(key)) {
      throw new AccessAnalyzerKitError(
        'EVIDENCE_CONFLICT',
        `Two scopes of account ${scope.account} in partition ${scope.partition}: join the parts of an audit with mergeEvidence first.`,
      );
    }
    seen.add(key);
  }
  return scopes;
}

/** Whether the account behind a place is known. Without it an analyzer cannot be told from somebody else's. */
export function accountIsKnown(place: { readonly account: string }): boolean {
  return place.account !== UNKNOWN_ACCOUNT;
}
