import { ConfigError, isOpenToOthers, readConfig } from '../../src/server/config';

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
