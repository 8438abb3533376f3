import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Predicate } from '../predicate';
import type { TableDefinition } from '../table';
import type { Read } from './reads';

/** Paths and headers of an endpoint. */
export const READ_PATH = '/read';
export const HEALTH_PATH = '/health';
/** The store that the asker means: see `storeIdentity`. */
export const STORE_HEADER = 'x-vast-store';
/** What the asker takes the tables to be: see `definitionsOf`. */
export const DEFINITIONS_HEADER = 'x-vast-definitions';

/** What a read may take to say. */
export const REQUEST_BYTES = 4 * 1024 ** 2;

/** A request that is no read of these tables. The message says where it departs. */
export class MalformedRead extends Error {}

/** The text of a read: its table by name, for the other side has the same definitions. */
export function encodeRead({ op, plan }: Read): string {
  return JSON.stringify({ op, plan: { ...plan, table: plan.table.name } });
}

/** Reads these texts, over some tables. */
export class ReadDecoder {
  private readonly schemas: ReadonlyMap<string, z.ZodType<Read>>;

  constructor(tables: readonly TableDefinition[]) {
    this.schemas = new Map(tables.map((table) => [table.name, readOf(table)]));
  }

  /** @throws MalformedRead */
  decode(text: string): Read {
    const given = parsed(text);
    const named = NAMED.safeParse(given);
    if (!named.success) throw new MalformedRead('A read has an op, and a plan with the name of its table');
    const { table } = named.data.plan;
    const schema = this.schemas.get(table);
    if (!schema) throw new MalformedRead(`There is no table named ${JSON.stringify(table).slice(0, 80)}`);
    const read = schema.safeParse(given);
    if (read.success) return read.data;
    const { path, message } = read.error.issues[0]!;
    throw new MalformedRead(`Not a read of table ${table}, at ${path.join('.')}: ${message}`.slice(0, 300));
  }
}

/** Equal for equal definitions of the same tables, in any order. */
export function definitionsOf(tables: readonly TableDefinition[]): string {
  const told = tables.map(({ name, schema, columns, primaryKey, projections, softDelete, disjoint }) => {
    const further = Object.values(columns).map(({ nullable, json }) => [nullable, json]);
    return { name, schema: schema.toString(), further, primaryKey, projections, softDelete, disjoint };
  });
  told.sort((a, b) => (a.name < b.name ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedRead('A read is a JSON object');
  }
}

const NAMED = z.object({ op: z.string(), plan: z.object({ table: z.string() }) });
const RANGE = z.strictObject({ lo: z.string(), hi: z.string() });
const CELLS = z.array(z.unknown());
const VISIBILITY = z.enum(['live', 'deleted']);

/**
 * Only names that the definition has of its own pass: what an engine writes into a statement is never the asker's text.
 * Values are for the engine to judge.
 */
function readOf(table: TableDefinition): z.ZodType<Read> {
  const column = z.enum(Object.keys(table.columns));
  const where = predicateOf(column);
  const named = z.literal(table.name).transform(() => table);
  const select = {
    table: named,
    columns: z.array(column).max(1000),
    where,
    projection: z.enum(Object.keys(table.projections)),
    reverse: z.boolean(),
    after: CELLS.nullable(),
    limit: z.int().nonnegative(),
    visibility: VISIBILITY,
    rowIds: z.boolean(),
  };
  const each = z.strictObject({ column, values: CELLS });
  const plans = {
    select: z.strictObject(select),
    selectEach: z.strictObject({ ...select, each }),
    count: z.strictObject({ table: named, where, visibility: VISIBILITY }),
    runs: z.strictObject({ table: named, key: CELLS, range: RANGE }),
  };
  return z.discriminatedUnion('op', [
    z.strictObject({ op: z.enum(['select', 'selectTexts']), plan: plans.select }),
    z.strictObject({ op: z.literal('selectEach'), plan: plans.selectEach }),
    z.strictObject({ op: z.literal('count'), plan: plans.count }),
    z.strictObject({ op: z.literal('runs'), plan: plans.runs }),
  ]);
}

function predicateOf(column: z.ZodType<string>): z.ZodType<Predicate> {
  const value = z.unknown();
  const predicate: z.ZodType<Predicate> = z.lazy(
    () =>
      z.discriminatedUnion('op', [
        z.strictObject({ op: z.enum(['eq', 'ne', 'lt', 'le', 'gt', 'ge']), column, value }),
        z.strictObject({ op: z.literal('in'), column, values: CELLS }),
        z.strictObject({ op: z.literal('between'), column, low: value, high: value }),
        z.strictObject({ op: z.enum(['isNull', 'isNotNull']), column }),
        z.strictObject({ op: z.literal('startsWith'), column, value: z.string() }),
        z.strictObject({ op: z.literal('overlaps'), start: column, end: column, range: RANGE }),
        z.strictObject({ op: z.enum(['and', 'or']), of: z.array(predicate) }),
        z.strictObject({ op: z.literal('not'), of: predicate }),
      ]) as unknown as z.ZodType<Predicate>,
  );
  return predicate;
}
