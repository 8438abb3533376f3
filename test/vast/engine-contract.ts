import type { StorageEngine } from '../../src/vast/engine';
import { describeDefinitions } from './contract/definitions';
import { describeIntervals } from './contract/intervals';
import { describeReads } from './contract/reads';
import { describeScan } from './contract/scan';
import { describeTransactions } from './contract/transactions';
import { describeWrites } from './contract/writes';

/** Opens an empty store; the suite closes it. */
export type OpenEngine = () => Promise<StorageEngine>;

/** What every engine must do: run it over each, unchanged. */
export function describeEngine(name: string, open: OpenEngine): void {
  describe(`${name} engine`, () => {
    describeReads(open);
    describeIntervals(open);
    describeWrites(open);
    describeTransactions(open);
    describeDefinitions(open);
    describeScan(open);
  });
}
