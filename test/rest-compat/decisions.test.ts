import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/server-process';
import { DECISIONS } from './decisions';

/** Ids at the beginning of a test's title, of `it('[H1] …` and of `it.each(rows)('[H1] …`. */
const TITLE = /(?:\bit|\))\(\s*['"`]((?:\[[A-Z]+\d+\])+) /g;

function testedIds(folder: string): Set<string> {
  const ids = new Set<string>();
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.test.ts')) continue;
    for (const [, marks] of readFileSync(path.join(folder, file), 'utf8').matchAll(TITLE))
      for (const [, id] of marks!.matchAll(/\[(\w+)\]/g)) ids.add(id!);
  }
  return ids;
}

const tested = testedIds(__dirname);
const listed = new Set(DECISIONS.map(({ id }) => id));

describe('every decision has a test', () => {
  it.each(DECISIONS.filter(({ later }) => later === undefined))('$id: $rule', ({ id }) => {
    expect(tested).toContain(id);
  });

  it('none that waits has one already', () => {
    const waiting = DECISIONS.filter(({ later }) => later !== undefined).map(({ id }) => id);
    expect(waiting.filter((id) => tested.has(id))).toEqual([]);
  });

  it('no test names a decision that there is not', () => {
    expect([...tested].filter((id) => !listed.has(id))).toEqual([]);
  });

  it('no decision is listed twice', () => expect(listed.size).toBe(DECISIONS.length));
});

/** The document that decides, where it lies beside the project. */
const SEMANTICS = path.join(
  process.env.TAMS_SPEC_DIR ?? path.join(ROOT, '../shared/tams-7.0/spec'),
  '../SEMANTICS.md',
);
const present = existsSync(SEMANTICS);
if (!present) console.warn('SEMANTICS.md is not there: the list of decisions is not compared with it');

(present ? it : it.skip)('the list has every decision of SEMANTICS.md and no other', () => {
  const decided = [...readFileSync(SEMANTICS, 'utf8').matchAll(/D: \[([A-Z]+\d+)\]/g)].map(([, id]) => id!);
  // X1 is the document's example of how it writes an id.
  expect([...listed].sort()).toEqual([...new Set(decided)].filter((id) => id !== 'X1').sort());
});
