import { formatTimestamp } from '../../src/tams/time/timestamp';
import { ALICE, externalSegment, multiFlow, uuid, videoFlow } from '../tams/store-fixture';
import { graphql } from '../server/gateway';
import { RestHarness } from './harness';

/*
 * Something is deleted, and then everything is looked at that could show it, on both surfaces. Each read must have shown it
 * before: one that cannot show it proves nothing.
 */

const [GONE, MEMBER, OTHER, COLLECTOR] = [1, 2, 3, 9].map(uuid) as [string, string, string, string];
const GONE_SOURCE = uuid(1001);
/** What only deleted things have in them. */
const MARKS = [GONE, GONE_SOURCE, 'gone-', '"777:', '[777:', '778:0'];

const graphReads = (): string[] => [
  `{ flow(id: "${GONE}") { label } }`,
  '{ flows { nodes { id } } }',
  `{ flows(filter: { ids: ["${GONE}"] }) { nodes { id } } }`,
  '{ flows(filter: { label: "gone-label" }) { nodes { id } } }',
  `{ flows(filter: { sourceId: "${GONE_SOURCE}" }) { nodes { id } } }`,
  '{ flows(filter: { tags: [{ name: "gone-tag", exists: true }] }) { nodes { id } } }',
  '{ flows(filter: { tags: [{ name: "shared-tag", value: "gone-value" }] }) { nodes { tags { value } } } }',
  '{ flows(filter: { timerange: "[777:0_778:0)" }) { nodes { timerange } } }',
  `{ flows(filter: { collectedBy: "${COLLECTOR}" }) { nodes { id } } }`,
  `{ source(id: "${GONE_SOURCE}") { label tags { name } flows { nodes { id } } liveEdge { end } coverage { ranges } } }`,
  '{ sources { nodes { id } } }',
  `{ sources(filter: { ids: ["${GONE_SOURCE}"] }) { nodes { id } } }`,
  '{ sources(filter: { label: "gone-label" }) { nodes { id } } }',
  '{ sources(filter: { tags: [{ name: "gone-tag", exists: true }] }) { nodes { id } } }',
  `{ sources(filter: { collectedBy: "${uuid(1009)}" }) { nodes { id } } }`,
  '{ object(id: "gone-object") { id segments { nodes { objectId } } } }',
  '{ object(id: "shared-object") { segments { nodes { timerange flow { id } } } } }',
  '{ object(id: "shared-object") { referencedByFlows { nodes { id } } } }',
  `{ flow(id: "${COLLECTOR}") { flowCollection { flow { id } } } }`,
  `{ flow(id: "${MEMBER}") { collectedBy { id } } }`,
  `{ source(id: "${uuid(1002)}") { collectedBy { id } } }`,
  `{ source(id: "${uuid(1009)}") { sourceCollection { sourceId } } }`,
  `{ flow(id: "${OTHER}") { segments { nodes { objectId timerange } } } }`,
  `{ flow(id: "${OTHER}") { segments(timerange: "[777:0_778:0)", reverse: true) { nodes { objectId } } } }`,
  `{ flow(id: "${OTHER}") { segments(objectId: "gone-part") { nodes { objectId } } } }`,
  `{ flow(id: "${OTHER}") { segmentAt(timestamp: "777:5") { objectId } } }`,
  `{ flow(id: "${OTHER}") { coverage { ranges } } }`,
  `{ flow(id: "${OTHER}") { timerange(within: "[777:0_999:0)") } }`,
  `{ flow(id: "${OTHER}") { liveEdge { end } } }`,
  `{ source(id: "${uuid(1003)}") { coverage { ranges } } }`,
  `{ object(id: "gone-part") { id } }`,
];

const restReads = (): string[] => [
  '/flows',
  `/flows/${GONE}`,
  `/flows/${GONE}?include_timerange=true`,
  `/flows/${GONE}/tags`,
  `/flows/${GONE}/label`,
  `/flows/${GONE}/segments`,
  '/flows?label=gone-label',
  `/flows?source_id=${GONE_SOURCE}`,
  '/flows?tag_exists.gone-tag=true',
  '/flows?tag.shared-tag=gone-value',
  '/flows?timerange=[777:0_778:0)&include_timerange=true',
  '/sources',
  `/sources/${GONE_SOURCE}`,
  `/sources/${GONE_SOURCE}/tags`,
  '/sources?label=gone-label',
  '/sources?tag_exists.gone-tag=true',
  `/sources/${uuid(1002)}`,
  `/sources/${uuid(1009)}`,
  `/flows/${COLLECTOR}`,
  `/flows/${COLLECTOR}/flow_collection`,
  `/flows/${MEMBER}`,
  '/objects/gone-object',
  '/objects/gone-part',
  '/objects/shared-object',
  `/flows/${OTHER}/segments`,
  `/flows/${OTHER}/segments?timerange=[777:0_778:0)&reverse_order=true`,
  `/flows/${OTHER}/segments?object_id=gone-part`,
  `/flows/${OTHER}?include_timerange=true`,
];

