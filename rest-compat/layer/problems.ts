import type { ErrorDetail } from '../../src/tams/errors';
import type { ValidationError } from './operation';

/**
 * The problem to tell a client of. Where the contract offers a choice there is one for each branch: the one of the branch
 * that got furthest into the document is meant, and of several as far, one that is not about which branch it is.
 */
export function problemOf(errors: readonly ValidationError[] | null | undefined): ErrorDetail {
  const candidates = (errors ?? []).filter(({ keyword }) => keyword !== 'oneOf');
  const furthest = Math.max(...candidates.map(depthOf));
  const deepest = candidates.filter((error) => depthOf(error) === furthest);
  const told = deepest.find(({ keyword }) => !isOfBranch(keyword)) ?? deepest[0];
  if (!told) return { path: '', message: 'matches none of the allowed forms, or more than one' };
  return { path: dotted(told.instancePath), message: messageOf(told, deepest) };
}

const depthOf = ({ instancePath }: ValidationError) => instancePath.split('/').length;
const isOfBranch = (keyword: string) => keyword === 'enum' || keyword === 'const' || keyword === 'type';

function messageOf(error: ValidationError, alike: readonly ValidationError[]): string {
  const { keyword, params, message } = error;
  switch (keyword) {
    case 'enum': {
      const allowed = alike.flatMap((other) => (other.params.allowedValues ?? []) as string[]);
      return `must be one of ${[...new Set(allowed)].join(', ')}`;
    }
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `has a property that it cannot have: ${text(params.additionalProperty ?? params.unevaluatedProperty)}`;
    case 'not':
      return 'holds properties that exclude each other';
    default:
      return message ?? 'is not valid';
  }
}

const text = (value: unknown) => JSON.stringify(String(value).slice(0, 100));

/** A JSON pointer as one writes it in code: `[3].tags.name`. */
function dotted(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => {
      if (/^\d+$/.test(part)) return `${path}[${part}]`;
      return path === '' ? part : `${path}.${part}`;
    }, '')
    .slice(0, 200);
}
