import { compileGlob, isGlob, matchesGlob } from './glob.ts';
import { serviceActions, servicePrefixes, type KnownAction } from './known-actions.ts';

/** AWS's prefixes and names are ASCII. Without this, the Kelvin sign would pass for a `k`: `toLowerCase` makes it one. */
const ASCII = /^[ -~]*$/;

/**
 * The known action that a name without wildcards stands for. IAM ignores case.
 */
export function findAction(action: string): KnownAction | undefined {
  const colon = action.indexOf(':');
  if (colon < 0 || !ASCII.test(action)) return undefined;
  return serviceActions(action.slice(0, colon).toLowerCase())?.get(action.slice(colon + 1).toLowerCase());
}

/**
 * All known actions that a pattern stands for; `*` and `?` may stand anywhere, also in the prefix, but match no colon.
 * Without a colon only `*` alone means anything, as in IAM, where it is every action.
 */
export function* findActions(pattern: string): Generator<KnownAction, void, undefined> {
  const parts = ASCII.test(pattern) ? splitPattern(pattern.toLowerCase()) : undefined;
  if (parts === undefined) return;
  const [prefix, name] = parts;
  const nameGlob = compileGlob(name);
  for (const service of matchingPrefixes(prefix)) {
    for (const [candidate, action] of serviceActions(service) ?? []) {
      if (matchesGlob(nameGlob, candidate)) yield action;
    }
  }
}

function splitPattern(pattern: string): [prefix: string, name: string] | undefined {
  if (pattern === '*') return ['*', '*'];
  const colon = pattern.indexOf(':');
  return colon < 0 ? undefined : [pattern.slice(0, colon), pattern.slice(colon + 1)];
}

function* matchingPrefixes(prefix: string): Generator<string, void, undefined> {
  if (!isGlob(prefix)) {
    yield prefix;
    return;
  }
  const glob = compileGlob(prefix);
  for (const candidate of servicePrefixes()) if (matchesGlob(glob, candidate)) yield candidate;
}
