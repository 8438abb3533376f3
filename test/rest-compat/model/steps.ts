import fc from 'fast-check';
import type { RestHarness } from '../harness';
import type { FlowInput, Item, SegmentInput, StoreModel } from './store-model';
import { spelled, type Range } from './time';

/** The ids that one run uses; no other run knows them. */
export interface Names {
  readonly flows: readonly string[];
  readonly sources: readonly string[];
  readonly objects: readonly string[];
}

/** One operation: what it does to the model and to the server, and what it is called in a report. */
export interface Step {
  readonly text: string;
  /** The flow whose segments it may have changed. */
  readonly flow: number | null;
  /** Does it to both. @returns the model's answer and the server's, which must be equal */
  run(model: StoreModel, api: RestHarness, names: Names): Promise<{ expected: unknown; got: unknown }>;
}

const FORMATS = ['urn:x-nmos:format:video', 'urn:x-nmos:format:multi'] as const;
export const PROPERTIES = ['label', 'description', 'max_bit_rate', 'avg_bit_rate'] as const;

const anyFlow = fc.nat({ max: 3 });
const anySource = fc.nat({ max: 1 });
const anyObject = fc.nat({ max: 3 });
const anyText = fc.constantFrom('', 'a', 'b');
const anyTag = fc.constantFrom('x', 'y/z', '');
const anyPathTag = fc.constantFrom('x', 'y/z');
const anyItems = fc.array(fc.record({ flow: anyFlow, role: fc.constantFrom('r', 's') }), { maxLength: 3 });
const anyRange: fc.Arbitrary<Range> = fc.record({
  start: fc.nat({ max: 12 }),
  end: fc.nat({ max: 12 }),
  startExclusive: fc.boolean(),
  endInclusive: fc.boolean(),
});
/** Mostly what may be registered. */
const anySegmentRange: fc.Arbitrary<Range> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record({ start: fc.nat({ max: 12 }), length: fc.nat({ max: 3 }), endInclusive: fc.boolean() })
      .map(({ start, length, endInclusive }) => ({
        start,
        end: start + length,
        startExclusive: false,
        endInclusive,
      })),
  },
  { weight: 1, arbitrary: anyRange },
);

type Request = readonly [method: string, target: string, json?: unknown];

/** A step of one request that changes the model as `change` says. */
function step(
  text: string,
  flow: number | null,
  request: (names: Names) => Request,
  change: (model: StoreModel, names: Names) => number,
): Step {
  return {
    text,
    flow,
    run: async (model, api, names) => {
      const expected = change(model, names);
      const [method, target, json] = request(names);
      const { status } = await api.rest(method, target, json === undefined ? {} : { json });
      return { expected, got: status };
    },
  };
}

const itemsOf = (names: Names, items: readonly { flow: number; role: string }[]): Item[] =>
  items.map(({ flow, role }) => ({ id: names.flows[flow]!, role }));

const putFlow = fc
  .record({
    flow: anyFlow,
    source: anySource,
    format: fc.constantFrom(0, 0, 0, 1),
    container: fc.constantFrom('video/mp2t', 'video/mp2t', null),
    properties: fc.dictionary(fc.constantFrom('label', 'description'), anyText, { maxKeys: 2 }),
    tags: fc.dictionary(anyTag, anyText, { maxKeys: 2 }),
    items: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: anyItems }),
    readOnly: fc.constantFrom(false, false, false, false, true),
  })
  .map(({ flow, source, format, container, properties, tags, items, readOnly }) => {
    const input = (names: Names): FlowInput => ({
      sourceId: names.sources[source]!,
      format: FORMATS[format],
      container,
      properties,
      tags,
      collection: itemsOf(names, items),
      readOnly,
    });
    return step(
      `PUT flow ${JSON.stringify({ flow, source, format, container, properties, tags, items, readOnly })}`,
      flow,
      (names) => ['PUT', `/flows/${names.flows[flow]!}`, flowBody(names.flows[flow]!, input(names))],
      (model, names) => model.putFlow(names.flows[flow]!, input(names)),
    );
  });

