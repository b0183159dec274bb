/** How the work on one item ended, with the item. Shaped as `Promise.allSettled` shapes it. */
export type Settled<Item, T> =
  | { readonly status: 'fulfilled'; readonly item: Item; readonly index: number; readonly value: T }
  | { readonly status: 'rejected'; readonly item: Item; readonly index: number; readonly reason: unknown };