const TOTALS =
  '{ flows { totalCount } sources { totalCount } tagged: flows(filter: { tags: [{ name: "shared-tag", exists: true }] }) { totalCount } }';

describe.each([
  ['within their calls', '10000'],
  ['by deletion requests that have not begun', '0'],
])('what is deleted %s', (_, deleteAsyncAbove) => {
  let harness: RestHarness;
  beforeAll(async () => {
    harness = await RestHarness.open({ env: { TAMS_DELETE_ASYNC_ABOVE: deleteAsyncAbove } });
    const { store } = harness.gateway;
    const tag = (value: string) => ({ name: 'shared-tag', value });
    await store.flows.put(ALICE, videoFlow(2, { tags: [tag('kept')] }));
    await store.flows.put(ALICE, videoFlow(3));
    await store.flows.put(ALICE, {
      ...multiFlow(1, [2]),
      container: 'video/mp2t',
      label: 'gone-label',
      tags: [tag('gone-value'), { name: 'gone-tag', value: 'x' }],
    });
    await store.flows.put(ALICE, multiFlow(9, [1, 2]));
    // First, for an object shows for ever who named it first (O2).
    await store.segments.add(ALICE, OTHER, [
      externalSegment('shared-object', '[0:0_1:0)'),
      externalSegment('gone-part', '[777:0_778:0)'),
    ]);
    await store.segments.add(ALICE, GONE, [
      externalSegment('shared-object', '[777:0_778:0)'),
      externalSegment('gone-object', '[778:0_779:0)'),
    ]);
  });
  afterAll(() => harness.close());

  /** Where the flows' timelines end for a subscription that begins now. */
  const edges = async (): Promise<Record<string, string | null>> => {
    const end = new AbortController();
    const found: Record<string, string | null> = {};
    const { liveEdges } = harness.gateway.store;
    for await (const { flowId, edge } of liveEdges.changes([GONE, OTHER], 30_000, end.signal)) {
      found[flowId] = edge && formatTimestamp(edge.end);
      if (Object.keys(found).length === 2) break;
    }
    end.abort();
    return found;
  };

  /** The text of what a read shows; nothing when it is refused. */
  const seen = async (read: string): Promise<string> => {
    if (read.startsWith('{')) return JSON.stringify((await graphql(harness.gateway.url, read)).data);
    const answer = await harness.get(encodeURI(read));
    return answer.status === 200 ? answer.text : '';
  };
  const showing = async (): Promise<string[]> => {
    const shown: string[] = [];
    for (const read of [...graphReads(), ...restReads()]) {
      const text = await seen(read);
      if (MARKS.some((mark) => text.includes(mark))) shown.push(read);
    }
    return shown;
  };

  it('is in no read of either surface, in no total and at no live edge, and was in all of them before', async () => {
    expect(await showing()).toEqual([...graphReads(), ...restReads()]);
    expect(JSON.parse(await seen(TOTALS))).toEqual({
      flows: { totalCount: 4 },
      sources: { totalCount: 4 },
      tagged: { totalCount: 2 },
    });
    expect(await edges()).toEqual({ [GONE]: '779:0', [OTHER]: '778:0' });

    await harness.gateway.store.deletionWorker.stop();
    await harness.delete(`/flows/${GONE}`);
    // By object it is done when it answers: a request for a part of a flow shows what it has not reached yet.
    await harness.delete(
      `/flows/${OTHER}/segments?timerange=${encodeURIComponent('[777:0_778:0)')}&object_id=gone-part`,
    );

    expect(await showing()).toEqual([]);
    expect(JSON.parse(await seen(TOTALS))).toEqual({
      flows: { totalCount: 3 },
      sources: { totalCount: 3 },
      tagged: { totalCount: 1 },
    });
    expect(await edges()).toEqual({ [GONE]: null, [OTHER]: '1:0' });
    // What is left of everything else is there.
    expect(
      JSON.parse(await seen('{ object(id: "shared-object") { referencedByFlows { nodes { id } } } }')),
    ).toEqual({
      object: { referencedByFlows: { nodes: [{ id: OTHER }] } },
    });
  });
});