function flowBody(id: string, input: FlowInput): Record<string, unknown> {
  const video = input.format === FORMATS[0];
  return {
    id,
    source_id: input.sourceId,
    format: input.format,
    ...(video ? { codec: 'video/h264', essence_parameters: { frame_width: 1, frame_height: 1 } } : {}),
    ...(input.container === null ? {} : { container: input.container }),
    ...input.properties,
    tags: input.tags,
    flow_collection: input.collection,
    read_only: input.readOnly,
  };
}

const deleteFlow = anyFlow.map((flow) =>
  step(
    `DELETE flow ${flow}`,
    flow,
    (names) => ['DELETE', `/flows/${names.flows[flow]!}`],
    (model, names) => model.deleteFlow(names.flows[flow]!),
  ),
);

const valueOf = (name: string, text: string): unknown => (name.endsWith('_rate') ? text.length * 100 : text);

const property = fc
  .tuple(anyFlow, fc.constantFrom(...PROPERTIES), anyText, fc.boolean())
  .map(([flow, name, text, put]) =>
    step(
      `${put ? `PUT ${JSON.stringify(valueOf(name, text))} as` : 'DELETE'} ${name} of flow ${flow}`,
      flow,
      (names) => [
        put ? 'PUT' : 'DELETE',
        `/flows/${names.flows[flow]!}/${name}`,
        put ? valueOf(name, text) : undefined,
      ],
      (model, names) =>
        put
          ? model.putProperty(names.flows[flow]!, name, valueOf(name, text))
          : model.deleteProperty(names.flows[flow]!, name),
    ),
  );

const tag = fc.tuple(anyFlow, anyPathTag, anyText, fc.boolean()).map(([flow, name, text, put]) =>
  step(
    `${put ? `PUT ${JSON.stringify(text)} as` : 'DELETE'} tag ${name} of flow ${flow}`,
    flow,
    (names) => [
      put ? 'PUT' : 'DELETE',
      `/flows/${names.flows[flow]!}/tags/${encodeURIComponent(name)}`,
      put ? text : undefined,
    ],
    (model, names) =>
      put ? model.putTag(names.flows[flow]!, name, text) : model.deleteTag(names.flows[flow]!, name),
  ),
);

const collection = fc.tuple(anyFlow, fc.option(anyItems)).map(([flow, items]) =>
  step(
    `${items ? `PUT ${JSON.stringify(items)} as` : 'DELETE'} collection of flow ${flow}`,
    flow,
    (names) => [
      items ? 'PUT' : 'DELETE',
      `/flows/${names.flows[flow]!}/flow_collection`,
      items ? itemsOf(names, items) : undefined,
    ],
    (model, names) => model.putCollection(names.flows[flow]!, itemsOf(names, items ?? [])),
  ),
);

const readOnly = fc.tuple(anyFlow, fc.constantFrom(true, false, false, false)).map(([flow, locked]) =>
  step(
    `${locked ? 'lock' : 'unlock'} flow ${flow}`,
    flow,
    (names) => ['PUT', `/flows/${names.flows[flow]!}/read_only`, locked],
    (model, names) => model.setReadOnly(names.flows[flow]!, locked),
  ),
);

const ofSource = fc
  .tuple(anySource, fc.constantFrom('label', 'description', 'tags/x'), anyText, fc.boolean())
  .map(([source, name, text, put]) => {
    const kind = name === 'tags/x' ? 'tag' : 'property';
    const key = name === 'tags/x' ? 'x' : name;
    return step(
      `${put ? `PUT ${JSON.stringify(text)} as` : 'DELETE'} ${name} of source ${source}`,
      null,
      (names) => [
        put ? 'PUT' : 'DELETE',
        `/sources/${names.sources[source]!}/${name}`,
        put ? text : undefined,
      ],
      (model, names) =>
        put
          ? model.putOfSource(names.sources[source]!, kind, key, text)
          : model.deleteOfSource(names.sources[source]!, kind, key),
    );
  });

