import { SEVERITIES } from '../../risk/severity.ts';
import type { Access } from '../../evaluate/verdict.ts';
import { barChart, type Bar } from './bar-chart.ts';
import { html, type Html } from './html-text.ts';

/** Upper ends of the age classes, in days. */
const AGES: readonly (readonly [label: string, days: number])[] = [
  ['up to 7 days', 7],
  ['up to 30 days', 30],
  ['up to 90 days', 90],
  ['up to a year', 365],
  ['more than a year', Number.POSITIVE_INFINITY],
];
const AGE_UNKNOWN = 'age unknown';

/** Bars for the most frequent; the others are one bar. */
const TOP = 8;
/** Names that are told apart. Further ones are counted together, so that a page of any size is made in bounded memory. */
const MOST_NAMES = 10_000;

/** Charts of the open accesses, counted as these come by. */
export interface Charts {
  add(access: Access): void;
  finish(): Html;
}

/** Severity, resource types, age and the principals that can reach the most. */
export function createCharts(): Charts {
  const severities = new Map<string, number>();
  const ages = new Map<string, number>();
  const types = new Tally();
  const principals = new Tally();
  return {
    add({ ageDays, principal, resourceType, risk, status }) {
      if (status !== 'ACTIVE') return;
      count(severities, risk.severity);
      count(ages, ageClass(ageDays));
      types.add(resourceType);
      principals.add(principal.text.replace(' of AWS account ', ' of '));
    },
    finish: () => {
      if (ages.size === 0) return html`<p class="card empty">No open access is listed: there is nothing to draw.</p>`;
      return html`<div class="charts">
        ${barChart(
          'Severity',
          SEVERITIES.map((severity) => ({
            label: severity,
            count: severities.get(severity) ?? 0,
            tone: `tone-${severity}`,
          })),
        )}
        ${barChart(
          'Age',
          [...AGES.map(([label]) => label), AGE_UNKNOWN]
            .map((label) => ({ label, count: ages.get(label) ?? 0 }))
            .filter(({ label, count: number }) => label !== AGE_UNKNOWN || number > 0),
        )}
        ${barChart('Resource types', types.bars())} ${barChart('Who can reach the most', principals.bars())}
      </div>`;
    },
  };
}

function ageClass(days: number | undefined): string {
  return days === undefined ? AGE_UNKNOWN : (AGES.find(([, upTo]) => days <= upTo)?.[0] ?? AGE_UNKNOWN);
}

function count(counts: Map<string, number>, label: string): void {
  counts.set(label, (counts.get(label) ?? 0) + 1);
}

/** How often each name occurs. */
class Tally {
  readonly #counts = new Map<string, number>();
  #others = 0;

  add(name: string): void {
    if (this.#counts.has(name) || this.#counts.size < MOST_NAMES) count(this.#counts, name);
    else this.#others += 1;
  }

  bars(): Bar[] {
    const bars = [...this.#counts]
      .map(([label, number]): Bar => ({ label, count: number }))
      // Stable: of two with the same number the one with the worse access comes first.
      .sort((left, right) => right.count - left.count);
    const rest = bars.slice(TOP).reduce((sum, bar) => sum + bar.count, this.#others);
    // One more bar tells more than that there is one more.
    if (rest === 0 || (bars.length === TOP + 1 && this.#others === 0)) return bars;
    const names = this.#others > 0 ? `more than ${MOST_NAMES - TOP}` : String(bars.length - TOP);
    return [...bars.slice(0, TOP), { label: `${names} others`, count: rest }];
  }
}
