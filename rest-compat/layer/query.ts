import { RestError } from './errors';
import type { OperationSpec, ParameterKind } from './operation';
import { problemOf } from './problems';

/** What a query said: each parameter of the operation by name, and all pairs as they came, for links. */
export interface ParsedQuery {
  readonly values: Readonly<Record<string, unknown>>;
  readonly pairs: readonly (readonly [string, string])[];
}

interface TemplateParameter {
  /** The name in the contract: `tag.{name}`. */
  readonly name: string;
  readonly prefix: string;
  readonly kind: ParameterKind;
}

/** `access_token` carries credentials on every operation (TAMS 7.0, security schemes; A3). */
const CREDENTIALS = 'access_token';

/** Reads the queries of one operation. */
export class QueryReader {
  private readonly kinds: ReadonlyMap<string, ParameterKind>;
  private readonly templates: readonly TemplateParameter[];

  constructor(
    private readonly spec: OperationSpec,
    /** Whether a parameter that the operation does not know is refused (H21). */
    private readonly strict: boolean,
  ) {
    const entries = Object.entries(spec.query);
    this.kinds = new Map(entries.filter(([name]) => !name.includes('{')));
    this.templates = entries
      .filter(([name]) => name.includes('{'))
      .map(([name, kind]) => ({ name, prefix: name.slice(0, name.indexOf('{')), kind }));
  }

  /** @throws RestError 400 (TAMS 7.0, query parameters; SEMANTICS 2.4) */
  read(text: string): ParsedQuery {
    if (text === '') return NOTHING;
    const pairs = pairsOf(text);
    const values: Record<string, unknown> = {};
    const seen = new Set<string>();
    for (const [key, value] of pairs) {
      const template = this.templates.find(({ prefix }) => key.startsWith(prefix));
      const kind = template?.kind ?? this.kinds.get(key);
      if (kind === undefined) {
        if (this.strict && key !== CREDENTIALS)
          throw invalid(key, 'is no parameter of this operation, which takes only those it knows');
        continue;
      }
      if (seen.has(key)) throw invalid(key, 'is given twice');
      seen.add(key);
      const read = valueOf(kind, key, value);
      if (template)
        ((values[template.name] ??= []) as unknown[]).push([key.slice(template.prefix.length), read]);
      else values[key] = read;
    }
    const { validateQuery } = this.spec;
    if (validateQuery && !validateQuery(values)) {
      const { path, message } = problemOf(validateQuery.errors);
      throw invalid(path, message);
    }
    return { values, pairs };
  }
}

const NOTHING: ParsedQuery = { values: {}, pairs: [] };

const MOST = Number.MAX_SAFE_INTEGER;

function valueOf(kind: ParameterKind, key: string, text: string): string | number | boolean {
  switch (kind) {
    case 'string':
      return text;
    case 'boolean': {
      const lower = text.toLowerCase();
      if (lower !== 'true' && lower !== 'false') throw invalid(key, 'must be true or false');
      return lower === 'true';
    }
    case 'integer': {
      if (!/^-?\d+$/.test(text)) throw invalid(key, 'must be a whole number');
      // Digits without end are whole numbers too (H19); nothing that is stored or counted goes so far.
      return Math.max(-MOST, Math.min(Number(text), MOST));
    }
  }
}

/** @throws RestError 400 when a part cannot be decoded (H8) */
function pairsOf(text: string): [string, string][] {
  try {
    return text
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const at = part.indexOf('=');
        return at < 0 ? [decoded(part), ''] : [decoded(part.slice(0, at)), decoded(part.slice(at + 1))];
      });
  } catch {
    throw new RestError(400, 'InvalidQuery', 'The query is not percent-encoded UTF-8.');
  }
}

const decoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '));

/** The name is cut: it may be anything that a client sent. */
export function invalid(parameter: string, message: string): RestError {
  const path = parameter.slice(0, 100);
  return new RestError(400, 'InvalidQuery', `The query parameter ${path} ${message}.`, [{ path, message }]);
}
