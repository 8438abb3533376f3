import type { IncomingMessage } from 'node:http';
import { jsonProblems } from '../../src/tams/validation/json';
import { RestError } from './errors';
import type { OperationSpec } from './operation';
import { problemOf } from './problems';

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** `application/json` and everything built on it, with any parameters (H10). */
const JSON_TYPE = /^\s*application\/(?:[^\s;]+\+)?json\s*(?:;|$)/i;

/**
 * The body of a request, as its operation's contract has it. A content type without a body says nothing (H11).
 * @param maxBytes that it may have
 * @throws RestError 400, 413, 415 (TAMS 7.0, requests with bodies; SEMANTICS 2.3)
 */
export async function readBody(
  { required, validate }: NonNullable<OperationSpec['body']>,
  request: IncomingMessage,
  maxBytes: number,
): Promise<unknown> {
  const bytes = await bytesOf(request, maxBytes);
  if (bytes.length === 0) {
    if (required) throw badBody('a JSON body is required');
    return undefined;
  }
  const contentType = request.headers['content-type'];
  if (contentType !== undefined && contentType !== '' && !JSON_TYPE.test(contentType))
    throw new RestError(415, 'UnsupportedMediaType', 'The request body must be application/json.');
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new RestError(415, 'UnsupportedMediaType', 'The request body must not be compressed.');
  const body = parsed(bytes);
  const [problem] = jsonProblems(body);
  if (problem) throw badBody(`${problem.path || 'it'} ${problem.message}`, problem.path, problem.message);
  if (!validate(body)) {
    const { path, message } = problemOf(validate.errors);
    throw badBody(`${path || 'it'} ${message}`, path, message);
  }
  return body;
}

function bytesOf(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = (): void => {
      request.off('data', take);
      const limit = `The request body is larger than the ${maxBytes} bytes that this operation takes.`;
      reject(new RestError(413, 'TooLarge', limit));
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      chunks.push(chunk);
      if (length > maxBytes) refuse();
    };
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) refuse();
    else
      request
        .on('data', take)
        .once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
        .once('close', () => reject(new RestError(400, 'InvalidBody', 'The request body broke off.')));
  });
}

/** Keys such as `__proto__` are names like any other; text that is no UTF-8 is refused rather than altered (H12). */
function parsed(bytes: Buffer): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    throw badBody('it is not UTF-8');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw badBody('it is not JSON');
  }
}

function badBody(what: string, path = '', message = what): RestError {
  return new RestError(400, 'InvalidBody', `The request body is not valid: ${what}.`, [{ path, message }]);
}
