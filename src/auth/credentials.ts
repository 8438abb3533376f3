/** What a client brought to show who it is. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'malformed'; readonly reason: string };

const NONE: Credentials = { kind: 'none' };
/** Characters of a header or token that are looked at: tokens of issuers can be long, passwords cannot. */
const MAX_LENGTH = 16_384;
const MAX_USER = 256;
const MAX_PASSWORD = 1_024;
/** RFC 6750, 2.1: b64token. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const PARAMETER = 'access_token';

/**
 * The credentials of a request. An `Authorization` header alone decides; the query parameter `access_token` is looked at only
 * without one (A2).
 * @param url as it came
 */
export function credentialsOf(authorization: string | undefined, url: string): Credentials {
  return authorization === undefined ? credentialsOfQuery(url) : credentialsOfHeader(authorization);
}

/** The credentials that an `Authorization` header holds, or what stands for one. */
export function credentialsOfHeader(header: string): Credentials {
  if (header.length > MAX_LENGTH) return malformed('the Authorization header is too long');
  const blank = header.indexOf(' ');
  const scheme = (blank < 0 ? header : header.slice(0, blank)).toLowerCase();
  const rest = blank < 0 ? '' : header.slice(blank + 1).trim();
  switch (scheme) {
    case 'bearer':
      return bearer(rest, 'the bearer token');
    case 'basic':
      return basic(rest);
    default:
      return malformed('the Authorization header is neither Basic nor Bearer');
  }
}

function credentialsOfQuery(url: string): Credentials {
  const mark = url.indexOf('?');
  // Most requests have none: their query is not taken apart.
  if (mark < 0 || !url.includes('token', mark)) return NONE;
  const tokens = new URLSearchParams(url.slice(mark + 1)).getAll(PARAMETER);
  if (tokens.length === 0) return NONE;
  if (tokens.length > 1) return malformed(`${PARAMETER} is given twice`);
  return bearer(tokens[0]!, PARAMETER);
}

function bearer(token: string, what: string): Credentials {
  if (token.length > MAX_LENGTH || !TOKEN.test(token))
    return malformed(`${what} has not the form of a token`);
  return { kind: 'bearer', token };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** RFC 7617: the name ends at the first colon. */
function basic(encoded: string): Credentials {
  const wrong = malformed('the Basic credentials are not a name and a password in Base64');
  if (!BASE64.test(encoded)) return wrong;
  let text: string;
  try {
    text = utf8.decode(Buffer.from(encoded, 'base64'));
  } catch {
    return wrong;
  }
  const colon = text.indexOf(':');
  const user = text.slice(0, colon);
  const password = text.slice(colon + 1);
  if (colon < 1 || user.length > MAX_USER || password.length > MAX_PASSWORD) return wrong;
  return { kind: 'basic', user, password };
}

const malformed = (reason: string): Credentials => ({ kind: 'malformed', reason });
