import { S3Error } from './s3-error.ts';

/**
 * The text of the first element of that name, whatever stands around it; undefined when there is none. Enough for the flat
 * documents that S3 takes, with or without a prefix.
 */
export function elementText(document: string, name: string): string | undefined {
  return elements(document, name)[0];
}

/** The inner text of every element of that name, in order. Elements of the same name must not be nested. */
export function elements(document: string, name: string): string[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*?)?(?:/>|>([^]*?)</(?:\\w+:)?${name}\\s*>)`, 'g');
  return [...document.matchAll(pattern)].map((match) => unescape(match[1] ?? ''));
}

/** The document, when its root is the one expected. */
export function rootElement(document: string, name: string): string {
  const root = elements(document, name)[0];
  if (root === undefined) {
    throw new S3Error(
      'MalformedXML',
      400,
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  }
  return root;
}

function unescape(text: string): string {
  if (text.includes('<')) return text;
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
