import { ConfigError, readConfig, type Config } from '../config';
import { diskFinding } from './disk-finding';
import { fine, wrong, type Finding } from './finding';
import { mediaFindings } from './media-findings';
import { storeFindings } from './store-findings';

/** Looks at everything that a server needs. A store that no server has open is opened as a server would. */
export async function diagnose(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message.split('\n').map((words) => wrong('settings', words));
    throw error;
  }
  const { dataDir, storageBackends } = config;
  return [
    fine('settings', 'can be used (tams-graph config prints them)'),
    ...(await storeFindings(dataDir, Date.now())),
    await diskFinding(dataDir),
    ...(await mediaFindings(dataDir, storageBackends, env)),
  ];
}
