const MAX_QUOTED = 80;

/** Text (or a number) that is not a time TAMS knows. The message is one sentence that quotes it and names the rule it breaks. */
export class InvalidTime extends Error {
  override readonly name = 'InvalidTime';

  /**
   * @param kind what the text should have been, as "timestamp"
   * @param text as it was given; quoted with at most 80 characters of it, control characters escaped
   * @param rule what it breaks, to follow a colon
   */
  constructor(kind: string, text: string, rule: string) {
    super(`${quote(text)} is not a ${kind}: ${rule}.`);
  }
}

function quote(text: string): string {
  const shown = text.slice(0, MAX_QUOTED).replace(/["\\]|\p{C}|\p{Zl}|\p{Zp}/gu, escapeCharacter);
  return `"${shown}${text.length > MAX_QUOTED ? '…' : ''}"`;
}

function escapeCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
