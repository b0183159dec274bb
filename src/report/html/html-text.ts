/** HTML that was made here, as opposed to text that must be escaped. */
export interface Html {
  readonly html: string;
}

/** What {@link html} takes between its parts. `false`, `undefined` and `''` give nothing. */
type Part = Html | string | number | false | undefined | readonly Part[];

/**
 * Makes HTML of a template. Every text put in is escaped, and shows characters that steer a terminal, a line or the writing
 * direction as �; only what {@link html} itself made stays as it is.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { html: strings.reduce((made, text, index) => made + text + toHtmlText(parts[index]), '') };
}

/** Text as a page may show it: no control or formatting characters, and no half of a surrogate pair. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\uFFFD');
}

function toHtmlText(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escape(visible(part));
  if (Array.isArray(part)) return part.map(toHtmlText).join('');
  return (part as Html).html;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** A script element that holds data: nothing in the data can end the element or open a comment. */
export function scriptData(className: string, value: unknown): Html {
  const data = JSON.stringify(value).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  return { html: `<script type="application/json" class="${className}">${data}</script>` };
}
