import { eventFeed, follow, segmentFeed, type Feed, type FeedMessage, type FeedStart } from '../../ingest';
import { duration } from '../settings';
import { LineOutput } from './line-output';
import { aborted } from './stop-signals';

/** The options of `follow` as they are typed. */
export interface FollowCommand {
  readonly events?: boolean;
  readonly flow?: readonly string[];
  readonly source?: readonly string[];
  readonly collectedBy?: readonly string[];
  readonly format?: readonly string[];
  readonly type?: readonly string[];
  readonly timerange?: string;
  readonly after?: string;
  readonly since?: string;
  readonly urls?: boolean;
}

/** How long a reader may take for the last line once the command has been told to stop, in milliseconds. */
const LAST_LINE_MS = 1_000;

/** Prints a feed as JSON lines until `stop` aborts or nobody reads them any more; standard error tells of interruptions. */
export async function printFeed(gateway: string, command: FollowCommand, stop: AbortSignal): Promise<void> {
  const output = new LineOutput(process.stdout, 'Standard output');
  const signal = AbortSignal.any([stop, output.gone]);
  const end = aborted(signal);
  const onInterruption = (reason: string, waitMs: number): void => {
    process.stderr.write(`Interrupted: ${reason}. Connecting again in ${(waitMs / 1000).toFixed(1)} s.\n`);
  };
  for await (const message of follow({
    gateway,
    token: process.env.TAMS_TOKEN,
    feed: feedOf(command),
    from: startOf(command),
    signal,
    onInterruption,
  })) {
    await Promise.race([output.write(JSON.stringify(message)), end]);
    if (signal.aborted) break;
  }
  // A reader that has stalled must not keep the command alive: what is left of the line would wait for it.
  if (!output.gone.aborted && !(await output.flushed(LAST_LINE_MS))) process.exit(0);
}

function feedOf(command: FollowCommand): Feed<FeedMessage> {
  const { events, flow: flowIds, source: sourceIds, collectedBy, format: formats, timerange } = command;
  const { type: types, urls } = command;
  return events
    ? eventFeed({ types, flowIds, sourceIds }, { urls })
    : segmentFeed({ flowIds, sourceIds, collectedBy, formats, timerange }, { urls });
}

function startOf({ after, since }: FollowCommand): FeedStart | undefined {
  if (after !== undefined) return { after };
  return since === undefined ? undefined : { since: timeOf(since) };
}

/** A duration such as `10m` is back from now; anything else is for the gateway to judge. */
function timeOf(since: string): string {
  const isDuration = /^\d+(ms|s|m|h|d)$/.test(since);
  return isDuration ? new Date(Date.now() - duration(since)).toISOString() : since;
}
