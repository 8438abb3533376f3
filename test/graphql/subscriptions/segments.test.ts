import { FeedHarness, secondsOf } from './harness';

let feed: FeedHarness;
beforeEach(async () => (feed = await FeedHarness.open()));
afterEach(() => feed.close());

const SELECTION = 'cursor at kind flowId timerange segment { objectId }';

describe('from now on', () => {
  it('brings each segment as it is registered, and each stretch that is removed, in commit order', async () => {
    const flow = await feed.flow(1);
    const following = await feed.follow('segments', `segments { ${SELECTION} }`);
    const objects = await feed.add(flow, 0, 1, 2);
    await feed.remove(flow, '[0:0_2:0)');
    const messages = await following.first(4);
    expect(messages.map(({ kind, timerange, segment }) => [kind, timerange, segment?.objectId])).toEqual([
      ['ADDED', '[0:0_1:0)', objects[0]],
      ['ADDED', '[1:0_2:0)', objects[1]],
      ['ADDED', '[2:0_3:0)', objects[2]],
      ['DELETED', '[0:0_2:0)', undefined],
    ]);
    expect(new Set(messages.map(({ cursor }) => cursor)).size).toBe(4);
    expect(messages.every(({ flowId }) => flowId === flow)).toBe(true);
    expect(Date.parse(messages[0].at)).toBeLessThanOrEqual(Date.now());
  });

  it('does not bring what was there before', async () => {
    const flow = await feed.flow(1);
    await feed.add(flow, 0);
    const following = await feed.follow('segments', `segments { ${SELECTION} }`);
    await feed.add(flow, 1);
    expect(secondsOf(await following.first(1))).toEqual([1]);
  });

  it('resolves what is beside the segment as it is now, and signs its URLs', async () => {
    const flow = await feed.flow(1);
    const following = await feed.follow(
      'segments',
      'segments { flow { id label tags { name } } segment { start end tsOffset object { id } getUrls(presigned: true) { url presigned } } }',
    );
    const [objectId] = await feed.add(flow, 7);
    const [message] = await following.first(1);
    expect(message).toMatchObject({
      flow: { id: flow, label: 'Camera 1' },
      segment: { start: '7:0', end: '8:0', tsOffset: '0:0', object: { id: objectId } },
    });
    expect(message.segment.getUrls[0].url).toContain(`/media/${objectId}?expires=`);
  });

  it('shows no flow when it is gone meanwhile', async () => {
    const flow = await feed.flow(1);
    await feed.add(flow, 0);
    await feed.mutate(`mutation { deleteFlow(id: "${flow}") { deleted } }`);
    const following = await feed.follow(
      'segments',
      'segments(since: "1970-01-01T00:00:00Z") { kind flow { id } }',
    );
    expect(await following.first(2)).toEqual([
      { kind: 'ADDED', flow: null },
      { kind: 'DELETED', flow: null },
    ]);
  });
});

