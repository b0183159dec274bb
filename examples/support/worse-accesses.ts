import type { Access, VerdictDiff } from 'access-analyzer-kit';
import { printable } from './printable.ts';

/** An access that got worse since an earlier verdict. */
export interface WorseAccess {
  readonly access: Access;
  readonly why: 'new' | 'reopened' | 'changed';
}

/** What is open now and was not before, or allows more than before: all that a gate should stop. */
export function worseAccesses(diff: Pick<VerdictDiff, 'new' | 'reopened' | 'changed'>): WorseAccess[] {
  return [
    ...diff.new.map(({ access }): WorseAccess => ({ access, why: 'new' })),
    ...diff.reopened.map(({ after }): WorseAccess => ({ access: after, why: 'reopened' })),
    ...diff.changed
      .filter(({ addedActions, before, after }) => addedActions.length > 0 || becamePublic(before, after))
      .map(({ after }): WorseAccess => ({ access: after, why: 'changed' })),
  ].filter(({ access }) => access.status !== 'EXCUSED');
}

/** Null: AWS did not say, which is as bad as yes. */
function becamePublic(before: Access, after: Access): boolean {
  return before.isPublic === false && after.isPublic !== false;
}

/** One line of text. */
export function describeWorse({ access, why }: WorseAccess): string {
  const { levels, principal, resource, resourceType, risk } = access;
  return printable(
    `${why}: ${risk.severity}: ${principal.text} can ${levels.join(', ') || 'do something unknown'} ${resource ?? resourceType}`,
  );
}
