import type {
  AccessChange,
  ArchivedAccess,
  GoneAccess,
  NewAccess,
  NotSeenAccess,
  RegionChange,
  ResetAnalyzer,
  VerdictDiff,
} from '../evaluate/verdict-diff.ts';

/**
 * One thing that changed between two passes: what {@link diffVerdicts} says of an access, a Region or an analyzer, with
 * its kind. `not-seen` comes once, when an access goes out of sight without proof that it is gone; the pass that sees it
 * again, unchanged, says nothing of it.
 */
export type WatchChange = WatchedAccess | WatchedRegion | WatchedAnalyzer;

/** An access that changed. */
export type WatchedAccess =
  | ({ readonly kind: 'new' } & NewAccess)
  | ({ readonly kind: 'reopened' | 'changed' | 'excused' | 'resolved' } & AccessChange)
  | ({ readonly kind: 'archived' } & ArchivedAccess)
  | ({ readonly kind: 'gone' } & GoneAccess)
  | ({ readonly kind: 'not-seen' } & NotSeenAccess);

/** A Region that changed sides: it became unreadable, say. */
export type WatchedRegion = { readonly kind: 'region' } & RegionChange;

/** An analyzer that was deleted and made anew: it forgot what was archived, and has to look at everything again. */
export type WatchedAnalyzer = { readonly kind: 'analyzer-reset' } & ResetAnalyzer;

/** A diff as single changes: what limits the view first, then the accesses, worst kind first. */
export function changesOf(diff: VerdictDiff): WatchChange[] {
  return [
    ...diff.regions.map((change): WatchChange => ({ kind: 'region', ...change })),
    ...diff.resetAnalyzers.map((change): WatchChange => ({ kind: 'analyzer-reset', ...change })),
    ...diff.new.map((change): WatchChange => ({ kind: 'new', ...change })),
    ...diff.reopened.map((change): WatchChange => ({ kind: 'reopened', ...change })),
    ...diff.changed.map((change): WatchChange => ({ kind: 'changed', ...change })),
    ...diff.notSeen.map((change): WatchChange => ({ kind: 'not-seen', ...change })),
    ...diff.excused.map((change): WatchChange => ({ kind: 'excused', ...change })),
    ...diff.archived.map((change): WatchChange => ({ kind: 'archived', ...change })),
    ...diff.resolved.map((change): WatchChange => ({ kind: 'resolved', ...change })),
    ...diff.gone.map((change): WatchChange => ({ kind: 'gone', ...change })),
  ];
}
