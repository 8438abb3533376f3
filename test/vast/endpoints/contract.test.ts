import type { EndpointsEngine } from '../../../src/vast/endpoints/endpoints-engine';
import type { StorageEngine } from '../../../src/vast/engine';
import { describeIntervals } from '../contract/intervals';
import { describeReads } from '../contract/reads';
import { EndpointStore } from './fixture';

const stores: EndpointStore[] = [];
const engines: EndpointsEngine[] = [];

async function open(): Promise<StorageEngine> {
  const store = await EndpointStore.open();
  const children = await Promise.all([store.serve(), store.serve()]);
  const engine = await store.over(children.map(({ url }) => url));
  await engine.start();
  stores.push(store);
  engines.push(engine);
  return engine;
}

afterAll(async () => {
  for (const store of stores) await store.close();
});

describe('reads that two other processes answer', () => {
  describeReads(open);
  describeIntervals(open);
  afterAll(() => {
    expect(engines).toHaveLength(2);
    for (const engine of engines) {
      const { answered, kept, fallbacks, endpoints } = engine.report();
      expect(answered).toBeGreaterThan(100);
      expect({ kept, fallbacks }).toEqual({ kept: 0, fallbacks: 0 });
      const requests = endpoints.map((endpoint) => endpoint.requests);
      expect(Math.abs(requests[0]! - requests[1]!)).toBeLessThanOrEqual(1);
    }
  });
});
