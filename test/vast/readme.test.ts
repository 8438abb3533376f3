import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from '@swc/core';
import * as database from '../../src/vast/database';
import * as embedded from '../../src/vast/engines/embedded';
import * as filter from '../../src/vast/filter';
import * as predicate from '../../src/vast/predicate';
import * as table from '../../src/vast/table';

it('the example in the README does what it says', async () => {
  const readme = await readFile(join(__dirname, '../../src/vast/README.md'), 'utf8');
  const example = /```ts\n([^]*?)```/.exec(readme)![1]!;
  const folder = await mkdtemp(join(tmpdir(), 'vast-readme-'));
  const names = { ...database, ...embedded, ...filter, ...predicate, ...table, folder };
  const source = `async function example() { ${example}; await db.close(); return { page, byRoom, why, width, wider, gone }; }`;
  const { code } = await transform(source, { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } });
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const run = new Function(...Object.keys(names), `${code}; return example();`) as (
    ...values: unknown[]
  ) => Promise<unknown>;
  const result = await run(...Object.values(names));
  await rm(folder, { recursive: true, force: true });
  expect(result).toEqual({
    page: [
      { id: 'a', made: 1 },
      { id: 'b', made: 2 },
    ],
    byRoom: [[{ id: 'a' }, { id: 'b' }], [{ id: 'c' }]],
    why: expect.stringContaining('shelves along by_room, which seeks best: seeks room =') as string,
    width: 120,
    wider: 1,
    gone: 1,
  });
});
