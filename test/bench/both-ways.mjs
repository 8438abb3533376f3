/*
 * The built gateway on the folder that argv names, with authentication on, and a second HTTP server on the same store with
 * authentication off. Two processes that do the same, and two stores in one process, differ by more than authentication costs for as
 * long as they live: by what was compiled how, and by where things lie.
 */
import { pino } from 'pino';
import { readConfig } from '../../dist/src/server/config.js';
import { startGateway } from '../../dist/src/server/gateway.js';
import { createHttpServer } from '../../dist/src/server/http.js';
import { Readiness } from '../../dist/src/server/readiness.js';

const config = readConfig({ ...process.env, TAMS_DATA_DIR: process.argv[2], TAMS_AUTH: 'on' });
const log = pino({ level: 'warn' });
const { url, store, access, firstToken, close } = await startGateway(config, log);
const open = await createHttpServer({
  ...{ config: { ...config, auth: 'off' }, log, store, access, files: null, tracing: null },
  readiness: new Readiness({ store, media: store.context.media, ...config }),
});
const off = await open.listen({ host: '127.0.0.1', port: 0 });
process.once('SIGTERM', async () => {
  await open.close();
  await close();
});
process.stdout.write(`${JSON.stringify({ off, on: url, token: firstToken })}\n`);
