import { contractProblems, OPERATIONS, templateOf, type Answer, type Asked } from './contract';
import { NOBODY } from './documents';

/*
 * The oracle must bite: what every suite here relies on is tested by answers that are wrong.
 */

const HEADERS = { 'cache-control': 'no-store', 'content-type': 'application/json' };
const ask = (method: string, target: string, hasBody = false): Asked => ({ method, target, hasBody });
const answer = (status: number, body: unknown, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: { ...HEADERS, ...headers },
  text: body === undefined ? '' : JSON.stringify(body),
});
const error = (rest: object = {}) => ({
  type: 'X',
  summary: 's',
  message: 's',
  time: '2026-01-01T00:00:00.000Z',
  ...rest,
});
const flow = {
  id: NOBODY,
  source_id: NOBODY,
  format: 'urn:x-nmos:format:multi',
  created: '2026-01-01T00:00:00.000Z',
};
const PAGED = { 'x-paging-limit': '100' };

it('knows the operations of the contract', () => {
  expect(OPERATIONS).toHaveLength(74);
  expect(templateOf('/objects/a/b')).toBe('/objects/{objectId}');
  expect(templateOf('/%66lows')).toBe('/flows');
  expect(templateOf('/flows/x/tags/y')).toBe('/flows/{flowId}/tags/{name}');
  for (const unknown of ['/flows/', '/flows//tags', '/objects', '/x', '/flows/x/tags/a/b'])
    expect(templateOf(unknown)).toBeNull();
});

it.each([
  ['a list of flows', ask('GET', '/flows'), answer(200, [flow], PAGED)],
  ['an error', ask('GET', `/flows/${NOBODY}`), answer(404, error())],
  ['no content', ask('PUT', `/flows/${NOBODY}/label`, true), answer(204, undefined)],
  ['too large', ask('PUT', `/flows/${NOBODY}/label`, true), answer(413, error())],
  ['an unknown path', ask('GET', '/nothing'), answer(404, error())],
] as const)('allows %s', (_what, asked, given) => {
  expect(contractProblems(asked, given)).toEqual([]);
});

it.each([
  ['a status that is not listed', ask('GET', '/flows'), answer(418, error())],
  ['a listed status of another operation', ask('GET', '/service'), answer(400, error())],
  ['success of an unknown path', ask('GET', '/nothing'), answer(200, [])],
  ['a body that is no list', ask('GET', '/flows'), answer(200, flow, PAGED)],
  [
    'a flow without its source',
    ask('GET', '/flows'),
    answer(200, [{ ...flow, source_id: undefined }], PAGED),
  ],
  ['a null', ask('GET', `/flows/${NOBODY}`), answer(200, { ...flow, label: null })],
  [
    'a date-time without milliseconds',
    ask('GET', `/flows/${NOBODY}`),
    answer(200, { ...flow, created: '2026-01-01T00:00:00Z' }),
  ],
  [
    'a date-time with an offset',
    ask('GET', `/flows/${NOBODY}`),
    answer(200, { ...flow, created: '2026-01-01T00:00:00.000+01:00' }),
  ],
  ['a page without its limit', ask('GET', '/flows'), answer(200, [])],
  ['a limit that is no number', ask('GET', '/flows'), answer(200, [], { 'x-paging-limit': 'many' })],
  ['a link without a key', ask('GET', '/flows'), answer(200, [], { ...PAGED, link: '<x>; rel="next"' })],
  [
    'a header of another operation',
    ask('GET', '/flows'),
    answer(200, [], { ...PAGED, 'x-paging-count': '0' }),
  ],
  [
    'Python’s booleans',
    ask('GET', `/flows/${NOBODY}/segments`),
    answer(200, [], { ...PAGED, 'x-paging-reverse-order': 'True' }),
  ],
  [
    'a malformed timerange in a header',
    ask('GET', `/flows/${NOBODY}/segments`),
    answer(200, [], { ...PAGED, 'x-paging-timerange': 'x' }),
  ],
  [
    'a charset',
    ask('GET', '/flows'),
    answer(200, [], { ...PAGED, 'content-type': 'application/json; charset=utf-8' }),
  ],
  ['what may be cached', ask('GET', '/flows'), answer(200, [], { ...PAGED, 'cache-control': 'max-age=1' })],
  ['an error without its form', ask('GET', `/flows/${NOBODY}`), answer(404, { error: 'x' })],
  ['an error without a message', ask('GET', `/flows/${NOBODY}`), answer(404, error({ message: undefined }))],
  ['another message than the summary', ask('GET', `/flows/${NOBODY}`), answer(404, error({ message: 'x' }))],
  ['a traceback', ask('GET', `/flows/${NOBODY}`), answer(404, error({ traceback: ['x'] }))],
  ['an error without a body', ask('GET', `/flows/${NOBODY}`), answer(404, undefined)],
  ['a body of HEAD', ask('HEAD', '/flows'), answer(200, [], PAGED)],
  ['a body of 204', ask('PUT', `/flows/${NOBODY}/label`, true), answer(204, 'x')],
  ['a body of 201 where there is none', ask('POST', `/flows/${NOBODY}/segments`, true), answer(201, {})],
  ['too large without a body', ask('GET', '/flows'), answer(413, error())],
  [
    '202 without a location',
    ask('DELETE', `/flows/${NOBODY}`),
    answer(202, {
      id: NOBODY,
      flow_id: NOBODY,
      timerange_to_delete: '_',
      delete_flow: true,
      status: 'created',
    }),
  ],
  [
    'a closed item with more in it',
    ask('GET', `/flows/${NOBODY}/segments`),
    answer(200, [{ object_id: 'x', timerange: '_', get_urls: [{ url: 'x', id: 'y' }] }], PAGED),
  ],
  ['a fault of the server', ask('GET', '/service'), answer(500, error())],
] as const)('notices %s', (_what, asked, given) => {
  expect(contractProblems(asked, given)).not.toEqual([]);
});
