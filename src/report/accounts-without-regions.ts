import type { AccountScope, Verdict } from '../evaluate/verdict.ts';

/**
 * The accounts in scope of which no Region is known, or none that is enabled: a role that could not be assumed, say. What is
 * written Region by Region has to name them apart, or they look as if nobody had asked for them.
 */
export function accountsWithoutRegions({ scope }: Pick<Verdict, 'scope'>): AccountScope[] {
  return scope.accounts.filter(({ read, unread }) => read.length + unread.length === 0);
}
