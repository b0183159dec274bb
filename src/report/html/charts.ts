import type { Access, Verdict } from '../../evaluate/verdict.ts';
import { barChart, type Bar } from './bar-chart.ts';
import { html, type Html } from './html-text.ts';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** Upper ends of the age classes, in days. */
const AGES: readonly (readonly [label: string, days: number])[] = [
  ['up to 7 days', 7],
  ['up to 30 days', 30],
  ['up to 90 days', 90],
  ['up to a year', 365],
  ['more than a year', Number.POSITIVE_INFINITY],
];

const TOP = 8;

/** Severity, resource types, age and the principals that can reach the most, of the open accesses. */
export function charts(verdict: Verdict): Html {
  const open = verdict.accesses.filter(({ status }) => status === 'ACTIVE');
  const bySeverity = SEVERITIES.map((severity) => ({
    label: severity,
    count: open.filter(({ risk }) => risk.severity === severity).length,
    tone: `tone-${severity}`,
  })).filter(({ count }) => count > 0);
  return html`<div class="charts">
    ${barChart('Severity', bySeverity)}
    ${barChart(
      'Resource types',
      top(open, ({ resourceType }) => resourceType),
    )}
    ${barChart('Age', byAge(open))}
    ${barChart(
      'Who can reach the most',
      top(open, ({ principal }) => principal.text),
    )}
  </div>`;
}

function byAge(open: readonly Access[]): Bar[] {
  const bars = AGES.map(([label, upTo], index) => ({
    label,
    count: open.filter(
      ({ ageDays }) => ageDays !== undefined && ageDays <= upTo && ageDays > (AGES[index - 1]?.[1] ?? -1),
    ).length,
  }));
  const unknown = open.filter(({ ageDays }) => ageDays === undefined).length;
  return [...bars, { label: 'age unknown', count: unknown }].filter(({ count }) => count > 0);
}

function top(open: readonly Access[], labelOf: (access: Access) => string): Bar[] {
  const counts = new Map<string, number>();
  for (const access of open) counts.set(labelOf(access), (counts.get(labelOf(access)) ?? 0) + 1);
  const sorted = [...counts]
    .map(([label, count]) => ({ label, count }))
    .sort((left, right) => right.count - left.count);
  const rest = sorted.slice(TOP).reduce((sum, { count }) => sum + count, 0);
  return [...sorted.slice(0, TOP), ...(rest === 0 ? [] : [{ label: `${sorted.length - TOP} others`, count: rest }])];
}
