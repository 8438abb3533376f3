import { ingestHls, loopLive, progressOn, SAMPLE_SEED, samplePlaylist } from '../../ingest';
import type { Config } from '../config';
import { createLog } from '../log';
import { serve } from './serve';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Runs the gateway, brings the shipped sample into it (again only what is missing), tells people what to try, and keeps
 * one flow growing until `stop` aborts.
 */
export async function demo(config: Config, stop: AbortSignal): Promise<void> {
  // The log would bury what the demo has to say: only what goes wrong is shown, unless more was asked for.
  const log = createLog(process.env.TAMS_LOG_LEVEL ? config.logLevel : 'warn');
  await serve(config, log, stop, async ({ url, firstToken }) => {
    const token = firstToken ?? process.env.TAMS_TOKEN;
    say(`listening on ${url}`);
    say('Ingesting the sample media…');
    const summary = await ingestHls({
      playlist: samplePlaylist(),
      gateway: url,
      token,
      label: 'Sample',
      idSeed: SAMPLE_SEED,
      signal: stop,
      progress: progressOn(process.stderr),
    });
    say(`${summary.segmentsAdded} segments added, ${summary.segmentsSkipped} were there already.`);
    const video = summary.flows.find(({ format }) => format === 'VIDEO');
    if (stop.aborted || !video) return;
    await loopLive({
      gateway: url,
      token,
      flowId: video.id,
      label: 'Live',
      signal: stop,
      onFlow: (live) => say(introduction(url, config, video.id, live)),
    });
    say('Stopping.');
  });
}

function introduction(
  url: string,
  { explorer, restPath }: Pick<Config, 'explorer' | 'restPath'>,
  sample: string,
  live: string,
): string {
  return `
${explorer ? `GraphiQL   ${url}/graphiql\n` : ''}GraphQL    ${url}/graphql
TAMS 7.0   ${url}${restPath} (described at ${url}${restPath}/docs)
Health     ${url}/readyz

Three queries to paste into ${explorer ? 'GraphiQL' : 'a GraphQL client'}:

# 1. What is in the store?
{ sources { nodes { id label format flows { nodes { id label timerange } } } } }

# 2. Play the sample: its first segments, with URLs that need no credentials
{ flow(id: "${sample}") { label segments(first: 3) { nodes { timerange getUrls(presigned: true) { url } } } } }

# 3. The live flow grows by a segment every two seconds: ask again
{ flow(id: "${live}") { label timerange coverage { ranges gaps segmentCount } segments(reverse: true, first: 1) { nodes { timerange objectId } } } }

And a subscription, which pushes each segment of the live flow as it comes:

subscription { segments(flowIds: ["${live}"]) { cursor timerange segment { getUrls(presigned: true) { url } } } }

The same in another terminal: npx . follow ${url} --flow ${live}

Ctrl-C stops; the data stays.`;
}
