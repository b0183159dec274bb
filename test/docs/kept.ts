type Disposable_ = Disposable | AsyncDisposable | null | undefined;

const kept: Disposable_[] = [];

/** Stands for `using` where a later block of the document uses the name: what is bound lives until the document ends. */
export function keep<T extends Disposable_>(value: T): T {
  kept.push(value);
  return value;
}

/** Disposes of what was kept, the last first. */
export async function disposeKept(): Promise<void> {
  for (const value of kept.splice(0).reverse()) {
    if (value === null || value === undefined) continue;
    if (Symbol.asyncDispose in value) await value[Symbol.asyncDispose]();
    else value[Symbol.dispose]();
  }
}
