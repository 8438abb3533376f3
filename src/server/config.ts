import path from 'node:path';
import { STRATEGIES } from '../vast/endpoints/load-balancer';
import {
  basePath,
  baseUrl,
  bytes,
  choice,
  duration,
  endpointUrls,
  integer,
  issuer,
  list,
  networks,
  onOff,
  origins,
  share,
  SettingError,
  text,
  token,
  type Setting,
} from './settings';

const setting = <T>(
  variable: string,
  fallback: string,
  read: (text: string) => T,
  meaning: string,
): Setting<T> => ({
  variable,
  fallback,
  read,
  meaning,
});
const optional = <T>(variable: string, read: (text: string) => T, meaning: string): Setting<T | null> => ({
  variable,
  fallback: null,
  read,
  meaning,
});

/** Every setting there is. `tams-graph config` prints this table with the values in force. */
const SETTINGS = {
  host: setting('TAMS_HOST', '127.0.0.1', text, 'Address to listen on'),
  port: setting('TAMS_PORT', '4000', integer(0, 65_535), 'Port to listen on; 0 picks a free one'),
  publicUrl: optional(
    'TAMS_PUBLIC_URL',
    baseUrl,
    'Base URL under which clients reach the gateway; unset: the address it listens on',
  ),
  trustProxy: setting(
    'TAMS_TRUST_PROXY',
    '',
    networks,
    'Addresses or networks (CIDR) of proxies whose X-Forwarded-For, -Proto and -Host tell who asks and how they were reached',
  ),
  restPath: setting('TAMS_REST_PATH', '/tams/v7.0', basePath, 'Path below which the TAMS 7.0 API is served'),
  dataDir: setting(
    'TAMS_DATA_DIR',
    './data',
    (value) => path.resolve(value),
    'Folder of the embedded store and its media',
  ),
  minFreeDisk: setting(
    'TAMS_MIN_FREE_DISK',
    '64MiB',
    bytes,
    'Room on the disk of the data folder with less than which /readyz says no',
  ),
  engine: setting('TAMS_ENGINE', 'embedded', choice('embedded'), 'What stores the rows'),
  auth: setting(
    'TAMS_AUTH',
    'off',
    choice('off', 'on'),
    'Authentication; off is allowed on a loopback address only',
  ),
  authOffAnywhere: setting(
    'TAMS_AUTH_OFF_ANYWHERE',
    'off',
    onOff,
    'Whether TAMS_AUTH=off is allowed on every address: whoever reaches it may then do everything',
  ),
  authIssuer: optional('TAMS_AUTH_ISSUER', issuer, 'Issuer (OpenID Connect) whose tokens are taken'),
  authAudience: optional('TAMS_AUTH_AUDIENCE', text, 'What tokens of the issuer must be made for (aud)'),
  authScopeClaims: setting(
    'TAMS_AUTH_SCOPE_CLAIMS',
    'scope,scp',
    list,
    "Claims of the issuer's tokens that name scopes",
  ),
  authPrincipalClaim: setting(
    'TAMS_AUTH_PRINCIPAL_CLAIM',
    'sub',
    text,
    "Claim of the issuer's tokens that names who asks",
  ),
  authClockSkew: setting(
    'TAMS_AUTH_CLOCK_SKEW',
    '30s',
    duration,
    "How far the issuer's clock may differ from this one",
  ),
  auditRetention: setting('TAMS_AUDIT_RETENTION', '90d', duration, 'How long entries stay in the audit log'),
  auditLimit: setting(
    'TAMS_AUDIT_LIMIT',
    '100000',
    integer(1, 100_000_000),
    'Most entries that stay in the audit log; the oldest go first',
  ),
  principalRate: setting(
    'TAMS_RATE_LIMIT',
    '1000',
    integer(0, 1_000_000),
    'Most requests of one principal in a second, operations over WebSockets among them, with authentication on; 0: any number',
  ),
  addressRate: setting(
    'TAMS_ADDRESS_RATE_LIMIT',
    '20000',
    integer(0, 1_000_000),
    'Most requests from one address (of IPv6, one /64 network) in a second, operations over WebSockets among them; 0: any number',
  ),
  maxPrincipalRequests: setting(
    'TAMS_MAX_PRINCIPAL_REQUESTS',
    '1000',
    integer(1, 1_000_000),
    'Most requests of one principal at once, streams and WebSockets among them, with authentication on',
  ),
  storageBackends: optional(
    'TAMS_STORAGE_BACKENDS',
    (value) => path.resolve(value),
    'JSON file that lists the storage backends; unset: media in the data folder',
  ),
  corsOrigins: setting('TAMS_CORS_ORIGINS', '*', origins, 'Origins whose pages may call the gateway'),
  logLevel: setting(
    'TAMS_LOG_LEVEL',
    'info',
    choice('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    'Least severe message to log; debug logs every request',
  ),
  tracesEndpoint: optional(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    baseUrl,
    'Where an OpenTelemetry collector takes traces (OTLP over HTTP, usually on port 4318); unset: none are made',
  ),
  tracesShare: setting(
    'OTEL_TRACES_SAMPLER_ARG',
    '0.01',
    share,
    'Share of the requests that are traced without having been asked to by a traceparent header',
  ),
  maxBody: setting('TAMS_MAX_BODY', '10MiB', bytes, 'Largest request body, media uploads apart'),
  maxUpload: setting('TAMS_MAX_UPLOAD', '5GiB', bytes, 'Largest media object'),
  headerTimeout: setting(
    'TAMS_HEADER_TIMEOUT',
    '20s',
    duration,
    'Longest the head of a request may take to arrive; 0: as long as it takes',
  ),
  bodyTimeout: setting(
    'TAMS_BODY_TIMEOUT',
    '60s',
    duration,
    'Longest a request body may take to arrive, uploads apart; 0: as long as it takes',
  ),
  requestTimeout: setting(
    'TAMS_REQUEST_TIMEOUT',
    '30s',
    duration,
    'Longest a GraphQL operation may run; 0: as long as it takes',
  ),
  shutdownDelay: setting(
    'TAMS_SHUTDOWN_DELAY',
    '0',
    duration,
    'How long a stop goes on serving while /readyz says no already, for load balancers to hear of it',
  ),
  maxWait: setting(
    'TAMS_MAX_WAIT',
    '500ms',
    duration,
    'Longest a request waits for its turn under overload; then it is refused with 503. 0: as long as it takes',
  ),
  shutdownTimeout: setting(
    'TAMS_SHUTDOWN_TIMEOUT',
    '10s',
    duration,
    'Longest a stop waits for open requests',
  ),
  introspection: setting('TAMS_INTROSPECTION', 'on', onOff, 'Whether clients may read the schema'),
  explorer: setting('TAMS_EXPLORER', 'on', onOff, 'Whether /graphiql is served'),
  maxDepth: setting(
    'TAMS_GRAPHQL_MAX_DEPTH',
    '15',
    integer(1, 1_000),
    'Deepest nesting of fields in an operation',
  ),
  maxCost: setting(
    'TAMS_GRAPHQL_MAX_COST',
    '100000',
    integer(1, 100_000_000),
    'Highest cost of an operation (extensions.cost)',
  ),
  maxDocument: setting('TAMS_GRAPHQL_MAX_DOCUMENT', '100KiB', bytes, 'Largest GraphQL document'),
  maxTokens: setting(
    'TAMS_GRAPHQL_MAX_TOKENS',
    '4000',
    integer(1, 1_000_000),
    'Most tokens of a GraphQL document',
  ),
  maxBatch: setting(
    'TAMS_GRAPHQL_MAX_BATCH',
    '10',
    integer(1, 1_000),
    'Most operations in one batched request',
  ),
  maxSubscriptions: setting(
    'TAMS_GRAPHQL_MAX_SUBSCRIPTIONS',
    '5000',
    integer(1, 1_000_000),
    'Most GraphQL subscriptions, and most WebSocket connections, at once',
  ),
  maxConnectionSubscriptions: setting(
    'TAMS_GRAPHQL_MAX_CONNECTION_SUBSCRIPTIONS',
    '100',
    integer(1, 100_000),
    'Most operations under way on one WebSocket connection',
  ),
  maxPrincipalSubscriptions: setting(
    'TAMS_GRAPHQL_MAX_PRINCIPAL_SUBSCRIPTIONS',
    '5000',
    integer(1, 1_000_000),
    'Most GraphQL subscriptions of one principal at once',
  ),
  softDeleteRetention: setting(
    'TAMS_SOFT_DELETE_RETENTION',
    '7d',
    duration,
    'How long what was deleted can be restored; 0: not at all',
  ),
  objectGrace: setting(
    'TAMS_OBJECT_GRACE',
    '300s',
    duration,
    'How long a media object that no segment names is kept',
  ),
  allocationLife: setting(
    'TAMS_ALLOCATION_LIFE',
    '24h',
    duration,
    'How long allocated storage may stay unused',
  ),
  deleteAsyncAbove: setting(
    'TAMS_DELETE_ASYNC_ABOVE',
    '10000',
    integer(0, 1_000_000),
    'Most segments that a deletion removes before it answers; more become a deletion request',
  ),
  eventRetention: setting(
    'TAMS_EVENT_RETENTION',
    '7d',
    duration,
    'How long events stay in the log, for those who ask for the past or were away',
  ),
  eventLimit: setting(
    'TAMS_EVENT_LIMIT',
    '10000000',
    integer(1, 1_000_000_000),
    'Most events that stay in the log; the oldest go first',
  ),
  maxFeeds: setting(
    'TAMS_MAX_FEEDS',
    '2000',
    integer(1, 1_000_000),
    'Most open streams and waiting polls of the event feed',
  ),
  endpoints: setting(
    'TAMS_ENDPOINTS',
    '',
    endpointUrls,
    'Base URLs of endpoints (`tams-graph endpoint`) that answer the heavier reads',
  ),
  endpointStrategy: setting(
    'TAMS_ENDPOINT_STRATEGY',
    'least-outstanding',
    choice(...STRATEGIES),
    'How the endpoint of a read is chosen',
  ),
  endpointToken: {
    ...optional(
      'TAMS_ENDPOINT_TOKEN',
      token,
      'Secret that endpoints ask of gateways; the same on both sides',
    ),
    secret: true as const,
  },
  webhookAllow: setting(
    'TAMS_WEBHOOK_ALLOW',
    '',
    list,
    'Addresses or networks (CIDR) that webhooks may reach although they are not public',
  ),
} as const;

type Settings = typeof SETTINGS;
export type Config = { readonly [K in keyof Settings]: Settings[K] extends Setting<infer T> ? T : never };

/** The environment asks for what cannot be; the message has one line per mistake. */
export class ConfigError extends Error {}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);
/** What is spelled TAMS_… and is not a setting of ours is a typing mistake more often than not. */
const PREFIX = 'TAMS_';
/** Read by the verbs that are clients of a gateway. */
const OF_CLIENTS = ['TAMS_TOKEN'];

