import {
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
} from 'graphql';
import { graphSchema } from '../../src/graphql/schema';
import { externalSegment, uuid } from '../tams/store-fixture';
import { AUDIO, DATA, IMAGE, MULTI, PUT_FLOW, VIDEO } from './documents';
import { CALLER, GraphHarness } from './harness';

/*
 * Lists read only what is selected on their items: every field, selected alone, must answer as it does on the same item
 * read by itself, and so whole.
 */

let graph: GraphHarness;
beforeAll(async () => {
  graph = await GraphHarness.open();
  for (const input of [VIDEO, AUDIO, IMAGE, DATA, MULTI]) await graph.data(PUT_FLOW, { input });
  const segment = externalSegment('o1', '[0:0_2:0)');
  await graph.test.store.segments.add(CALLER, VIDEO.id, [
    { ...segment, tsOffset: { seconds: 1, nanoseconds: 5 }, lastDuration: { seconds: 0, nanoseconds: 40 } },
    { ...externalSegment('o2', '[2:0_4:0)'), sampleOffset: 3, sampleCount: 50, keyFrameCount: 2 },
  ]);
});
afterAll(() => graph.close());

const schema = graphSchema();

/** The fields of a type, each with what is needed to select it. */
function selections(typeName: string): string[] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no object type`);
  return ['__typename', ...Object.values(type.getFields()).map(selectionOf)];
}

function selectionOf({ name, type, args }: GraphQLField<unknown, unknown>): string {
  const required = args
    .filter(isRequiredArgument)
    .map((argument) => `${argument.name}: ${VALUES[argument.name]}`);
  const named = getNamedType(type);
  const leaves = isLeafType(named) ? [] : leavesOf(named as GraphQLObjectType | GraphQLInterfaceType);
  return [
    name,
    required.length > 0 ? `(${required.join(', ')})` : '',
    isLeafType(named) ? '' : ` { ${['__typename', ...leaves].join(' ')} }`,
  ].join('');
}

/** Of the arguments that must be given. */
const VALUES: Readonly<Record<string, string>> = { name: '"a"', timestamp: '"1:0"' };

const leavesOf = (type: GraphQLObjectType | GraphQLInterfaceType) =>
  Object.values(type.getFields())
    .filter((field) => isLeafType(getNamedType(field.type)) && !field.args.some(isRequiredArgument))
    .map((field) => field.name);

describe.each([VIDEO, AUDIO, IMAGE, DATA, MULTI])('a flow of format $format in a list', ({ id, format }) => {
  const typeName = `${format[0]}${format.slice(1).toLowerCase()}Flow`;

  test.each(selections(typeName))('%s', async (field) => {
    const item = `... on ${typeName} { ${field} }`;
    const { flow, nodes, edges } = await graph.data(
      `query($id: UUID!) {
        flow(id: $id) { ${item} }
        nodes: flows(filter: { ids: [$id] }) { nodes { ${item} } }
        edges: flows(filter: { ids: [$id] }) { edges { cursor node { ...Item } } }
      }
      fragment Item on Flow { ${item} }`,
      { id },
    );
    expect(nodes.nodes).toEqual([flow]);
    expect(edges.edges[0].node).toEqual(flow);
  });
});

describe('a segment in a list', () => {
  test.each(selections('Segment'))('%s', async (field) => {
    for (const at of ['0:0', '2:0']) {
      const { flow } = await graph.data(
        `query($id: UUID!, $at: Timestamp!, $range: TimeRange!) {
          flow(id: $id) {
            segmentAt(timestamp: $at) { ${field} }
            nodes: segments(timerange: $range) { nodes { ${field} } }
            edges: segments(timerange: $range) { edges { cursor node { ... { ${field} } } } }
          }
        }`,
        { id: uuid(1), at, range: `[${at}]` },
      );
      expect(flow.nodes.nodes).toEqual([flow.segmentAt]);
      expect(flow.edges.edges[0].node).toEqual(flow.segmentAt);
    }
  });
});