const allocate = fc.tuple(anyFlow, fc.array(anyObject, { maxLength: 2 })).map(([flow, objects]) =>
  step(
    `allocate ${JSON.stringify(objects)} for flow ${flow}`,
    flow,
    (names) => [
      'POST',
      `/flows/${names.flows[flow]!}/storage`,
      { object_ids: objects.map((object) => names.objects[object]!) },
    ],
    (model, names) => {
      return model.allocate(
        names.flows[flow]!,
        objects.map((object) => names.objects[object]!),
      );
    },
  ),
);

const segments = fc
  .tuple(
    anyFlow,
    fc.array(fc.record({ range: anySegmentRange, object: anyObject, withUrls: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([flow, list, single]): Step => {
    const chosen = single ? list.slice(0, 1) : list;
    return {
      text: `POST ${single ? 'one of ' : ''}${JSON.stringify(chosen.map(({ range, ...rest }) => ({ ...rest, range: spelled(range) })))} to flow ${flow}`,
      flow,
      run: async (model, api, names) => {
        const inputs: SegmentInput[] = chosen.map(({ range, object, withUrls }) => ({
          range,
          objectId: names.objects[object]!,
          withUrls,
        }));
        const expected = model.addSegments(names.flows[flow]!, inputs, single);
        const bodies = inputs.map(({ range, objectId, withUrls }) => ({
          object_id: objectId,
          timerange: spelled(range),
          ...(withUrls ? { get_urls: [{ url: 'https://media.example/x' }] } : {}),
        }));
        const { status, json } = await api.post(
          `/flows/${names.flows[flow]!}/segments`,
          single ? bodies[0] : bodies,
        );
        const failed =
          status === 200
            ? (json.failed_segments as { object_id: string }[]).map(({ object_id }) => object_id)
            : [];
        const expectedFailed =
          expected.status === 200 ? expected.failed.map((index) => inputs[index]!.objectId) : [];
        return { expected: [expected.status, expectedFailed], got: [status, failed] };
      },
    };
  });

const deleteSegments = fc
  .tuple(anyFlow, fc.option(anyRange), fc.option(anyObject))
  .map(([flow, range, object]) => {
    const query = (names: Names): string =>
      [
        ...(range ? [`timerange=${spelled(range)}`] : []),
        ...(object === null ? [] : [`object_id=${encodeURIComponent(names.objects[object]!)}`]),
      ].join('&');
    return step(
      `DELETE segments of flow ${flow} in ${range ? spelled(range) : 'all time'} of ${object ?? 'any object'}`,
      flow,
      (names) => ['DELETE', `/flows/${names.flows[flow]!}/segments?${query(names)}`],
      (model, names) =>
        model.deleteSegments(names.flows[flow]!, range, object === null ? null : names.objects[object]!),
    );
  });

/** Steps are told by their text when a sequence fails. */
const told = (arbitrary: fc.Arbitrary<Step>): fc.Arbitrary<Step> =>
  arbitrary.map((step) => Object.defineProperty({ ...step }, fc.toStringMethod, { value: () => step.text }));

/** Any operation, the common ones more often. */
export const anyStep: fc.Arbitrary<Step> = told(
  fc.oneof(
    { weight: 5, arbitrary: putFlow },
    { weight: 2, arbitrary: deleteFlow },
    { weight: 2, arbitrary: property },
    { weight: 2, arbitrary: tag },
    { weight: 3, arbitrary: collection },
    { weight: 1, arbitrary: readOnly },
    { weight: 2, arbitrary: ofSource },
    { weight: 3, arbitrary: allocate },
    { weight: 6, arbitrary: segments },
    { weight: 2, arbitrary: deleteSegments },
  ),
);
