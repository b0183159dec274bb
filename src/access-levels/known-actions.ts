import type { AccessLevel } from './access-level.ts';
import { ACCESS_LEVEL_LINES } from './access-level-data.ts';
import { removedActions } from './removed-actions.ts';

/** An action that the table knows. */
export interface KnownAction {
  /** In AWS's spelling, with the prefix: `s3:GetObject`. */
  readonly action: string;
  readonly level: AccessLevel;
}

/** The actions of one service by their lower-case name without the prefix. */
export type ServiceActions = ReadonlyMap<string, KnownAction>;

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  P: 'Permissions',
  T: 'Tagging',
};

/**
 * A service's line, replaced by its actions when they are first asked for. The one thing kept between calls: a cache of
 * constant data, filled by the first look-up so that importing the package costs nothing. Maps, not objects, so that
 * `constructor` and `__proto__` are names like any other.
 */
let services: Map<string, string | ServiceActions> | undefined;

/** The prefixes of all services, in lower case. */
export function servicePrefixes(): Iterable<string> {
  return allServices().keys();
}

/** The actions of a service, by its prefix in lower case; undefined for a prefix that the table does not know. */
export function serviceActions(prefix: string): ServiceActions | undefined {
  const entry = allServices().get(prefix);
  if (typeof entry !== 'string') return entry;
  const actions = decodeService(prefix, entry);
  allServices().set(prefix, actions);
  return actions;
}

function allServices(): Map<string, string | ServiceActions> {
  return (services ??= new Map(
    ACCESS_LEVEL_LINES.trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line]),
  ));
}

/** `sqs W:Delete(Message,Queue)Send(Message) R:Get(QueueUrl)`, as scripts/generate-access-levels.ts writes it. */
function decodeService(prefix: string, line: string): ServiceActions {
  const actions = new Map<string, KnownAction>();
  const add = (name: string, level: AccessLevel): void => {
    actions.set(name.toLowerCase(), { action: `${prefix}:${name}`, level });
  };
  for (const group of line.split(' ').slice(1)) {
    const level = LEVELS[group.charAt(0)];
    if (level === undefined) throw new Error(`The access level table is damaged at ${prefix}`);
    for (const [, verb = '', rests = ''] of group.matchAll(/([A-Za-z]*)\(([^)]*)\)/g)) {
      for (const rest of rests.split(',')) add(verb + rest, level);
    }
  }
  for (const { action, level } of removedActions) {
    const name = action.slice(prefix.length + 1);
    if (action.startsWith(`${prefix}:`) && !actions.has(name.toLowerCase())) add(name, level);
  }
  return actions;
}
