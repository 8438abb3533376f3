import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { isOpenToOthers, type Config } from '../config';
import { startGateway, type Gateway } from '../gateway';
import { Failure } from './failures';
import { aborted } from './stop-signals';

/** Runs the gateway until `stop` aborts, then closes it within the configured limit. */
export async function serve(
  config: Config,
  log: Logger,
  stop: AbortSignal,
  whileRunning: (gateway: Gateway) => Promise<void> = () => aborted(stop),
): Promise<void> {
  const gateway = await startGateway(config, log);
  if (isOpenToOthers(config))
    log.warn(`TAMS_AUTH is off: whoever reaches ${config.host} may read, change and delete everything`);
  // Not to the log, which others read and which is kept.
  if (gateway.firstToken !== null) process.stderr.write(introduction(gateway.firstToken));
  log.info(`listening on ${config.publicUrl ?? gateway.url}`);
  try {
    await whileRunning(gateway);
  } finally {
    gateway.announceStop();
    await pause(config.shutdownDelay);
    await closeWithin(gateway, config.shutdownTimeout);
    log.info('stopped');
  }
}

const introduction = (token: string): string =>
  `There were no users, so "administrator" was made. This token of theirs is good for a day and is not shown again:

  ${token}

`;

async function closeWithin(gateway: Gateway, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Failure(`Some requests were still open after ${limitMs} ms and were cut off.`)),
      limitMs,
    );
  });
  try {
    await Promise.race([gateway.close(), late]);
  } finally {
    clearTimeout(timer);
  }
}
