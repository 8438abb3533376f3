import type { OperationSpec } from './operation';

/** A place in the tree of paths. */
interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  parameter: { readonly name: string; readonly node: Node<T>; readonly takesRest: boolean } | null;
  /** By method. */
  readonly operations: Map<string, T>;
}

export interface Match<T> {
  /** By method; HEAD is not among them. */
  readonly operations: ReadonlyMap<string, T>;
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Finds operations by path. A path is split before it is decoded, and each part decoded once, so that a tag's name may hold
 * any text as one part (TAMS 7.0, routing; H7).
 */
export class Router<T extends { readonly spec: OperationSpec }> {
  private readonly root: Node<T> = newNode();

  /** @param restParameters those that take the whole rest of a path, slashes too */
  constructor(operations: Iterable<T>, restParameters: readonly string[]) {
    for (const operation of operations) {
      let node = this.root;
      for (const part of partsOf(operation.spec.path)) {
        const name = /^\{(.+)\}$/.exec(part)?.[1];
        node = name === undefined ? literal(node, part) : parameter(node, name, restParameters);
      }
      node.operations.set(operation.spec.method, operation);
    }
  }

  /** What is at the path below the base, or null. @param path raw, without query */
  match(path: string): Match<T> | null {
    const parts = partsOf(path);
    const params: Record<string, string> = {};
    let node = this.root;
    for (let i = 0; i < parts.length; i++) {
      const part = decoded(parts[i]!);
      if (part === null) return null;
      const next = node.literals.get(part);
      if (next) {
        node = next;
        continue;
      }
      if (!node.parameter || part === '') return null;
      const { name, takesRest, node: behind } = node.parameter;
      const value = takesRest ? decoded(parts.slice(i).join('/')) : part;
      if (value === null) return null;
      params[name] = value;
      node = behind;
      if (takesRest) break;
    }
    return node.operations.size > 0 ? { operations: node.operations, params } : null;
  }
}

/** The root is the path without parts, with and without its slash (H5); elsewhere a slash at the end is one more, empty part. */
function partsOf(path: string): string[] {
  return path === '' || path === '/' ? [] : path.slice(1).split('/');
}

function decoded(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function newNode<T>(): Node<T> {
  return { literals: new Map(), parameter: null, operations: new Map() };
}

function literal<T>(node: Node<T>, part: string): Node<T> {
  const next = node.literals.get(part) ?? newNode<T>();
  node.literals.set(part, next);
  return next;
}

function parameter<T>(node: Node<T>, name: string, restParameters: readonly string[]): Node<T> {
  node.parameter ??= { name, node: newNode(), takesRest: restParameters.includes(name) };
  if (node.parameter.name !== name) throw new Error(`Two names for one place in a path: ${name}`);
  return node.parameter.node;
}
