import { ingestHls, loopLive, progressOn, SAMPLE_SEED, samplePlaylist } from '../../ingest';
import type { Config } from '../config';
import { createLog } from '../log';
import { Failure } from './failures';
import { serve } from './serve';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Runs the gateway, brings the shipped sample into it (again only what is missing), tells people what to try, and keeps
 * one flow growing until `stop` aborts. With authentication on it asks with the token of a first start, else with that in TAMS_TOKEN.
 * @throws Failure when there is no token to ask with
 */
export async function demo(config: Config, stop: AbortSignal): Promise<void> {
  // The log would bury what the demo has to say: only what goes wrong is shown, unless more was asked for.
  const log = createLog(process.env.TAMS_LOG_LEVEL ? config.logLevel : 'warn');
  await serve(config, log, stop, async ({ url, firstToken }) => {
    const token = firstToken ?? process.env.TAMS_TOKEN;
    if (config.auth === 'on' && !token) throw new Failure(NO_TOKEN);
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

const NO_TOKEN =
  'TAMS_AUTH is on and the data folder has users already: set TAMS_TOKEN to a token that may read and write (`npx . auth create-token <user>` makes one), or TAMS_DATA_DIR to a new folder.';

function introduction(
  url: string,
  { auth, explorer, restPath }: Pick<Config, 'auth' | 'explorer' | 'restPath'>,
  sample: string,
  live: string,
): string {
  return `
${explorer ? `GraphiQL   ${url}/graphiql\n` : ''}GraphQL    ${url}/graphql
TAMS 7.0   ${url}${restPath} (described at ${url}${restPath}/docs)
Health     ${url}/readyz
${auth === 'on' ? credentials(url) : ''}
Three queries to paste into ${explorer ? 'GraphiQL' : 'a GraphQL client'}:

# 1. What is in the store?
{ sources { nodes { id label format flows { nodes { id label timerange } } } } }

# 2. Play the sample: its first segments, with URLs that need no credentials
{ flow(id: "${sample}") { label segments(first: 3) { nodes { timerange getUrls(presigned: true) { url } } } } }

# 3. The live flow grows by a segment every two seconds: ask again
{ flow(id: "${live}") { label timerange coverage { ranges gaps segmentCount } segments(reverse: true, first: 1) { nodes { timerange objectId } } } }

And a subscription, which pushes each segment of the live flow as it comes:

subscription { segments(flowIds: ["${live}"]) { cursor timerange segment { getUrls(presigned: true) { url } } } }

The same in another terminal: ${auth === 'on' ? 'TAMS_TOKEN=<token> ' : ''}npx . follow ${url} --flow ${live}

Ctrl-C stops; the data stays.`;
}

const credentials = (url: string): string => `
Each request needs credentials, such as the header "Authorization: Bearer <token>" with the token that this demo uses. A browser asks
for a name and a password, which this makes:

TAMS_TOKEN=<token> npx . auth --gateway ${url} create-user <name> --scopes read --password
`;
