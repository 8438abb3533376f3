import type { z } from 'zod';
import { TamsError, type ErrorDetail, type ErrorType } from '../errors';

/** The most problems that an error lists. */
const MAX_DETAILS = 100;

/** What a schema finds wrong with a value, every problem at its place, as `essence_parameters.frame_width`. */
export function schemaProblems(schema: z.ZodType, value: unknown): ErrorDetail[] {
  const result = schema.safeParse(value);
  return (result.error?.issues ?? []).map(({ path, message }) => ({ path: pathText(path), message }));
}

/**
 * Tells of all problems at once; the message names the first. Nothing happens without problems.
 * @throws TamsError of `type`
 */
export function reject(type: ErrorType, problems: readonly ErrorDetail[]): void {
  const [first, ...others] = problems;
  if (!first) return;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const where = first.path === '' ? '' : `${first.path}: `;
  throw new TamsError(type, `${where}${first.message}${more}`, problems.slice(0, MAX_DETAILS));
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}
