import type { FakeFinding, FakeFindingSource } from '../types.ts';
import { toStoredFinding, type FindingDefaults, type StoredFinding } from './stored-finding.ts';

/**
 * The findings of one analyzer, at fixed positions: a position is what a page token remembers, so what happens to other
 * findings between two pages never shifts it. Findings of a lazy source are made when they are read, and only those that
 * were changed are kept.
 */
export class FindingStore {
  /** Grows with every change, so that what was computed from the findings can be cached. */
  version = 0;
  readonly #source: FakeFindingSource;
  readonly #defaults: FindingDefaults;
  readonly #changed = new Map<number, StoredFinding | null>();
  readonly #added: (StoredFinding | null)[] = [];
  readonly #addedPositions = new Map<string, number>();
  #byResource: Map<string, number[]> | undefined;
  #sourcePositions: Map<string, number> | undefined;

  constructor(findings: readonly FakeFinding[] | FakeFindingSource, defaults: FindingDefaults) {
    this.#defaults = defaults;
    const isSource = 'at' in findings && 'count' in findings;
    this.#source = isSource ? findings : { count: 0, at: () => ({}) };
    if (!isSource) findings.forEach((finding, index) => this.add(finding, index));
  }

  /** Made from a source that makes findings when they are read: looking through all of them is dear. */
  get isLazy(): boolean {
    return this.#source.count > 0;
  }

  /** One past the last position. */
  get end(): number {
    return this.#source.count + this.#added.length;
  }

  /** The finding at a position; undefined where one was removed. */
  at(position: number): StoredFinding | undefined {
    if (position >= this.#source.count) return this.#added[position - this.#source.count] ?? undefined;
    const changed = this.#changed.get(position);
    if (changed !== undefined) return changed ?? undefined;
    return toStoredFinding(this.#source.at(position), this.#defaults, position);
  }

  /** Every finding with its position, from a position on. */
  *from(start: number): Generator<readonly [number, StoredFinding]> {
    for (let position = start; position < this.end; position += 1) {
      const finding = this.at(position);
      if (finding !== undefined) yield [position, finding];
    }
  }

  get(id: string): StoredFinding | undefined {
    const position = this.#positionOf(id);
    return position === undefined ? undefined : this.at(position);
  }

  /** Adds a finding and returns it; one with the same id is replaced. */
  add(finding: FakeFinding, salt: unknown = `added-${this.#added.length}`): StoredFinding {
    const stored = toStoredFinding(finding, this.#defaults, salt);
    const existing = this.#positionOf(stored.id);
    if (existing !== undefined) {
      this.#set(existing, stored);
      return stored;
    }
    this.#added.push(stored);
    this.#addedPositions.set(stored.id, this.end - 1);
    this.#index(stored, this.end - 1);
    this.version += 1;
    return stored;
  }

  /** Replaces members of a finding; false when there is none of that id. */
  change(id: string, members: Partial<StoredFinding>): boolean {
    const position = this.#positionOf(id);
    const finding = position === undefined ? undefined : this.at(position);
    if (position === undefined || finding === undefined) return false;
    this.#set(position, { ...finding, ...members, id });
    return true;
  }

  remove(id: string): void {
    const position = this.#positionOf(id);
    if (position !== undefined) this.#set(position, null);
    this.#addedPositions.delete(id);
  }

  /** The findings of a resource. */
  ofResource(resourceArn: string): StoredFinding[] {
    return this.positionsOf(resourceArn).flatMap((position) => this.at(position) ?? []);
  }

  /** Positions, ascending, where the resource has or had findings. */
  positionsOf(resourceArn: string): readonly number[] {
    return this.#resources().get(resourceArn) ?? [];
  }

  /** The ARNs of all resources that have or had findings. */
  get resources(): Iterable<string> {
    return this.#resources().keys();
  }

  #set(position: number, finding: StoredFinding | null): void {
    if (position < this.#source.count) this.#changed.set(position, finding);
    else this.#added[position - this.#source.count] = finding;
    if (finding !== null) this.#index(finding, position);
    this.version += 1;
  }

  #positionOf(id: string): number | undefined {
    const added = this.#addedPositions.get(id);
    if (added !== undefined || this.#source.count === 0) return added;
    if (this.#source.indexOf !== undefined) return this.#source.indexOf(id);
    if (this.#sourcePositions === undefined) {
      this.#sourcePositions = new Map();
      for (let position = 0; position < this.#source.count; position += 1) {
        const made = this.#source.at(position).id ?? this.at(position)?.id;
        if (made !== undefined) this.#sourcePositions.set(made, position);
      }
    }
    return this.#sourcePositions.get(id);
  }

  /** Made when first asked for: a large source is read once for it. */
  #resources(): Map<string, number[]> {
    if (this.#byResource === undefined) {
      this.#byResource = new Map();
      for (const [position, finding] of this.from(0)) this.#index(finding, position);
    }
    return this.#byResource;
  }

  #index(finding: StoredFinding, position: number): void {
    if (this.#byResource === undefined || finding.resource === undefined) return;
    const positions = this.#byResource.get(finding.resource);
    if (positions === undefined) this.#byResource.set(finding.resource, [position]);
    else if (!positions.includes(position)) positions.push(position);
  }
}
