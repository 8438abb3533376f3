import { ALICE, externalSegment, uuid, videoFlow } from '../tams/store-fixture';
import { GraphHarness } from './harness';

const FLOW = uuid(1);
const MANY = 10_001;
const REQUEST = `id flowId timerangeToDelete timerangeRemaining deleteFlow status created createdBy updated expiry
  error { type summary time }`;

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
  await graph.test.store.flows.put(ALICE, videoFlow(1));
  const all = Array.from({ length: MANY }, (_, i) => externalSegment('o', `[${i}:0_${i + 1}:0)`));
  for (const inputs of [all.slice(0, 5000), all.slice(5000)])
    await graph.test.store.segments.add(ALICE, FLOW, inputs);
});
afterAll(() => graph.close());

it('DL1, DL5: a deletion of very many segments answers with its request, whose progress can be read', async () => {
  expect(await graph.data('{ deletionRequests { id } }')).toEqual({ deletionRequests: [] });
  const { deleteSegments } = await graph.data(
    `mutation { deleteSegments(flowId: "${FLOW}") { deleted segmentsDeleted request { ${REQUEST} } } }`,
  );
  const at = new Date(graph.test.clock.now).toISOString();
  const created = {
    id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    flowId: FLOW,
    timerangeToDelete: `[0:0_${MANY}:0)`,
    timerangeRemaining: `[0:0_${MANY}:0)`,
    deleteFlow: false,
    status: 'CREATED',
    created: at,
    createdBy: 'tester',
    updated: at,
    expiry: null,
    error: null,
  };
  expect(deleteSegments).toEqual({ deleted: true, segmentsDeleted: 0, request: created });

  graph.test.tick();
  const { deleteFlow } = await graph.data(
    `mutation { deleteFlow(id: "${FLOW}") { deleted segmentsDeleted request { id deleteFlow status } } }`,
  );
  expect(deleteFlow).toEqual({
    deleted: true,
    segmentsDeleted: 0,
    request: { id: deleteFlow.request.id, deleteFlow: true, status: 'CREATED' },
  });
  expect(await graph.data(`{ flow(id: "${FLOW}") { id } object(id: "o") { id } }`)).toEqual({
    flow: null,
    object: null,
  });
  const ids = [deleteFlow.request.id, deleteSegments.request.id];
  expect((await graph.data('{ deletionRequests { id } }')).deletionRequests).toEqual(
    ids.map((id) => ({ id })),
  );
  const error = await graph.error(`mutation { restoreFlow(id: "${FLOW}") { id } }`);
  expect(error.message).toMatch(/still at work/);

  await graph.test.store.deletionWorker.runOnce();
  const { deletionRequest } = await graph.data(`{ deletionRequest(id: "${ids[1]}") { ${REQUEST} } }`);
  expect(deletionRequest).toMatchObject({ status: 'DONE', timerangeRemaining: '()', error: null });
  expect(Date.parse(deletionRequest.expiry) - Date.parse(deletionRequest.updated)).toBe(86_400_000);
});
