/** Plain data as a page holds it: no null, and an absent member rather than an undefined one. */
export type PageData = string | number | boolean | readonly PageData[] | { readonly [member: string]: PageData };

/** {@link PageData} in few bytes: a text is its place in the list of texts, a list and an object are lists that say so first. */
type Packed = number | readonly [typeof LIST | typeof PLAIN | number, ...(Packed | boolean)[]];

/** Stands before the items of a list. */
const LIST = -1;
/** Stands before a number or a boolean. */
const PLAIN = -2;

/** Some values with the texts and the members' names that they share. */
export interface PackedData {
  readonly strings: readonly string[];
  /** The names of an object's members, by its first item. */
  readonly shapes: readonly (readonly string[])[];
  readonly values: readonly Packed[];
}

/**
 * Packs values that have much in common: each text and each set of members' names is written once. The rows of a hundred
 * thousand accesses share most of theirs (principals, actions, reasons, analyzers), so that a page of them stays one that a browser
 * opens. {@link UNPACK_SCRIPT} is the way back.
 */
export function packData(values: readonly PageData[]): PackedData {
  const strings = new Map<string, number>();
  const shapes = new Map<string, number>();
  const pack = (value: PageData): Packed => {
    if (typeof value === 'string') return placeOf(strings, value);
    if (typeof value === 'number' || typeof value === 'boolean') return [PLAIN, value];
    if (isList(value)) return [LIST, ...value.map(pack)];
    return [placeOf(shapes, JSON.stringify(Object.keys(value))), ...Object.values(value).map(pack)];
  };
  const packed = values.map(pack);
  return {
    strings: [...strings.keys()],
    shapes: [...shapes.keys()].map((names) => JSON.parse(names) as string[]),
    values: packed,
  };
}

/** The way back, as the page's script does it: `unpack({ strings, shapes })` makes the function that takes one packed value. */
export const UNPACK_SCRIPT: string = String.raw`
  const unpack = ({ strings, shapes }) => {
    const one = (value) => {
      if (typeof value === 'number') return strings[value];
      const [first, ...rest] = value;
      if (first === ${LIST}) return rest.map(one);
      if (first === ${PLAIN}) return rest[0];
      return Object.fromEntries(shapes[first].map((name, index) => [name, one(rest[index])]));
    };
    return one;
  };
`;

function placeOf(places: Map<string, number>, key: string): number {
  const place = places.get(key) ?? places.size;
  places.set(key, place);
  return place;
}

/** `Array.isArray` does not tell a readonly list. */
function isList(value: PageData): value is readonly PageData[] {
  return Array.isArray(value);
}
