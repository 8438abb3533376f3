import { jsonProblems } from '../../src/tams/validation/json';
import { RestError } from './errors';
import type { OperationSpec } from './operation';
import { problemOf } from './problems';

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** `application/json` and everything built on it, with any parameters (H10). */
const JSON_TYPE = /^\s*application\/(?:[^\s;]+\+)?json\s*(?:;|$)/i;

/**
 * The body of a request, as its operation's contract has it. A content type without a body says nothing (H11).
 * @throws RestError 400, 415 (TAMS 7.0, requests with bodies; SEMANTICS 2.3)
 */
export function readBody(
  spec: OperationSpec,
  bytes: Buffer | null,
  contentType: string | undefined,
): unknown {
  if (bytes === null || bytes.length === 0) {
    if (spec.body?.required) throw badBody('a JSON body is required');
    return undefined;
  }
  // DELETE takes none; what some clients send along is not looked at.
  if (!spec.body) return undefined;
  if (contentType !== undefined && contentType !== '' && !JSON_TYPE.test(contentType))
    throw new RestError(415, 'UnsupportedMediaType', 'The request body must be application/json.');
  const body = parsed(bytes);
  const [problem] = jsonProblems(body);
  if (problem) throw badBody(`${problem.path || 'it'} ${problem.message}`, problem.path, problem.message);
  const { validate } = spec.body;
  if (!validate(body)) {
    const { path, message } = problemOf(validate.errors);
    throw badBody(`${path || 'it'} ${message}`, path, message);
  }
  return body;
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
