/** How many requests may be made at once, by how the service takes them. */
export interface AdaptiveWidth {
  readonly value: number;
  /** Begins a request; what it returns is told how that request went. */
  begin(): RequestOutcome;
}

/** Told how one request went. Each is told once. */
export interface RequestOutcome {
  /** The service answered at once. */
  succeeded(): void;
  /** The service was asked more than once, or refused for being asked too often. */
  strained(): void;
}

/** Bounds of an {@link AdaptiveWidth}. */
export interface AdaptiveWidthOptions {
  readonly first: number;
  readonly most: number;
}

/**
 * Additive increase, multiplicative decrease, as TCP does it: one more for each answer until the service first shows strain,
 * from then on one more for each full width of answers; half as many on strain. Requests that were on their way already when the
 * width was halved say nothing new.
 */
export function createAdaptiveWidth({ first, most }: AdaptiveWidthOptions): AdaptiveWidth {
  let value = first;
  let wasStrained = false;
  /** Answers since the width last grew. */
  let answers = 0;
  /** Grows with each narrowing. */
  let epoch = 0;
  return {
    get value() {
      return value;
    },
    begin: () => {
      const begun = epoch;
      return {
        succeeded: () => {
          answers += 1;
          if (value >= most || (wasStrained && answers < value)) return;
          answers = 0;
          value += 1;
        },
        strained: () => {
          if (begun !== epoch) return;
          wasStrained = true;
          epoch += 1;
          answers = 0;
          value = Math.max(1, Math.floor(value / 2));
        },
      };
    },
  };
}
