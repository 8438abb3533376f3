/**
 * The layers, lowest first. A folder may import from itself and from what its `may` names: every arrow points
 * down, none sideways. ESLint refuses other imports (eslint.config.mjs); `draw.mjs` draws the table.
 */
export const LAYERS = [
  { folder: 'src/vast', may: [], holds: 'storage core: tables, predicates, transactions' },
  { folder: 'src/events', may: ['src/vast'], holds: 'the log of every change' },
  { folder: 'src/media', may: ['src/vast'], holds: 'media stores, signed URLs' },
  {
    folder: 'src/tams',
    may: ['src/vast', 'src/events', 'src/media'],
    holds: 'the domain: model, rules, services',
  },
  { folder: 'src/auth', may: ['src/vast', 'src/tams'], holds: 'users, tokens, audit log' },
  { folder: 'src/graphql', may: ['src/tams', 'src/auth'], holds: 'the graph' },
  { folder: 'rest-compat', may: ['src/tams'], holds: 'the REST API of TAMS 7.0' },
  { folder: 'src/ingest', may: [], holds: 'clients: HLS ingest, follow' },
  {
    folder: 'src/server',
    may: [
      'src/vast',
      'src/events',
      'src/media',
      'src/tams',
      'src/auth',
      'src/graphql',
      'rest-compat',
      'src/ingest',
    ],
    holds: 'HTTP, WebSocket, settings, metrics, command line: puts it all together',
  },
];
