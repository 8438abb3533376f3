import { rm } from 'node:fs/promises';
import { openEmbeddedEngine } from '../../vast/engines/embedded';
import { StoreUnavailable } from '../../vast/engine';
import type { Config } from '../config';
import { analyticsFolder, storeFolder } from '../gateway';
import { Failure } from './failures';

/** Removes the columnar copy while nobody else has the store. @throws Failure when a gateway is running on it */
export async function removeReplica(config: Config, write: (text: string) => void): Promise<void> {
  const engine = await openEmbeddedEngine(storeFolder(config)).catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
    throw new Failure(
      `${error.message}. If a gateway is running on it, ask it with the mutation rebuildAnalytics.`,
    );
  });
  try {
    await rm(analyticsFolder(config), { recursive: true, force: true });
  } finally {
    await engine.close();
  }
  write('The columnar copy is removed; it is filled anew when analytics are asked for next.\n');
}
