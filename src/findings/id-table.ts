/** Remembers a small number for each id. */
export interface IdTable {
  /** How many ids are in it. */
  readonly size: number;
  /** The number of an id; 0 when it is not in the table. */
  get(id: string): number;
  /** Remembers the id with `value`, 1 to 255, unless it already has a greater one. Returns what it had. */
  raise(id: string, value: number): number;
}

const FIRST_CAPACITY = 1024;
const WORDS = 4;

/**
 * A table of ids in 17 bytes a slot, at most three quarters of them in use: a `Map` of the same texts takes several times as
 * much, and the time of the garbage collector. Exact: finding ids are UUIDs, which are numbers of 128 bits; ids of any
 * other form go into a `Map`.
 */
export function createIdTable(): IdTable {
  let capacity = FIRST_CAPACITY;
  let words = new Uint32Array(capacity * WORDS);
  /** 0 for a free slot. */
  let values = new Uint8Array(capacity);
  let used = 0;
  const others = new Map<string, number>();
  /** The id that was read last. */
  const key = new Uint32Array(WORDS);

  /** The slot that holds the key, or the free one where it belongs. */
  const slotOf = (): number => {
    const mask = capacity - 1;
    // Not destructured: that would walk an iterator, and takes longer than all the rest.
    const a = key[0] ?? 0;
    const b = key[1] ?? 0;
    const c = key[2] ?? 0;
    const d = key[3] ?? 0;
    let slot = mixed(a, b, c, d) & mask;
    while (values[slot] !== 0) {
      const at = slot * WORDS;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  };

  const grow = (): void => {
    const oldWords = words;
    const oldValues = values;
    const oldCapacity = capacity;
    capacity *= 2;
    words = new Uint32Array(capacity * WORDS);
    values = new Uint8Array(capacity);
    for (let slot = 0; slot < oldCapacity; slot += 1) {
      const value = oldValues[slot] ?? 0;
      if (value === 0) continue;
      key.set(oldWords.subarray(slot * WORDS, slot * WORDS + WORDS));
      const to = slotOf();
      words.set(key, to * WORDS);
      values[to] = value;
    }
  };

  return {
    get size() {
      return used + others.size;
    },
    get: (id) => (readUuid(id, key) ? (values[slotOf()] ?? 0) : (others.get(id) ?? 0)),
    raise: (id, value) => {
      if (!readUuid(id, key)) {
        const before = others.get(id) ?? 0;
        if (value > before) others.set(id, value);
        return before;
      }
      const slot = slotOf();
      const before = values[slot] ?? 0;
      if (value > before) values[slot] = value;
      if (before === 0) {
        words.set(key, slot * WORDS);
        used += 1;
        if (used * 4 > capacity * 3) grow();
      }
      return before;
    },
  };
}

const UUID_LENGTH = 36;
const DASH = 45;
/** The value of each hexadecimal digit by its character code, 255 for what is none. Capitals are none: they would be another text. */
const DIGITS: Uint8Array = new Uint8Array(128).fill(255);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).charCodeAt(0)] = value;

/** Reads a UUID as AWS spells them into four words; false for any other text. */
function readUuid(id: string, words: Uint32Array): boolean {
  if (id.length !== UUID_LENGTH) return false;
  let word = 0;
  let digits = 0;
  for (let index = 0; index < UUID_LENGTH; index += 1) {
    const code = id.charCodeAt(index);
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const digit = code < 128 ? (DIGITS[code] ?? 255) : 255;
    if (digit === 255) return false;
    word = (word << 4) | digit;
    digits += 1;
    if ((digits & 7) === 0) words[(digits >> 3) - 1] = word;
  }
  return true;
}

/** Spreads ids that differ in a few bits only (counters, times) over all slots. */
function mixed(a: number, b: number, c: number, d: number): number {
  let hash = a ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
