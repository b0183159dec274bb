/** First in, first out, in constant time: `Array.prototype.shift` moves all the others. */
export interface Fifo<T> {
  readonly size: number;
  push(item: T): void;
  /** The oldest, taken out; undefined when there is none. */
  shift(): T | undefined;
}

/** An empty queue. */
export function createFifo<T>(): Fifo<T> {
  // A Map keeps the order of insertion and forgets what is deleted.
  const items = new Map<number, T>();
  let head = 0;
  let tail = 0;
  return {
    get size() {
      return items.size;
    },
    push: (item) => {
      items.set(tail++, item);
    },
    shift: () => {
      if (head === tail) return undefined;
      const item = items.get(head);
      items.delete(head++);
      return item;
    },
  };
}