/** @throws ConfigError naming every variable whose value cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const mistakes: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, { variable, fallback, read, secret }] of Object.entries<Setting<unknown>>(SETTINGS)) {
    const given = env[variable] === '' ? fallback : (env[variable] ?? fallback);
    try {
      config[key] = given === null ? null : read(given);
    } catch (error) {
      if (!(error instanceof SettingError)) throw error;
      const but = secret ? '' : `, but it is ${JSON.stringify(shown(given))}`;
      mistakes.push(`${variable} must be ${error.message}${but}.`);
    }
  }
  const known = new Set([...Object.values(SETTINGS).map(({ variable }) => variable), ...OF_CLIENTS]);
  for (const name of Object.keys(env)) {
    if (name.startsWith(PREFIX) && !known.has(name)) mistakes.push(`${name} is no setting of tams-graph.`);
  }
  const read = config as Config;
  if (mistakes.length === 0 && isOpenToOthers(read) && !read.authOffAnywhere) {
    mistakes.push(
      `TAMS_AUTH is off, so TAMS_HOST must be a loopback address, but it is ${JSON.stringify(read.host)}: set TAMS_AUTH=on.`,
    );
  }
  if (mistakes.length === 0 && (read.authIssuer === null) !== (read.authAudience === null))
    mistakes.push('TAMS_AUTH_ISSUER and TAMS_AUTH_AUDIENCE must be set together.');
  if (mistakes.length > 0) throw new ConfigError(mistakes.join('\n'));
  return read;
}

/** Whether others than the users of this machine can reach it, and do everything. */
export const isOpenToOthers = ({ auth, host }: Pick<Config, 'auth' | 'host'>): boolean =>
  auth === 'off' && !LOOPBACK.test(host);

export interface SettingInForce {
  readonly variable: string;
  readonly value: string;
  readonly isDefault: boolean;
  readonly meaning: string;
}

/** The settings in force, as text, without secrets. */
export function settingsInForce(env: NodeJS.ProcessEnv): SettingInForce[] {
  return Object.values<Setting<unknown>>(SETTINGS).map(({ variable, fallback, meaning, secret }) => ({
    variable,
    value: (secret && env[variable] ? '(secret)' : shown(env[variable])) || (fallback ?? '(unset)'),
    isDefault: !env[variable] || env[variable] === fallback,
    meaning,
  }));
}

/** Cut to a readable length, and without the credentials that someone may have put into a URL. */
function shown(value: string | null | undefined): string {
  return (value ?? '').replace(/\/\/[^@/]*@/, '//…@').slice(0, 200);
}
