import type { ErrorDetail } from '../errors';
import type { Tag } from '../model';

/** Tags are a map in TAMS: in a list of them no name comes twice. Any text, even the empty one, may be a name (9.2). */
export function tagListProblems(tags: readonly Tag[], path: string): ErrorDetail[] {
  return repeated(tags.map(({ name }) => name)).map((at) => ({
    path: `${path}[${at}].name`,
    message: 'is the name of an earlier tag too',
  }));
}

/** Indexes of the texts that came before. */
export function repeated(texts: readonly string[]): number[] {
  const seen = new Set<string>();
  return texts.flatMap((text, i) => {
    if (seen.has(text)) return [i];
    seen.add(text);
    return [];
  });
}
