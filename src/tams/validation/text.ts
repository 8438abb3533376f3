// With the u flag, halves that belong together are one character and do not match.
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Why a text cannot be stored, to follow its name; null when it can. Several databases cannot hold these (H14). */
export function textProblem(text: string): string | null {
  if (text.includes('\0')) return 'holds U+0000';
  if (LONE_SURROGATE.test(text)) return 'holds a lone surrogate (half of a character)';
  return null;
}
