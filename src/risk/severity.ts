/** How bad an access is, worst first: see {@link assessRisk} for the table. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** The severities, worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** A severity and why, in words. */
export interface RiskAssessment {
  /** What AWS left out counts as the worst that it could plausibly be. */
  readonly severity: Severity;
  /** At least one sentence, most important first. */
  readonly reasons: readonly string[];
}
