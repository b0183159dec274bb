const WIDTH = 240;

/** Control characters, line breaks and marks that turn the direction of text around: none may steer a terminal or a reader. */
const STEERING = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Makes one line of bounded width of text that may come from AWS. */
export function oneLine(text: string): string {
  const clean = text.replaceAll(STEERING, '\uFFFD');
  const characters = Array.from(clean);
  return characters.length <= WIDTH ? clean : `${characters.slice(0, WIDTH - 1).join('')}…`;
}
