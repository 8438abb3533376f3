import { serverAudits } from 'graphql-http';
import { GraphHarness } from './harness';

let harness: GraphHarness;
beforeAll(async () => {
  harness = await GraphHarness.open();
});
afterAll(() => harness.close());

describe('GraphQL over HTTP: the audits of graphql-http', () => {
  for (const audit of serverAudits({ url: () => harness.url(), fetchFn: fetch }))
    test(`${audit.id} ${audit.name}`, async () => {
      const result = await audit.fn();
      if (result.status !== 'ok') throw new Error(`${result.status}: ${result.reason}`);
    });
});