describe('from a cursor or a time on', () => {
  it('continues strictly behind any cursor, also in the middle of a request, then live', async () => {
    const flow = await feed.flow(1);
    await feed.add(flow, 0, 1, 2, 3);
    await feed.add(flow, 4, 5);
    const all = await feed.follow('segments', 'segments(since: "1970-01-01T00:00:00Z") { cursor timerange }');
    const messages = await all.first(6);
    for (const [i, { cursor }] of messages.entries()) {
      const rest = await feed.follow('segments', `segments(after: "${cursor}") { cursor timerange }`);
      expect((await rest.first(5)).slice(0, 5 - i)).toEqual(messages.slice(i + 1));
      await feed.add(flow, 100 + i);
      expect(secondsOf(await rest.first(6)).at(-1)).toBe(100 + i);
      await rest.stop();
    }
  });

  it('takes the cursors of the other feeds and of the log', async () => {
    const flow = await feed.flow(1);
    const { eventLog } = await feed.mutate('{ eventLog { latest oldest } }');
    await feed.add(flow, 0, 1);
    const behind = await feed.follow('segments', `segments(after: "${eventLog.latest}") { timerange }`);
    expect(secondsOf(await behind.first(2))).toEqual([0, 1]);
    const events = await feed.follow('events', `events(after: "${eventLog.oldest}") { cursor type }`);
    const added = (await events.first(3)).find(({ type }) => type === 'flows/segments_added');
    const after = await feed.follow('segments', `segments(after: "${added.cursor}") { timerange }`);
    await feed.add(flow, 2);
    expect(secondsOf(await after.first(1))).toEqual([2]);
  });

  it('begins at a time of commit', async () => {
    const flow = await feed.flow(1);
    await feed.add(flow, 0);
    const first = await feed.follow('segments', 'segments(since: "1970-01-01T00:00:00Z") { at }');
    const [{ at }] = await first.first(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const between = new Date(Date.parse(at) + 1).toISOString();
    await feed.add(flow, 1);
    const following = await feed.follow('segments', `segments(since: "${between}") { timerange }`);
    expect(secondsOf(await following.first(1))).toEqual([1]);
    const inclusive = await feed.follow('segments', `segments(since: "${at}") { timerange }`);
    expect(secondsOf(await inclusive.first(2))).toEqual([0, 1]);
  });

  it('passes from history into live without a gap or a repeat while segments are being added', async () => {
    const flow = await feed.flow(1);
    let second = 0;
    const stop = new AbortController();
    const writer = (async () => {
      while (!stop.signal.aborted) await feed.add(flow, second++, second++);
    })();
    const followings = [];
    for (let i = 0; i < 5; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      followings.push(
        await feed.follow('segments', 'segments(since: "1970-01-01T00:00:00Z") { cursor timerange }'),
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop.abort();
    await writer;
    const expected = Array.from({ length: second }, (_, i) => i);
    for (const following of followings) expect(secondsOf(await following.first(second))).toEqual(expected);
  });

  it.each([
    ['segments(after: "nonsense") { cursor }', 'BAD_CURSOR', /no cursor of an event feed/],
    ['segments(after: "00000000-0") { cursor }', 'BAD_CURSOR', /another store/],
    ['events(after: "00000000-0") { cursor }', 'BAD_CURSOR', /another store/],
    ['segments(since: "yesterday") { cursor }', 'BAD_USER_INPUT', /RFC 3339/],
    ['segments(flowIds: ["x"]) { cursor }', 'BAD_USER_INPUT', /lower-case UUID/],
    ['segments(timerange: "x") { cursor }', 'BAD_USER_INPUT', /timerange/i],
    ['events(types: ["flows/exploded"]) { cursor }', 'BAD_USER_INPUT', /flows\/created/],
    ['segmentBatches(maxSize: 1001) { cursor }', 'BAD_USER_INPUT', /maxSize/],
    ['segmentBatches(maxWait: -1) { cursor }', 'BAD_USER_INPUT', /maxWait/],
    ['liveEdges(flowIds: [], window: "-1:0") { flowId }', 'BAD_USER_INPUT', /window/],
    ['nothing { cursor }', 'GRAPHQL_VALIDATION_FAILED', /Cannot query field/],
  ])('refuses %s', async (selection, code, message) => {
    const [error] = await feed.refusal(`subscription { ${selection} }`);
    expect(error.extensions.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('refuses a cursor that is ahead of the log, and a cursor together with a time', async () => {
    const { eventLog } = await feed.mutate('{ eventLog { latest } }');
    const ahead = String(eventLog.latest).replace(/-\d+$/, '-99');
    expect((await feed.refusal(`subscription { segments(after: "${ahead}") { cursor } }`))[0]).toMatchObject({
      extensions: { code: 'BAD_CURSOR' },
    });
    const both = `segments(after: "${eventLog.latest}", since: "2026-01-01T00:00:00Z") { cursor }`;
    expect((await feed.refusal(`subscription { ${both} }`))[0].extensions.code).toBe('INVALID_FEED');
  });

  it('says which cursor is the oldest when the one given is older than the log', async () => {
    const flow = await feed.flow(1);
    const { eventLog } = await feed.mutate('{ eventLog { oldest } }');
    await feed.add(flow, 0);
    await feed.add(flow, 1);
    const { context, housekeeping } = feed.gateway.store;
    Object.assign(context.options, { eventRetention: { maxAgeMs: 86_400_000, maxCount: 1 } });
    await housekeeping.runOnce();
    const [error] = await feed.refusal(`subscription { segments(after: "${eventLog.oldest}") { cursor } }`);
    const { oldest } = (await feed.mutate('{ eventLog { oldest } }')).eventLog;
    expect(error.extensions).toMatchObject({ code: 'CURSOR_EXPIRED', oldestCursor: oldest });
    expect(error.message).toContain(oldest);
    const rest = await feed.follow('segments', `segments(after: "${oldest}") { timerange }`);
    expect(secondsOf(await rest.first(1))).toEqual([1]);
  });
});

describe('filters', () => {
  const since = 'since: "1970-01-01T00:00:00Z"';

  it('by flow, source, format, timerange, and who collects the flow when it happens', async () => {
    const one = await feed.flow(1);
    const two = await feed.flow(2);
    await feed.add(one, 0);
    const multi = '00000000-0000-4000-8000-0000000000aa';
    await feed.mutate('mutation ($input: FlowInput!) { putFlow(input: $input) { created } }', {
      input: {
        id: multi,
        sourceId: '00000000-0000-4000-8000-0000000000ab',
        format: 'MULTI',
        flowCollection: [{ id: one, role: 'video' }],
      },
    });
    await feed.add(one, 1);
    await feed.add(two, 2, 3);
    const only = async (filter: string, count: number) => {
      const following = await feed.follow('segments', `segments(${filter}, ${since}) { timerange }`);
      const found = secondsOf(await following.first(count));
      await following.stop();
      return found;
    };
    expect(await only(`flowIds: ["${two}"]`, 2)).toEqual([2, 3]);
    expect(await only(`sourceIds: ["${feed.source(1)}"]`, 2)).toEqual([0, 1]);
    expect(await only(`collectedBy: ["${multi}"]`, 1)).toEqual([1]);
    expect(await only('formats: [VIDEO, AUDIO]', 4)).toEqual([0, 1, 2, 3]);
    expect(await only('timerange: "[1:0_2:500000000)"', 2)).toEqual([1, 2]);
    const nothing = await feed.follow('segments', `segments(formats: [AUDIO], ${since}) { timerange }`);
    const none = await feed.follow('segments', `segments(flowIds: [], ${since}) { timerange }`);
    await feed.add(one, 9);
    expect(await only(`flowIds: ["${one}"]`, 3)).toEqual([0, 1, 9]);
    expect([nothing.messages, none.messages]).toEqual([[], []]);
  });
});
