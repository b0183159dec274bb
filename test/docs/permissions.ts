import { classifyAccessLevel } from 'access-analyzer-kit';

type Permissions = Readonly<Record<string, readonly string[]>>;

/** Every action that a function needs which changes nothing, of the services that every audit asks. Sorted. */
export function actionsToRead(permissions: Permissions): string[] {
  return actionsOf(Object.values(permissions).filter(isReading), ['access-analyzer', 'account']);
}

/** What functions that change something need beside {@link actionsToRead}, of Access Analyzer and S3. Sorted. */
export function actionsToAct(permissions: Permissions): string[] {
  const known = actionsToRead(permissions);
  return actionsOf(Object.values(permissions), ['access-analyzer', 's3']).filter((action) => !known.includes(action));
}

/**
 * The rows of the table of functions: name, actions that read, actions that change something. Functions that only read come
 * first. An action of Access Analyzer stands without its service.
 */
export function permissionsRows(permissions: Permissions): string[][] {
  const rows = Object.entries(permissions);
  const ordered = [
    ...rows.filter(([, actions]) => isReading(actions)),
    ...rows.filter(([, actions]) => !isReading(actions)),
  ];
  return ordered.map(([name, actions]) => [
    `\`${name}\``,
    listed(actions.filter(isRead)),
    listed(actions.filter((action) => !isRead(action))),
  ]);
}

function listed(actions: readonly string[]): string {
  return actions.map((action) => `\`${action.replace(/^access-analyzer:/, '')}\``).join(', ');
}

function actionsOf(lists: readonly (readonly string[])[], services: readonly string[]): string[] {
  return [...new Set(lists.flat())].filter((action) => services.includes(action.split(':')[0] ?? '')).sort();
}

function isReading(actions: readonly string[]): boolean {
  return actions.every(isRead);
}

/** By AWS's own levels: what is no List or Read changes something. */
function isRead(action: string): boolean {
  const { levels, unknown } = classifyAccessLevel(action);
  return unknown.length === 0 && levels.every((level) => level === 'List' || level === 'Read');
}
