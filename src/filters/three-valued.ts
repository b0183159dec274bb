/** Whether AWS would match: `uncertain` where the finding at hand or AWS's documentation does not tell. */
export type FilterMatch = 'yes' | 'no' | 'uncertain';

/** Kleene's negation. */
export function not(match: FilterMatch): FilterMatch {
  return match === 'yes' ? 'no' : match === 'no' ? 'yes' : 'uncertain';
}

/** Kleene's conjunction: one "no" decides, else one "uncertain". */
export function all<T>(items: Iterable<T>, test: (item: T) => FilterMatch): FilterMatch {
  let result: FilterMatch = 'yes';
  for (const item of items) {
    const match = test(item);
    if (match === 'no') return 'no';
    if (match === 'uncertain') result = 'uncertain';
  }
  return result;
}

/** Kleene's disjunction: one "yes" decides, else one "uncertain". */
export function any<T>(items: Iterable<T>, test: (item: T) => FilterMatch): FilterMatch {
  return not(all(items, (item) => not(test(item))));
}
