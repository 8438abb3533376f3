import { once } from 'node:events';
import { connect } from 'node:net';
import { ConfigError, isOpenToOthers, readConfig } from '../../src/server/config';
import { bearer, GuardedGateway } from './guarded-gateway';

const mistakesOf = (env: NodeJS.ProcessEnv): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

it('nobody listens to others without authentication, unless told so', () => {
  const elsewhere = { TAMS_HOST: '0.0.0.0' };
  expect(mistakesOf(elsewhere)).toMatch(/TAMS_AUTH is off, so TAMS_HOST must be a loopback address/);
  expect(isOpenToOthers(readConfig({ ...elsewhere, TAMS_AUTH: 'on' }))).toBe(false);
  expect(isOpenToOthers(readConfig({ ...elsewhere, TAMS_AUTH_OFF_ANYWHERE: 'on' }))).toBe(true);
});

it('an issuer needs an audience, and https but on this machine', () => {
  expect(mistakesOf({ TAMS_AUTH_ISSUER: 'https://issuer.example/' })).toMatch(/must be set together/);
  expect(mistakesOf({ TAMS_AUTH_ISSUER: 'http://issuer.example', TAMS_AUTH_AUDIENCE: 'tams' })).toMatch(
    /https/,
  );
  const good = { TAMS_AUTH_ISSUER: 'https://issuer.example/', TAMS_AUTH_AUDIENCE: 'tams' };
  expect(readConfig(good).authIssuer).toBe('https://issuer.example/');
});

it('a body that does not arrive in time is cut off', async () => {
  const server = await GuardedGateway.open({ env: { TAMS_BODY_TIMEOUT: '300ms' } });
  try {
    const { secret } = await server.token();
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `PUT /tams/v7.0/sources/00000000-0000-4000-8000-00000000000a/label HTTP/1.1\r\nHost: x\r\nAuthorization: ${bearer(secret)}\r\nContent-Length: 100\r\n\r\n"a`,
    );
    await once(socket, 'close');
    expect((await server.send('GET', '/livez')).status).toBe(200);
  } finally {
    await server.close();
  }
});
