import { tableFromIPC, type Table } from 'apache-arrow';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAGE } from '../../../src/vast/analytics/arrow-pages';
import { arrowStream } from '../../../src/vast/analytics/arrow-stream';
import { Duck } from '../../../src/vast/analytics/duckdb';
import type { Export, ExportColumn } from '../../../src/vast/analytics/exported-rows';
import { sql, type Sql } from '../../../src/vast/analytics/sql';

let folder: string;
let duck: Duck;
const run = (text: string) => duck.session((session) => session.run(sql(text)));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arrow-stream-'));
  duck = await Duck.open({ folder, file: 'things.duckdb' });
  await run(
    `CREATE TABLE things (n BIGINT, kind INTEGER, real DOUBLE, word VARCHAR, rare VARCHAR, none VARCHAR, never BIGINT)`,
  );
  // Few rows, then more than one of DuckDB's row groups, then few: pages and row groups do not begin together.
  for (const [from, to] of [
    [0, 1_001],
    [1_001, 128_000],
    [128_000, 130_003],
  ])
    await run(
      `INSERT INTO things SELECT i, CASE WHEN i % 11 = 0 THEN NULL ELSE i % 3 END, CASE WHEN i % 7 = 0 THEN NULL ELSE i / 8 END,
         CASE i % 6 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN 'a' || chr(0) || 'b' || i WHEN 3 THEN 'ünï' || i || '🎞'
           ELSE 'word ' || i END,
         CASE WHEN i = 126000 THEN 'once' END, NULL, NULL FROM range(${from}, ${to}) AS r (i)`,
    );
  await run('DELETE FROM things WHERE n % 1000 = 17');
  await run('CHECKPOINT');
  await run('CREATE TABLE nothing AS SELECT * FROM things LIMIT 0');
});
afterAll(async () => {
  duck.close();
  await rm(folder, { recursive: true, force: true });
});

const KINDS = ['zero', 'one', 'two'];
const COLUMNS: readonly ExportColumn[] = [
  { name: 'n', kind: 'whole', expression: 'n' },
  { name: 'kind', kind: 'named', expression: 'kind', names: KINDS },
  { name: 'real', kind: 'real', expression: 'real' },
  { name: 'word', kind: 'text', expression: 'word' },
  { name: 'rare', kind: 'text', expression: 'rare' },
  { name: 'none', kind: 'text', expression: 'none' },
  { name: 'never', kind: 'whole', expression: 'never' },
  { name: 'at', kind: 'instant', expression: 'n * 1000' },
];
const exportOf = (where: Sql, table = 'things', columns = COLUMNS): Export => ({ table, columns, where });

/** @param meanwhile runs after the first bytes */
async function read(rows: Export, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<Table> {
  const { session, close } = await duck.openSession();
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of arrowStream(session, rows, (work) => duck.turn(work))) {
      if (pieces.push(piece) === 4) await meanwhile();
    }
    return tableFromIPC(Buffer.concat(pieces));
  } finally {
    close();
  }
}

/** The rows one by one, by the id that the values were made of. */
function wanted(passes: (n: number) => boolean): unknown[][] {
  const found: unknown[][] = [];
  for (let n = 0; n < 130_003; n += 1) {
    if (n % 1000 === 17 || !passes(n)) continue;
    const words = [null, '', `a\0b${n}`, `ünï${n}🎞`, `word ${n}`, `word ${n}`];
    const [kind, real] = [n % 11 === 0 ? null : KINDS[n % 3]!, n % 7 === 0 ? null : n / 8];
    found.push([n, kind, real, words[n % 6], n === 126_000 ? 'once' : null, null, null, n * 1000]);
  }
  return found;
}

function rowsOf(table: Table): unknown[][] {
  const columns = COLUMNS.map(({ name }) =>
    Array.from(table.getChild(name)!, (cell: unknown) => (typeof cell === 'bigint' ? Number(cell) : cell)),
  );
  return Array.from({ length: table.numRows }, (_, row) => columns.map((column) => column[row]));
}

/** As one text: comparing a million cells one by one takes minutes. */
const text = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).join('\n');

it.each<[string, Sql, (n: number) => boolean]>([
  ['all rows', sql('true'), () => true],
  ['rows here and there', sql('hash(n) % 3 > 0 OR n % 2 = ?::BIGINT', [1]), () => true],
  ['an odd part of each vector', sql('n % 13 <> ?::BIGINT', [5]), (n) => n % 13 !== 5],
  ['a few rows of the last page', sql('n > ?::BIGINT', [129_990]), (n) => n > 129_990],
  ['no row', sql('n < 0'), () => false],
])('gives %s as they are, in their order', async (what, where, passes) => {
  const found = rowsOf(await read(exportOf(where)));
  if (what === 'rows here and there') {
    // Which these are, DuckDB knows; what each is, and that they are in order, is seen here.
    const numbers = new Set(found.map(([n]) => n as number));
    expect(numbers.size).toBeGreaterThan(PAGE - 5e4);
    expect(text(found) === text(wanted((n) => numbers.has(n)))).toBe(true);
  } else {
    expect(found).toHaveLength(wanted(passes).length);
    expect(text(found) === text(wanted(passes))).toBe(true);
  }
});

it('gives nothing but the columns of an empty table, and tables without text', async () => {
  const empty = await read(exportOf(sql('true'), 'nothing'));
  expect([empty.numRows, empty.schema.fields.map(({ name }) => name)]).toEqual([
    0,
    COLUMNS.map(({ name }) => name),
  ]);
  const numbers = await read(exportOf(sql('true'), 'things', COLUMNS.slice(0, 1)));
  expect(numbers.numRows).toBe(wanted(() => true).length);
});

it('is of one moment, whatever is written meanwhile', async () => {
  await run('CREATE TABLE changing AS SELECT * FROM things');
  const table = await read(exportOf(sql('true'), 'changing'), async () => {
    await run("UPDATE changing SET word = 'changed' WHERE n > 100000");
    await run('DELETE FROM changing WHERE n > 120000');
    await run('INSERT INTO changing SELECT * FROM things');
  });
  expect(text(rowsOf(table)) === text(wanted(() => true))).toBe(true);
});

it('that is left ends what runs for it, and lets the session be used', async () => {
  const { session, close } = await duck.openSession();
  try {
    let pieces = 0;
    for await (const piece of arrowStream(session, exportOf(sql('true')), (work) => duck.turn(work)))
      if ((pieces += piece.byteLength) > 1e6) break;
    expect(await session.rows(sql('SELECT 1::DOUBLE AS one'))).toEqual([{ one: 1 }]);
  } finally {
    close();
  }
});

it('that cannot be computed fails, and lets the session be used', async () => {
  const broken = { name: 'n', kind: 'whole', expression: "CASE WHEN n > 100000 THEN error('no') ELSE n END" };
  const { session, close } = await duck.openSession();
  try {
    const reading = async () => {
      let bytes = 0;
      const rows = exportOf(sql('true'), 'things', [broken as ExportColumn]);
      for await (const piece of arrowStream(session, rows, (work) => duck.turn(work)))
        bytes += piece.byteLength;
      return bytes;
    };
    await expect(reading()).rejects.toThrow('no');
    expect(await session.rows(sql('SELECT 1::DOUBLE AS one'))).toEqual([{ one: 1 }]);
  } finally {
    close();
  }
});
