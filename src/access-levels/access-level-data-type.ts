/** Where the table of access levels comes from, and how much it holds. */
export interface AccessLevelData {
  /** The package that it is generated from, which takes it from AWS's Service Authorization Reference. */
  readonly source: string;
  /** That package's version. */
  readonly version: string;
  /** When the source last took in AWS's reference: `2026-09-26`. */
  readonly date: string;
  /** How many service prefixes. */
  readonly services: number;
  /** How many actions. */
  readonly actions: number;
}
