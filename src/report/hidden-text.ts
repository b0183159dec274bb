import type { HiddenFinding } from '../evaluate/verdict.ts';

/** One archived finding that is public, or may be, in a sentence. It may hold names from AWS. */
export function hiddenText({ isPublic, principal, levels, resourceType, resource }: HiddenFinding): string {
  const open = isPublic === true ? 'public' : 'maybe public';
  return `Archived ${open} access: ${principal.text} → ${levels.join('+') || 'unknown level'} → ${resourceType} ${resource ?? 'of unknown name'}`;
}
