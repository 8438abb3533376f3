import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { readsTogether } from '../../rest-compat/layer/turns';

/** Hands requests of these methods to a listener in one turn; says which of them have been served so far. */
function arriveTogether(methods: readonly string[]): { served: () => number[] } {
  const served: number[] = [];
  const listener = readsTogether(({ url }) => served.push(Number(url)));
  methods.forEach((method, n) => {
    const request = Object.assign(new IncomingMessage(new Socket()), { method, url: String(n) });
    listener(request, new ServerResponse(request));
  });
  return { served: () => served };
}

const numbersTo = (count: number) => Array.from({ length: count }, (_, n) => n);

it('serves reads of one turn together, when all have come, in their order', async () => {
  const { served } = arriveTogether(['GET', 'HEAD', 'GET']);
  expect(served()).toEqual([]);
  await turn();
  expect(served()).toEqual([0, 1, 2]);
});

it('serves at once what changes something', () => {
  const { served } = arriveTogether(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']);
  expect(served()).toEqual([1, 2, 3, 4]);
});

it('serves very many in several turns, each once', async () => {
  const { served } = arriveTogether(numbersTo(100).map(() => 'GET'));
  await turn();
  expect(served().length).toBeLessThan(100);
  while (served().length < 100) await turn();
  await turn();
  expect(served()).toEqual(numbersTo(100));
});
