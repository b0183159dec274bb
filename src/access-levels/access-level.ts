/**
 * What an action lets its caller do, by the five names that Access Analyzer's console uses. AWS's Service Authorization
 * Reference calls `Permissions` "Permissions management".
 */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Permissions' | 'Tagging';

/** The five levels in the order in which the console and the rule print them. */
export const ACCESS_LEVELS: readonly AccessLevel[] = ['List', 'Read', 'Write', 'Permissions', 'Tagging'];
