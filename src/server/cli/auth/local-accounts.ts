import { userInfo } from 'node:os';
import path from 'node:path';
import { AccessControl } from '../../../auth/access-control';
import { AUTH_TABLES } from '../../../auth/tables';
import { trusted } from '../../../tams/access/caller';
import { VastDatabase } from '../../../vast/database';
import { StoreUnavailable } from '../../../vast/engine';
import { openEmbeddedEngine } from '../../../vast/engines/embedded';
import type { Config } from '../../config';
import { accessOptions } from '../../gateway';
import { makeFolder } from '../../make-folder';
import { Failure } from '../failures';
import type { AccountsClient } from './remote-accounts';

/**
 * Works on the accounts of a data folder that no server has open.
 * @throws Failure when one has
 */
export async function withLocalAccounts(
  config: Config,
  work: (accounts: AccountsClient) => Promise<void>,
): Promise<void> {
  await makeFolder(config.dataDir);
  const engine = await openEmbeddedEngine(path.join(config.dataDir, 'store')).catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error;
    throw new Failure(`${error.message} If that is a running gateway, name it by --gateway.`);
  });
  try {
    const access = await AccessControl.open(
      await VastDatabase.open(engine, AUTH_TABLES),
      accessOptions(config),
    );
    // Whoever can write the folder may do everything in it: the audit log at least tells who it was.
    await work(access.accounts.as(trusted(`${userInfo().username} (command line)`)));
    await access.stop();
  } finally {
    await engine.close();
  }
}
