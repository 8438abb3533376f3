import { TamsError } from './errors';
import type { PageRequest } from './model';

/**
 * The texts that a page continues behind; empty for the first page.
 * @throws TamsError `InvalidPage` when they are not `length` texts.
 */
export function textPosition({ after }: PageRequest, length: number): string[] {
  if (after === null) return [];
  const texts = after.filter((value) => typeof value === 'string');
  if (after.length !== length || texts.length !== length)
    throw new TamsError('InvalidPage', 'its position belongs to another listing');
  return texts;
}
