import { html, type Html } from './html-text.ts';

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly count: number;
  /** A class of the style sheet that colours it. */
  readonly tone?: string;
}

const ROW_HEIGHT = 28;
const LABEL_WIDTH = 290;
const BAR_WIDTH = 190;
const WIDTH = LABEL_WIDTH + BAR_WIDTH + 60;
/** What fits into the width of a label. */
const LABEL_CHARACTERS = 37;

/** A bar chart as SVG, with the same numbers as text for those who cannot see it. */
export function barChart(title: string, bars: readonly Bar[]): Html {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const height = Math.max(1, bars.length) * ROW_HEIGHT;
  const spoken = bars.map(({ count, label }) => `${label}: ${count}`).join(', ');
  return html`<figure class="card chart">
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${`${title}. ${spoken === '' ? 'None' : spoken}`}">
      ${bars.map(({ count, label, tone }, index) => {
        const top = index * ROW_HEIGHT;
        const width = count === 0 ? 0 : Math.max(3, Math.round((count / most) * BAR_WIDTH));
        return html`<g aria-hidden="true">
          <title>${label}: ${count}</title>
          <text class="chart-label" x="${LABEL_WIDTH - 10}" y="${top + 19}" text-anchor="end">${shorten(label)}</text>
          <rect
            class="track"
            x="${LABEL_WIDTH}"
            y="${top + 5}"
            width="${BAR_WIDTH}"
            height="${ROW_HEIGHT - 10}"
            rx="4"
          />
          <rect
            class="${tone ?? 'tone-plain'}"
            x="${LABEL_WIDTH}"
            y="${top + 5}"
            width="${width}"
            height="${ROW_HEIGHT - 10}"
            rx="4"
          />
          <text class="chart-count" x="${LABEL_WIDTH + BAR_WIDTH + 8}" y="${top + 19}">${count}</text>
        </g>`;
      })}
      ${bars.length === 0 && html`<text class="chart-label" x="0" y="19">None</text>`}
    </svg>
  </figure>`;
}

/** The beginning says what it is, the end which: an ARN's resource, an account's number. */
function shorten(label: string): string {
  const characters = Array.from(label);
  if (characters.length <= LABEL_CHARACTERS) return label;
  const half = Math.floor((LABEL_CHARACTERS - 1) / 2);
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`;
}
