import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { LAYERS } from './layers.mjs';

/**
 * Draws the layers and their imports as layers.svg, beside this file: `npm run generate:architecture`. Rows follow from
 * the imports; only the columns are chosen here. An import that other imports imply (a → b → c for a → c) is not drawn.
 * All text stands on boxes of their own colour, so that the picture reads on light and on dark pages.
 */

/** From and to which of twelve columns each layer reaches. Arrows are vertical: both ends need a column in common. */
const COLUMNS = {
  'src/server': [0, 12],
  'src/graphql': [0, 4],
  'rest-compat': [4, 8],
  'src/ingest': [8, 12],
  'src/auth': [0, 4],
  'src/tams': [0, 8],
  'src/events': [0, 4],
  'src/media': [4, 8],
  'src/vast': [0, 8],
};

/** What is not ours: who asks, and where things are kept; each with the layer that it meets. */
const CLIENTS = [
  { name: 'Frontends', holds: 'GraphQL, subscriptions', columns: [0, 4], meets: 'src/server' },
  { name: 'TAMS clients', holds: 'REST, webhooks, event feed', columns: [4, 8], meets: 'src/server' },
  { name: 'Analysts', holds: 'statistics, Arrow, Parquet', columns: [8, 12], meets: 'src/server' },
];
const STORES = [
  { name: 'Data folder', holds: 'SQLite; DuckDB for analytics', columns: [0, 8], meets: 'src/vast' },
  { name: 'Media', holds: 'files in the data folder, or S3', columns: [8, 12], meets: 'src/media' },
];

const COLUMN = 70;
const ROW = 84;
const BOX = 52;
const GAP = 8;
const COLOURS = { layer: '#1f5c99', outside: '#57606a', text: '#ffffff', arrow: '#7d8590' };

const byFolder = new Map(LAYERS.map((layer) => [layer.folder, layer]));
const importersOf = (folder) => LAYERS.filter(({ may }) => may.includes(folder));

/** Clients are row 0; a layer lies below all that import it. */
const rowOf = (folder) => 1 + Math.max(0, ...importersOf(folder).map((importer) => rowOf(importer.folder)));

const columnsOf = (folder) => {
  if (!(folder in COLUMNS)) throw new Error(`${folder} has no place in the picture: give it one in COLUMNS.`);
  return COLUMNS[folder];
};

/** Whether `folder` may import `other` through another layer too. */
const isImplied = (folder, other) =>
  byFolder.get(folder).may.some((between) => byFolder.get(between).may.includes(other));

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function box({ name, holds, columns: [from, to], row }, colour) {
  const [x, y, width] = [from * COLUMN + GAP, row * ROW + GAP, (to - from) * COLUMN - 2 * GAP];
  const middle = x + width / 2;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${BOX}" rx="6" fill="${colour}"/>`,
    `<text x="${middle}" y="${y + 22}" font-weight="bold">${escaped(name)}</text>`,
    `<text x="${middle}" y="${y + 40}" font-size="12">${escaped(holds)}</text>`,
  ].join('\n');
}

/** Straight down from one box to another, in the middle of the columns that both have. */
function arrowDown(from, to) {
  const [left, right] = [Math.max(from.columns[0], to.columns[0]), Math.min(from.columns[1], to.columns[1])];
  if (left >= right) throw new Error(`${from.name} and ${to.name} have no column in common: change COLUMNS.`);
  const x = ((left + right) / 2) * COLUMN;
  return `<path d="M${x} ${from.row * ROW + GAP + BOX}V${to.row * ROW + GAP - 3}"/>`;
}

function arrowRight(from, to) {
  const y = from.row * ROW + GAP + BOX / 2;
  return `<path d="M${from.columns[1] * COLUMN - GAP} ${y}H${to.columns[0] * COLUMN + GAP - 3}"/>`;
}

function draw() {
  const layers = LAYERS.map(({ folder, holds }) => ({
    name: folder,
    holds,
    row: rowOf(folder),
    columns: columnsOf(folder),
  }));
  const layer = (folder) => layers.find(({ name }) => name === folder);
  const imports = LAYERS.flatMap(({ folder, may }) =>
    may.filter((other) => !isImplied(folder, other)).map((other) => [layer(folder), layer(other)]),
  );
  const clients = CLIENTS.map((client) => ({ ...client, row: 0 }));
  const beside = (store) => store.columns[0] >= layer(store.meets).columns[1];
  const stores = STORES.map((store) => ({ ...store, row: layer(store.meets).row + (beside(store) ? 0 : 1) }));
  const rows = 1 + Math.max(...stores.map(({ row }) => row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${12 * COLUMN} ${rows * ROW - ROW + BOX + 2 * GAP}" role="img" aria-labelledby="title description">`,
    '<!-- Written by src/architecture/draw.mjs: npm run generate:architecture -->',
    '<title id="title">The layers of tams-graph</title>',
    `<desc id="description">${escaped(inWords(imports))}</desc>`,
    `<marker id="head" viewBox="0 0 8 8" refX="5" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L8 4L0 8z" fill="${COLOURS.arrow}"/></marker>`,
    `<g stroke="${COLOURS.arrow}" stroke-width="2" fill="none" marker-end="url(#head)">`,
    ...clients.map((client) => arrowDown(client, layer(client.meets))),
    ...imports.map(([from, to]) => arrowDown(from, to)),
    ...stores.map((store) => (beside(store) ? arrowRight : arrowDown)(layer(store.meets), store)),
    '</g>',
    `<g font-family="system-ui, sans-serif" font-size="15" text-anchor="middle" fill="${COLOURS.text}">`,
    ...[...clients, ...stores].map((outside) => box(outside, COLOURS.outside)),
    ...layers.map((each) => box(each, COLOURS.layer)),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The arrows as a sentence each, for those who cannot see them. */
const inWords = (imports) => imports.map(([from, to]) => `${from.name} imports ${to.name}.`).join(' ');

writeFileSync(path.join(import.meta.dirname, 'layers.svg'), draw());
