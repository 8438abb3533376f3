import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { graphql, startGateway } from '../server/gateway';
import { ALICE, externalSegment, uuid, videoFlow } from '../tams/store-fixture';

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(path.join(tmpdir(), 'tams-deletions-'))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const FLOW = uuid(1);
const segments = (from: number) =>
  Array.from({ length: 5000 }, (_, i) => externalSegment('o', `[${from + i}:0_${from + i + 1}:0)`));

interface Asked {
  deleteFlow: { request: { id: string } };
}
interface Shown {
  deletionRequest: { status: string; timerangeRemaining: string };
}

it('the gateway works on deletion requests, stops in the midst of one, and goes on when it is started again', async () => {
  const first = await startGateway({ dataDir, env: { TAMS_DELETE_ASYNC_ABOVE: '9999' } });
  await first.store.flows.put(ALICE, videoFlow(1));
  for (const from of [0, 5000]) await first.store.segments.add(ALICE, FLOW, segments(from));
  const asked = await graphql<Asked>(first.url, `mutation { deleteFlow(id: "${FLOW}") { request { id } } }`);
  const { id } = asked.data!.deleteFlow.request;
  const shownAt = async (url: string) =>
    (await graphql<Shown>(url, `{ deletionRequest(id: "${id}") { status timerangeRemaining } }`)).data!
      .deletionRequest;
  while ((await shownAt(first.url)).timerangeRemaining.startsWith('[0:0'));
  await first.close();

  const second = await startGateway({ dataDir });
  try {
    let shown = await shownAt(second.url);
    expect(shown.status).toBe('STARTED');
    while (shown.status === 'STARTED') shown = await shownAt(second.url);
    expect(shown).toEqual({ status: 'DONE', timerangeRemaining: '()' });
    expect(await second.store.objects.byIds(['o'])).toEqual([null]);
  } finally {
    await second.close();
  }
}, 60_000);
