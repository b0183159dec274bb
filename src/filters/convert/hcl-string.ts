/**
 * Writes a text as a quoted HCL string in which nothing is interpolated. `${` and `%{` start a template unless their
 * sign is doubled; a run of such signs before a brace would be read differently by HCL's scanner and its decoder, so a
 * run is written in Unicode escapes, which no scanner takes for a template.
 */
export function hclString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, (sign) => `\\${sign}`)
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu, unicode)
    .replace(/[$%]+(?=\{)/g, (run) => (run.length === 1 ? run + run : run.replace(/[$%]/g, unicode)));
  return `"${escaped}"`;
}

function unicode(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Reads the inside of a quoted HCL string; undefined when it holds a template or an escape that HCL does not know. */
export function parseHclString(inside: string): string | undefined {
  const broken: string[] = [];
  const text = inside.replace(
    /\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})|\\(.?)|([$%]+)\{/gsu,
    (whole: string, short?: string, long?: string, escaped?: string, run?: string) => {
      if (short !== undefined || long !== undefined) {
        const code = Number.parseInt(short ?? long ?? '', 16);
        if (code <= 0x10ffff) return String.fromCodePoint(code);
      } else if (run !== undefined) {
        if (run === '$$' || run === '%%') return `${run.charAt(0)}{`;
      } else if (escaped !== undefined && Object.hasOwn(ESCAPES, escaped)) {
        return ESCAPES[escaped] ?? whole;
      }
      broken.push(whole);
      return whole;
    },
  );
  return broken.length > 0 ? undefined : text;
}
