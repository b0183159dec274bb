import { html, type Html } from './html-text.ts';

/** One bar. */
export interface Bar {
  readonly label: string;
  readonly count: number;
  /** A class of the style sheet that colours it. */
  readonly tone?: string;
}

const ROW_HEIGHT = 26;
const LABEL_WIDTH = 190;
const BAR_WIDTH = 180;

/** A bar chart as SVG, with the same numbers as text for those who cannot see it. */
export function barChart(title: string, bars: readonly Bar[]): Html {
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const height = bars.length * ROW_HEIGHT;
  const spoken = bars.map(({ count, label }) => `${label}: ${count}`).join(', ');
  return html`<figure class="chart">
    <figcaption>${title}</figcaption>
    <svg
      viewBox="0 0 ${LABEL_WIDTH + BAR_WIDTH + 50} ${Math.max(height, ROW_HEIGHT)}"
      role="img"
      aria-label="${`${title}. ${spoken === '' ? 'None' : spoken}`}"
    >
      ${bars.map(
        ({ count, label, tone }, index) =>
          html`<g aria-hidden="true"
            ><title>${label}: ${count}</title>
            <text class="chart-label" x="${LABEL_WIDTH - 8}" y="${index * ROW_HEIGHT + 17}" text-anchor="end"
              >${shorten(label)}</text
            >
            <rect
              class="bar ${tone ?? 'tone-plain'}"
              x="${LABEL_WIDTH}"
              y="${index * ROW_HEIGHT + 4}"
              width="${Math.max(2, Math.round((count / most) * BAR_WIDTH))}"
              height="${ROW_HEIGHT - 8}"
              rx="3"
            />
            <text
              class="chart-count"
              x="${LABEL_WIDTH + Math.max(2, Math.round((count / most) * BAR_WIDTH)) + 6}"
              y="${index * ROW_HEIGHT + 17}"
              >${count}</text
            ></g
          >`,
      )}
      ${bars.length === 0 && html`<text class="chart-label" x="8" y="17">None</text>`}
    </svg>
  </figure>`;
}

/** The end of a name tells more than its beginning: an ARN's resource, an account's number. */
function shorten(label: string): string {
  const characters = Array.from(label);
  return characters.length <= 26 ? label : `…${characters.slice(-25).join('')}`;
}
