const UUID_LENGTH = 36;
const DASH = 45;
/** The value of each hexadecimal digit by its character code, 255 for what is none. Capitals are none: they would be another text. */
const DIGITS: Uint8Array = new Uint8Array(128).fill(255);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).charCodeAt(0)] = value;

/** Reads a UUID as AWS spells them into four words; false for any other text, which may have left something in them. */
export function readUuid(id: string, words: Uint32Array): boolean {
  if (id.length !== UUID_LENGTH) return false;
  let word = 0;
  let digits = 0;
  for (let index = 0; index < UUID_LENGTH; index += 1) {
    const code = id.charCodeAt(index);
    if (index === 8 || index === 13 || index === 18 || index === 23) {
      if (code !== DASH) return false;
      continue;
    }
    const digit = code < 128 ? (DIGITS[code] ?? 255) : 255;
    if (digit === 255) return false;
    word = (word << 4) | digit;
    digits += 1;
    if ((digits & 7) === 0) words[(digits >> 3) - 1] = word;
  }
  return true;
}
