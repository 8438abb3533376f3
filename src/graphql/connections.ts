import { Field, ObjectType, type ClassType } from 'type-graphql';
import type { Page, PageRequest } from '../tams/model';
import { decodeCursor, encodeCursor, type CursorKind, type Position } from './cursors';
import { inputError } from './errors';
import { GraphQLSafeInt } from './scalars';

export const DEFAULT_FIRST = 50;
export const MAX_FIRST = 1000;

export const FIRST_DESCRIPTION = `How many items at most, 1 to ${MAX_FIRST}.`;
export const AFTER_DESCRIPTION =
  'Continue behind this item: an `endCursor` or edge `cursor` of this connection, unchanged.';

/**
 * The page that `first` and `after` ask for.
 * @throws GraphQLError `BAD_USER_INPUT` for `first`, `BAD_CURSOR` for `after`
 */
export function pageRequest(
  kind: CursorKind,
  first: number | null | undefined,
  after: string | null | undefined,
): PageRequest {
  const size = first ?? DEFAULT_FIRST;
  if (size < 1 || size > MAX_FIRST)
    throw inputError(
      `"first" must be from 1 to ${MAX_FIRST}, but is ${size}: ask for more by further pages.`,
    );
  return { first: size, after: after === null || after === undefined ? null : decodeCursor(kind, after) };
}

/** How a connection names its items' places in its order. */
export interface ConnectionOrder<T> {
  readonly kind: CursorKind;
  readonly positionOf: (item: T) => Position;
}

/** What a connection field resolves to. Cursors, edges and the total are only made when they are selected. */
export class Connection<T> {
  constructor(
    readonly nodes: readonly T[],
    private readonly hasNext: boolean,
    private readonly hasPrevious: boolean,
    private readonly order: ConnectionOrder<T>,
    private readonly count: (() => Promise<number>) | null = null,
  ) {}

  static ofPage<T>(
    page: Page<T>,
    request: PageRequest,
    order: ConnectionOrder<T>,
    count: (() => Promise<number>) | null = null,
  ): Connection<T> {
    return new Connection(page.items, page.hasNext, request.after !== null, order, count);
  }

  get edges(): { cursor: string; node: T }[] {
    return this.nodes.map((node) => ({ cursor: this.cursorOf(node), node }));
  }

  get pageInfo(): Readonly<Record<keyof PageInfoType, unknown>> {
    const first = this.nodes[0];
    const last = this.nodes.at(-1);
    return {
      hasNextPage: this.hasNext,
      hasPreviousPage: this.hasPrevious,
      startCursor: first === undefined ? null : this.cursorOf(first),
      endCursor: last === undefined ? null : this.cursorOf(last),
    };
  }

  get totalCount(): Promise<number> | null {
    return this.count?.() ?? null;
  }

  private cursorOf(item: T): string {
    return encodeCursor(this.order.kind, this.order.positionOf(item));
  }
}

@ObjectType('PageInfo', { description: 'Where a page lies in its connection.', simpleResolvers: true })
export class PageInfoType {
  @Field(() => Boolean, { description: 'There are items behind the last of this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'The page began behind a cursor, so there is something before it.' })
  hasPreviousPage!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first item; null on an empty page.',
  })
  startCursor!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last item, for `after` of the next page; null on an empty page.',
  })
  endCursor!: string | null;
}

/** Defines `<name>Connection` and `<name>Edge` over a node type. */
export function connectionTypes(name: string, items: string, node: () => ClassType | object): ClassType {
  @ObjectType(`${name}Edge`, {
    description: `One of the ${items} of a connection, with its cursor.`,
    simpleResolvers: true,
  })
  class EdgeType {
    @Field(() => String, { description: 'Its place in the order, for `after`. Opaque.' })
    cursor!: string;

    @Field(node as () => ClassType, { description: 'The item itself.' })
    node!: unknown;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${items}.`, simpleResolvers: true })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The items, each with its cursor.' })
    edges!: EdgeType[];

    @Field(() => [(node as () => ClassType)()], { description: 'The items alone.' })
    nodes!: unknown[];

    @Field(() => PageInfoType, { description: 'Where the page lies, and how to go on.' })
    pageInfo!: PageInfoType;
  }
  return ConnectionType;
}

/** Defines the same types, with `totalCount`. */
export function countedConnectionTypes(
  name: string,
  items: string,
  node: () => ClassType | object,
): ClassType {
  const Uncounted = connectionTypes(name, items, node);
  Field(() => GraphQLSafeInt, {
    description: `How many ${items} there are over all pages. Counted only when it is selected.`,
  })(Uncounted.prototype, 'totalCount');
  return Uncounted;
}

export const firstArgument = {
  nullable: true,
  defaultValue: DEFAULT_FIRST,
  description: FIRST_DESCRIPTION,
} as const;
export const afterArgument = { nullable: true, description: AFTER_DESCRIPTION } as const;
