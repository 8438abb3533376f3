import { OPERATIONS, contractProblems } from '../contract';
import { makeFlow } from '../documents';
import { BASE_PATH, RestHarness } from '../harness';
import { makeScene, validRequest, type Scene, type ValidRequest } from '../operations';
import {
  endsEarly,
  mutated,
  rawRequest,
  soundlyFramed,
  wireOf,
  type Part,
  type RawRequest,
} from './mutations';
import { Random } from './random';
import { RawConnection } from './raw-connection';

/** How many mutated requests are sent; `TEST_MUTATIONS` and `TEST_SEED` make a run longer or another one. */
const COUNT = Number(process.env.TEST_MUTATIONS ?? 10_000);
const SEED = Number(process.env.TEST_SEED ?? 20_260_101);
/** Around one of so many requests everything stored is compared; whether an event was written is looked at each time. */
const COMPARE_EVERY = 250;

/** Requests of the contract with queries, as the operations' own table has none. */
const QUERIES = (scene: Scene): readonly ValidRequest[] => [
  { method: 'GET', target: `/flows?label=a%20label&timerange=[0:0_5:0)&limit=10&tag.a=b&tag_exists.a=true` },
  {
    method: 'GET',
    target: `/flows?format=urn:x-nmos:format:video&codec=video/h264&frame_width=1920&frame_height=1080`,
  },
  { method: 'GET', target: `/sources?format=urn:x-nmos:format:video&limit=5` },
  { method: 'GET', target: `/flows/${scene.flowId}?include_timerange=true&timerange=[1:0_2:0)` },
  {
    method: 'GET',
    target: `/flows/${scene.flowId}/segments?timerange=[0:0_3:0)&reverse_order=true&limit=2&verbose_storage=true&presigned=false&accept_get_urls=a,b`,
  },
  { method: 'DELETE', target: `/flows/${scene.flowId}/segments?timerange=[50:0_60:0)&object_id=x` },
];

it(
  `${COUNT} mutated requests meet no fault, no silence and no change where they are refused`,
  async () => {
    const api = await RestHarness.open();
    const { hostname, port } = new URL(api.gateway.url);
    const connection = new RawConnection(hostname, Number(port));
    const random = new Random(SEED);
    const statuses = new Map<number, number>();
    try {
      let scene = await makeScene(api);
      let sequence = (await api.events()).at(-1)!.sequence;
      for (let n = 0; n < COUNT; n += 1) {
        const operations = [
          ...OPERATIONS.map((operation) => validRequest(operation, scene)),
          ...QUERIES(scene),
        ];
        const valid = rawRequest(random.pick(operations), BASE_PATH, `${hostname}:${port}`);
        const { request, part } = mutated(valid, random);
        const stored = n % COMPARE_EVERY === 0 ? await api.dump() : null;
        const told = await send(connection, request, part, `request ${n} of seed ${SEED}`);
        for (const status of told) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const written = await api.events(sequence);
        const refused = told.every((status) => status >= 400) && !endsEarly(request);
        if (refused && written.length > 0)
          throw new Error(`refused, and yet there is an event:\n${show(request)}`);
        sequence = written.at(-1)?.sequence ?? sequence;
        if (refused && stored) expect(await api.dump()).toEqual(stored);
        if (written.length > 0 && !(await isWhole(api, scene))) {
          scene = await makeScene(api);
          sequence = (await api.events(sequence)).at(-1)?.sequence ?? sequence;
        }
      }
      // Enough of them got past the first check, or the mutations test nothing but the parser.
      expect((statuses.get(200) ?? 0) + (statuses.get(204) ?? 0)).toBeGreaterThan(COUNT / 50);
      expect(statuses.get(400) ?? 0).toBeGreaterThan(COUNT / 50);
      expect([...statuses.keys()].filter((status) => status >= 500)).toEqual([]);
      expect((await api.send('GET', '/readyz')).status).toBe(200);
      const flow = await makeFlow(api);
      await api.expect(204, 'DELETE', `/flows/${flow.id}`);
    } finally {
      connection.close();
      await api.close();
    }
  },
  60_000 + COUNT * 20,
);

/** Whether the scene is as it was made, as far as the requests need it. */
async function isWhole(api: RestHarness, { flowId }: Scene): Promise<boolean> {
  const { status, json } = await api.get(`/flows/${flowId}`);
  return (
    status === 200 && json.read_only !== true && json.container !== undefined && json.label !== undefined
  );
}

/** Sends the request; the statuses of what came back. */
async function send(
  connection: RawConnection,
  request: RawRequest,
  part: Part,
  which: string,
): Promise<readonly number[]> {
  try {
    if (!soundlyFramed(request, part)) {
      const all = await connection.exchangeAll(wireOf(request));
      const told = [...all.matchAll(/(?:^|\n|\})HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      if (told.some((status) => status >= 500)) throw new Error(all.slice(0, 1000));
      return told;
    }
    const method = request.method.toString();
    const answer = await connection.exchange(wireOf(request), method === 'HEAD');
    const problems = contractProblemsOf(request, answer);
    if (problems.length > 0)
      throw new Error(`${answer.status} ${answer.text.slice(0, 500)}\n${problems.join('\n')}`);
    return [answer.status];
  } catch (error) {
    throw new Error(`${which}, ${part} mutated:\n${show(request)}\n${String(error)}`, { cause: error });
  }
}

function contractProblemsOf(request: RawRequest, answer: Parameters<typeof contractProblems>[1]): string[] {
  if (answer.status >= 500) return ['a fault of the server'];
  const target = request.path.toString() + (request.query.length > 0 ? `?${request.query.toString()}` : '');
  if (!target.startsWith(`${BASE_PATH}/`)) return [];
  const asked = {
    method: request.method.toString(),
    target: target.slice(BASE_PATH.length),
    hasBody: request.body.length > 0,
  };
  return contractProblems(asked, answer);
}

const show = (request: RawRequest): string => wireOf(request).toString('latin1').slice(0, 3000);
