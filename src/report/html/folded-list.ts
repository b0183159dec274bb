import { html, type Html } from './html-text.ts';

/** No more than so many items stand on the page at all. */
const MOST = 100;

/** A list of which the first items stand open and the others are folded. What is left out is counted. */
export function foldedList(items: readonly Html[], open: number): Html {
  const left = items.length - MOST;
  return html`<ul>
      ${items.slice(0, open)}
    </ul>
    ${
      items.length > open &&
      html`<details>
        <summary>${items.length - open} more</summary>
        <ul>
          ${items.slice(open, MOST)}
        </ul>
        ${left > 0 && html`<p class="soft">${left} more are in the JSON report.</p>`}
      </details>`
    }`;
}
