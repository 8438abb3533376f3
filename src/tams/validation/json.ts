import type { ErrorDetail } from '../errors';
import { textProblem } from './text';

/** How deep free content may nest: far more than any real mapping of containers. */
const MAX_DEPTH = 32;

/**
 * What keeps a JSON value from being stored exactly: text with U+0000 or lone surrogates (H14), integers beyond
 * ±(2^53−1) (H15), what JSON cannot write, nesting deeper than 32. Undefined properties are absent ones.
 */
export function jsonProblems(value: unknown, path = '', depth = 0): ErrorDetail[] {
  const problem = (message: string): ErrorDetail[] => [{ path, message }];
  switch (typeof value) {
    case 'boolean':
      return [];
    case 'string': {
      const found = textProblem(value);
      return found === null ? [] : problem(found);
    }
    case 'number':
      if (Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value))) return [];
      return problem('is beyond what JSON numbers keep exactly, ±(2^53−1)');
    case 'object':
      if (value === null) return [];
      if (depth >= MAX_DEPTH) return problem(`nests deeper than ${MAX_DEPTH} levels`);
      if (Array.isArray(value))
        return value.flatMap((item: unknown, i) => jsonProblems(item, `${path}[${i}]`, depth + 1));
      return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
        if (item === undefined) return [];
        const inKey = textProblem(key);
        if (inKey !== null) return problem(`has a name that ${inKey}`);
        return jsonProblems(item, path === '' ? key : `${path}.${key}`, depth + 1);
      });
    default:
      return problem('is no JSON value');
  }
}
