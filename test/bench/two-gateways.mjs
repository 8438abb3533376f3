/*
 * The built gateway twice in one process, on the folders that argv names: with authentication off, then on. Two processes that do the
 * same differ by up to a quarter for as long as they live, by what was compiled how and by where things lie; one process does not.
 */
import { pino } from 'pino';
import { readConfig } from '../../dist/src/server/config.js';
import { startGateway } from '../../dist/src/server/gateway.js';

const gateways = [];
for (const [n, auth] of ['off', 'on'].entries()) {
  const settings = { ...process.env, TAMS_PORT: '0', TAMS_DATA_DIR: process.argv[2 + n], TAMS_AUTH: auth };
  gateways.push(await startGateway(readConfig(settings), pino({ level: 'warn' })));
}
process.once('SIGTERM', async () => {
  for (const gateway of gateways) await gateway.close();
});
process.stdout.write(
  `${JSON.stringify({ off: gateways[0].url, on: gateways[1].url, token: gateways[1].firstToken })}\n`,
);
