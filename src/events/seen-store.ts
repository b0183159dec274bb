import * as v from 'valibot';
import { parseWith } from '../model/parse-with.ts';
import { schemaOf } from '../model/schema.ts';
import { strictObjectOf } from '../model/object-schema.ts';
import { wholeNumber } from '../model/value-schemas.ts';

/**
 * Where a handler remembers the latest event of each finding. The default keeps them in this process. Containers of one Lambda
 * function share nothing: with more than one, only a store that they share (a table, say) keeps an alert from being given once
 * a container.
 *
 * Both texts are short, and a position compares as text: of two, the greater one is the later event. So a database can hold
 * them, and `advance` is one conditional write: "set the position where there is none or a lesser one".
 */
export interface SeenStore {
  /** The position that was reached of a finding; undefined when nothing is remembered. */
  get(finding: string): string | undefined | Promise<string | undefined>;
  /** Remembers a position, unless a greater one is remembered already. */
  advance(finding: string, position: string): unknown;
}

/** Options of {@link createSeenStore}. */
export interface CreateSeenStoreOptions {
  /**
   * How many findings are remembered; those whose last news is oldest are forgotten first. An old event of a forgotten
   * finding counts as new: better told twice than not at all.
   *
   * @defaultValue 10000
   */
  readonly maxFindings?: number | undefined;
}

const optionsSchema = /* @__PURE__ */ schemaOf(() =>
  strictObjectOf({ maxFindings: v.optional(wholeNumber(1, 'a whole number, at least 1')) }),
);

/**
 * A store in the memory of this process, about 400 bytes a finding.
 *
 * @throws `InvalidInputError` for a wrong option.
 *
 * @example
 * ```ts
 * export const handler = createFindingHandler({
 *   seen: createSeenStore({ maxFindings: 50_000 }),
 *   onActive: ({ finding }) => console.log(finding.resource),
 * });
 * ```
 */
export function createSeenStore(options: CreateSeenStoreOptions = {}): SeenStore {
  parseWith(optionsSchema, options, 'options of createSeenStore');
  const { maxFindings = 10_000 } = options;
  const positions = new Map<string, string>();
  return {
    get: (finding) => positions.get(finding),
    advance(finding, position) {
      const before = positions.get(finding);
      // Put in anew, so that a Map's order is the order in which findings were last heard of.
      positions.delete(finding);
      positions.set(finding, before !== undefined && before > position ? before : position);
      if (positions.size <= maxFindings) return;
      const [oldest] = positions.keys();
      if (oldest !== undefined) positions.delete(oldest);
    },
  };
}
