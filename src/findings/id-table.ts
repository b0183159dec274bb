import { readUuid } from './read-uuid.ts';

/** Remembers a small number for each id. */
export interface IdTable {
  /** How many ids are in it. */
  readonly size: number;
  /** The number of an id; 0 when it is not in the table. */
  get(id: string): number;
  /** Remembers the id with `value`, 1 to 255, unless it already has a greater one. Returns what it had. */
  raise(id: string, value: number): number;
}

const FIRST_CAPACITY = 64;
const WORDS = 4;
/** Each grows by itself, so that never two copies of the whole are in memory. */
const SHARDS = 64;

/**
 * A table of ids in 17 bytes a slot, at most three quarters of them in use: a `Map` of the same texts takes several times as
 * much, and the time of the garbage collector. Exact: finding ids are UUIDs, which are numbers of 128 bits; ids of any
 * other form go into a `Map`.
 */
export function createIdTable(): IdTable {
  const shards: (Shard | undefined)[] = new Array<Shard | undefined>(SHARDS).fill(undefined);
  let used = 0;
  const others = new Map<string, number>();
  /** The id that was read last. */
  const key = new Uint32Array(WORDS);

  return {
    get size() {
      return used + others.size;
    },
    get: (id) => {
      if (!readUuid(id, key)) return others.get(id) ?? 0;
      const hash = hashOf(key);
      return shards[hash >>> SHARD_SHIFT]?.get(key, hash) ?? 0;
    },
    raise: (id, value) => {
      if (!readUuid(id, key)) {
        const before = others.get(id) ?? 0;
        if (value > before) others.set(id, value);
        return before;
      }
      const hash = hashOf(key);
      const before = (shards[hash >>> SHARD_SHIFT] ??= new Shard()).raise(key, hash, value);
      if (before === 0) used += 1;
      return before;
    },
  };
}

/** A shard is chosen by the upper bits of the hash, a slot in it by the lower ones. */
const SHARD_SHIFT: number = 32 - Math.log2(SHARDS);

class Shard {
  #capacity = FIRST_CAPACITY;
  #words = new Uint32Array(FIRST_CAPACITY * WORDS);
  /** 0 for a free slot. */
  #values = new Uint8Array(FIRST_CAPACITY);
  #used = 0;

  get(key: Uint32Array, hash: number): number {
    return this.#values[this.#slotOf(key, hash)] ?? 0;
  }

  raise(key: Uint32Array, hash: number, value: number): number {
    const slot = this.#slotOf(key, hash);
    const before = this.#values[slot] ?? 0;
    if (value > before) this.#values[slot] = value;
    if (before === 0) {
      this.#put(key, slot);
      this.#used += 1;
      if (this.#used * 4 > this.#capacity * 3) this.#grow();
    }
    return before;
  }

  /** The slot that holds the key, or the free one where it belongs. */
  #slotOf(key: Uint32Array, hash: number): number {
    const words = this.#words;
    const values = this.#values;
    const mask = this.#capacity - 1;
    // Not destructured: that would walk an iterator, and takes longer than all the rest.
    const a = key[0] ?? 0;
    const b = key[1] ?? 0;
    const c = key[2] ?? 0;
    const d = key[3] ?? 0;
    let slot = hash & mask;
    while (values[slot] !== 0) {
      const at = slot * WORDS;
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Word by word: `set` of a typed array takes longer than all the rest for so few. */
  #put(key: Uint32Array, slot: number): void {
    for (let word = 0; word < WORDS; word += 1) this.#words[slot * WORDS + word] = key[word] ?? 0;
  }

  #grow(): void {
    const key = new Uint32Array(WORDS);
    const oldWords = this.#words;
    const oldValues = this.#values;
    this.#capacity *= 2;
    this.#words = new Uint32Array(this.#capacity * WORDS);
    this.#values = new Uint8Array(this.#capacity);
    for (let old = 0; old < oldValues.length; old += 1) {
      const value = oldValues[old] ?? 0;
      if (value === 0) continue;
      for (let word = 0; word < WORDS; word += 1) key[word] = oldWords[old * WORDS + word] ?? 0;
      const slot = this.#slotOf(key, hashOf(key));
      this.#put(key, slot);
      this.#values[slot] = value;
    }
  }
}

/** Spreads ids that differ in a few bits only (counters, times) over all slots. */
function hashOf(key: Uint32Array): number {
  let hash =
    (key[0] ?? 0) ^
    Math.imul(key[1] ?? 0, 0x85ebca6b) ^
    Math.imul(key[2] ?? 0, 0xc2b2ae35) ^
    Math.imul(key[3] ?? 0, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
