import type { Logger } from 'pino';
import type { Config } from '../config';
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
  log.info(`listening on ${config.publicUrl ?? gateway.url}`);
  try {
    await whileRunning(gateway);
  } finally {
    await closeWithin(gateway, config.shutdownTimeout);
    log.info('stopped');
  }
}

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
