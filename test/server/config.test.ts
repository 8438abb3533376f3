import path from 'node:path';
import { ConfigError, readConfig, settingsInForce } from '../../src/server/config';

const mistakesOf = (env: NodeJS.ProcessEnv): string => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      dataDir: path.resolve('data'),
      corsOrigins: '*',
      introspection: true,
      maxBody: 10 * 1024 * 1024,
      softDeleteRetention: 7 * 86_400_000,
    });
  });

  it('reads what is set', () => {
    const config = readConfig({
      TAMS_PORT: '0',
      TAMS_PUBLIC_URL: 'https://tams.example/base/',
      TAMS_CORS_ORIGINS: 'https://a.example, http://localhost:3000',
      TAMS_OBJECT_GRACE: '5m',
      TAMS_MAX_UPLOAD: '1GiB',
      TAMS_EXPLORER: 'off',
      TAMS_SOFT_DELETE_RETENTION: '0',
    });
    expect(config).toMatchObject({
      port: 0,
      publicUrl: 'https://tams.example/base',
      corsOrigins: ['https://a.example', 'http://localhost:3000'],
      objectGrace: 300_000,
      maxUpload: 1024 ** 3,
      explorer: false,
      softDeleteRetention: 0,
    });
  });

  it('takes an empty value as unset', () => expect(readConfig({ TAMS_PORT: '' }).port).toBe(4000));

  it.each([
    [{ TAMS_PORT: '65536' }, 'TAMS_PORT must be a whole number from 0 to 65535, but it is "65536".'],
    [{ TAMS_PORT: '4e3' }, 'TAMS_PORT must be a whole number from 0 to 65535, but it is "4e3".'],
    [{ TAMS_ENGINE: 'oracle' }, 'TAMS_ENGINE must be one of embedded, but it is "oracle".'],
    [{ TAMS_EXPLORER: 'yes' }, 'TAMS_EXPLORER must be one of on, off, but it is "yes".'],
    [{ TAMS_PUBLIC_URL: 'tams.example' }, 'TAMS_PUBLIC_URL must be an absolute http or https URL'],
    [{ TAMS_PUBLIC_URL: 'http://me:secret@tams.example' }, 'TAMS_PUBLIC_URL must be'],
    [{ TAMS_CORS_ORIGINS: 'https://a.example/path' }, 'TAMS_CORS_ORIGINS must be'],
    [{ TAMS_REST_PATH: '/' }, 'TAMS_REST_PATH must be a path such as /tams/v7.0'],
    [{ TAMS_REST_PATH: 'tams' }, 'TAMS_REST_PATH must be'],
    [{ TAMS_REST_PATH: '/media/tams' }, 'TAMS_REST_PATH must be'],
    [{ TAMS_TRUST_PROXY: '10.0.0.0/8,proxy' }, 'TAMS_TRUST_PROXY must be a comma list of IP addresses'],
    [{ TAMS_MAX_BODY: '10MB' }, 'TAMS_MAX_BODY must be a size such as'],
    [{ TAMS_REQUEST_TIMEOUT: '30 seconds' }, 'TAMS_REQUEST_TIMEOUT must be a duration such as'],
    [{ TAMS_HOST: '0.0.0.0' }, 'TAMS_AUTH is off, so TAMS_HOST must be a loopback address'],
    [
      { TAMS_ENDPOINTS: 'http://127.0.0.1:1,127.0.0.1:2' },
      'TAMS_ENDPOINTS must be a comma list of at most 64',
    ],
    [{ TAMS_ENDPOINTS: 'http://127.0.0.1:1/,http://127.0.0.1:1' }, 'different http URLs'],
    [{ TAMS_ENDPOINTS: 'https://127.0.0.1:1' }, 'different http URLs'],
    [{ TAMS_ENDPOINT_STRATEGY: 'best' }, 'one of round-robin, least-outstanding, fastest, random-of-two'],
    [{ TAMS_PROT: '4000' }, 'TAMS_PROT is no setting of tams-graph.'],
  ])('refuses %j with one sentence', (env, sentence) => expect(mistakesOf(env)).toContain(sentence));

  it('repeats no credentials', () => {
    const env = { TAMS_PUBLIC_URL: 'http://me:secret@tams.example' };
    expect(mistakesOf(env)).not.toContain('secret');
    expect(JSON.stringify(settingsInForce(env))).not.toContain('secret');
  });

  it('shows no secret, right or wrong', () => {
    const wrong = { TAMS_ENDPOINT_TOKEN: 'too short' };
    expect(mistakesOf(wrong)).toBe('TAMS_ENDPOINT_TOKEN must be 16 to 256 visible ASCII characters.');
    const right = { TAMS_ENDPOINT_TOKEN: 'long-enough-to-be-a-token' };
    expect(readConfig(right).endpointToken).toBe('long-enough-to-be-a-token');
    const shown = settingsInForce(right).find(({ variable }) => variable === 'TAMS_ENDPOINT_TOKEN');
    expect(shown).toMatchObject({ value: '(secret)', isDefault: false });
  });

  it('names every mistake, one a line', () => {
    expect(mistakesOf({ TAMS_PORT: 'x', TAMS_LOG_LEVEL: 'loud' }).split('\n')).toHaveLength(2);
  });
});

describe('settingsInForce', () => {
  it('shows each setting with its value and whether it is the default', () => {
    const settings = settingsInForce({ TAMS_PORT: '4001' });
    expect(settings.find(({ variable }) => variable === 'TAMS_PORT')).toMatchObject({
      value: '4001',
      isDefault: false,
    });
    expect(settings.find(({ variable }) => variable === 'TAMS_HOST')).toMatchObject({
      value: '127.0.0.1',
      isDefault: true,
    });
    expect(settings.every(({ meaning }) => meaning.length > 10)).toBe(true);
  });
});
