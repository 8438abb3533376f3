/*
 * The built gateway on the folder that argv names, with authentication on, and two more HTTP servers on the same store: `without`, and
 * `added`, which has what argv names first. Two processes that do the same, and two stores in one process, differ by more than such
 * things cost for as long as they live: by what was compiled how, and by where things lie.
 */
import { pino } from 'pino';
import { readConfig } from '../../dist/src/server/config.js';
import { startGateway } from '../../dist/src/server/gateway.js';
import { createHttpServer } from '../../dist/src/server/http.js';
import { Readiness } from '../../dist/src/server/readiness.js';
import { Tracing } from '../../dist/src/server/tracing.js';

const [addition, folder] = process.argv.slice(2);
const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env } = process.env;
const config = readConfig({ ...env, TAMS_DATA_DIR: folder, TAMS_AUTH: 'on' });
const log = pino({ level: 'warn' });
const { store, access, firstToken, close } = await startGateway(config, log);
const tracing = endpoint === undefined ? null : new Tracing({ endpoint, share: 0.01 }, log);
const servers = [];

async function serve(auth, tracing) {
  const server = await createHttpServer({
    ...{ config: { ...config, auth }, log, store, access, files: null, tracing },
    readiness: new Readiness({ store, media: store.context.media, ...config }),
  });
  servers.push(server);
  return server.listen({ host: '127.0.0.1', port: 0 });
}

const without = await serve('off', null);
const added = await serve(
  addition === 'authentication' ? 'on' : 'off',
  addition === 'tracing' ? tracing : null,
);
process.once('SIGTERM', async () => {
  for (const server of servers) await server.close();
  await tracing?.close();
  await close();
});
process.stdout.write(`${JSON.stringify({ without, added, token: firstToken })}\n`);
