import type { UnprovenSighting } from '../../evaluate/verdict-diff.ts';
import type { Sighting } from '../../evaluate/verdict.ts';
import type { ZoneOfTrust } from '../../model/analyzer.ts';

/** A SARIF 2.1.0 log, as far as an earlier one is read. What `toSarif` writes has more members. */
export interface SarifLog {
  readonly version: '2.1.0';
  /**
   * Each of this library (`tool.driver.name` is `access-analyzer-kit`), else it is refused; absent `results` are none.
   */
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string } };
    readonly results?: readonly object[];
  }[];
}

/** One result, as {@link toSarif} writes it. */
export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: 'fail';
  readonly level: 'error' | 'warning' | 'note';
  readonly rank?: number;
  readonly message: { readonly text: string };
  readonly locations: readonly object[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly baselineState?: 'new' | 'unchanged' | 'updated';
  readonly suppressions?: readonly object[];
  readonly properties: SarifProperties;
}

/** What a result carries beside SARIF's own members: enough to carry it forward into the next log. */
export interface SarifProperties {
  readonly fingerprint?: string;
  /** In one line. Absent: the result is no finding, or AWS names no resource. */
  readonly resource?: string;
  /** Where it was seen and when that place was read. Absent: the result is no access. */
  readonly sightings?: readonly StoredSighting[];
  /** Where an earlier run saw it and nothing proves that it is gone, while it stands elsewhere. */
  readonly earlierSightings?: readonly StoredSighting[];
  /** Why nothing proves that it is gone, on a result that was carried forward. */
  readonly notSeen?: readonly UnprovenSighting[];
  /** When the Region was read, on a result that is no access. */
  readonly readAt?: string;
  /** Of the analyzer, on a result that is no access. */
  readonly zoneOfTrust?: ZoneOfTrust;
  /** When the analyzer was made, on a result that is no access. */
  readonly analyzerCreatedAt?: string;
  readonly [member: string]: unknown;
}

/** A sighting with what the proof of absence needs of the verdict that saw it. */
export interface StoredSighting extends Sighting {
  /** When the Region was read. */
  readonly readAt?: string;
  /** When the analyzer was made. */
  readonly analyzerCreatedAt?: string;
}
