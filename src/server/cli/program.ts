import { Command, InvalidArgumentError, Option } from 'commander';
import 'reflect-metadata';
import { readConfig } from '../config';
import { createLog } from '../log';
import { VERSION } from '../version';
import { addAuthCommands } from './auth/commands';
import { printConfig } from './config';
import type { EndpointCommand } from './endpoint';
import { exitCodeFor, sentenceFor } from './failures';
import type { FollowCommand } from './follow';
import { stopSignals } from './stop-signals';

const DEFAULT_GATEWAY = 'http://127.0.0.1:4000';
const FORMATS = ['VIDEO', 'AUDIO', 'IMAGE', 'DATA', 'MULTI'];

/** The command line `tams-graph`. Each verb loads what it needs when it runs, so that `--help` is instant. */
function program(): Command {
  const tams = new Command('tams-graph')
    .description(
      'A GraphQL gateway to a Time-addressable Media Store. Settings are TAMS_… environment variables: see `tams-graph config`.',
    )
    .version(VERSION);
  tams
    .command('serve')
    .description('run the gateway until it is stopped (SIGINT or SIGTERM)')
    .action(async () => {
      const config = readConfig(process.env);
      const { serve } = await import('./serve.js');
      await serve(config, createLog(config.logLevel), stopSignals());
    });
  tams
    .command('endpoint')
    .description(
      'answer reads of a store for the gateway that has it (its TAMS_ENDPOINTS), from another process of the same machine',
    )
    .option('--data-dir <folder>', 'data folder of that gateway (default: TAMS_DATA_DIR)')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on; 0 picks a free one', port, 4001)
    .action(async ({ dataDir, ...options }: EndpointCommand & { dataDir?: string }) => {
      const config = readConfig({
        ...process.env,
        ...(dataDir === undefined ? {} : { TAMS_DATA_DIR: dataDir }),
      });
      const { endpoint } = await import('./endpoint.js');
      await endpoint(options, config, createLog(config.logLevel), stopSignals());
    });
  tams
    .command('demo')
    .description('run the gateway with sample media in it and one flow that grows live')
    .action(async () => {
      const config = readConfig(process.env);
      const { demo } = await import('./demo.js');
      await demo(config, stopSignals());
    });
  tams
    .command('ingest')
    .description('bring media into a gateway')
    .command('hls')
    .description(
      'read an HLS playlist (media or multivariant; MPEG-TS or fMP4) into sources, flows and segments; run again to add what is missing',
    )
    .argument('<playlist>', 'path or http(s) URL; a live playlist is followed until it ends')
    .option('--to <gateway>', 'base URL of the gateway', DEFAULT_GATEWAY)
    .option('--label <label>', 'what sources and flows are called (default: the name of the playlist)')
    .option('--id-seed <text>', 'what ids are made of (default: the path or URL of the playlist)')
    .option('--start <timestamp>', 'TAMS timestamp of the first segment, such as 0:0')
    .option('--use-program-date-time', 'take the first timestamp from EXT-X-PROGRAM-DATE-TIME')
    .option('--sample-rate <hertz>', 'for sound whose segments do not tell it', wholeNumber)
    .option('--channels <count>', 'for sound whose segments do not tell it', wholeNumber)
    .option(
      '--concurrency <count>',
      'segments that are fetched and uploaded at once, 1 to 32',
      wholeNumber,
      4,
    )
    .action(async (playlist: string, { to, ...options }: { to: string } & Record<string, never>) => {
      const { ingest } = await import('./ingest.js');
      await ingest({
        ...options,
        playlist,
        gateway: to,
        token: process.env.TAMS_TOKEN,
        signal: stopSignals(),
      });
    });
  tams
    .command('follow')
    .description(
      'print what happens in a gateway as JSON lines, one a segment or change; goes on by itself where it was interrupted, until it is stopped',
    )
    .argument('[gateway]', 'base URL of the gateway', DEFAULT_GATEWAY)
    .addOption(
      new Option('--events', 'every change of the model instead of segments alone').conflicts([
        'collectedBy',
        'format',
        'timerange',
      ]),
    )
    .option('--flow <id...>', 'only of these flows')
    .option('--source <id...>', 'only of these sources')
    .option('--collected-by <id...>', 'only of flows that these flows collected when it happened')
    .addOption(new Option('--format <format...>', 'only of flows of these formats').choices(FORMATS))
    .addOption(
      new Option('--type <type...>', 'only events of these types, such as flows/created').implies({
        events: true,
      }),
    )
    .option('--timerange <range>', 'only what overlaps it, such as [0:0_10:0)')
    .addOption(new Option('--after <cursor>', 'begin behind this message instead of now').conflicts('since'))
    .option('--since <time>', 'begin at this time instead of now: RFC 3339, or back from now, such as 10m')
    .option('--urls', 'with the URLs of segments, which are secrets')
    .action(async (gateway: string, options: FollowCommand) => {
      const { printFeed } = await import('./follow.js');
      await printFeed(gateway, options, stopSignals());
    });
  addAuthCommands(tams);
  tams
    .command('backup')
    .description(
      'copy the data folder, whether a server uses it or not, and check the copy; run it with the settings of the server. To restore, start a server on the copy',
    )
    .argument('<folder>', 'where the copy is made; it must not be there yet')
    .action(async (folder: string) => {
      const config = readConfig(process.env);
      const { backup } = await import('./backup.js');
      await backup(config, folder, (text) => process.stdout.write(text));
    });
  tams
    .command('doctor')
    .description(
      'check settings, store, disk, media stores and clock, beside a running server or without one, and say what to do; ends with 1 when something is wrong',
    )
    .action(async () => {
      const { doctor } = await import('./doctor.js');
      await doctor(process.env, (text) => process.stdout.write(text));
    });
  tams
    .command('analytics')
    .description('what analytics keep')
    .command('rebuild')
    .description(
      'throw the columnar copy of a gateway that is not running away; it is filled anew when analytics are asked for next (of a running one: the mutation rebuildAnalytics)',
    )
    .action(async () => {
      const config = readConfig(process.env);
      const { removeReplica } = await import('./analytics.js');
      await removeReplica(config, (text) => process.stdout.write(text));
    });
  tams
    .command('config')
    .description('print the settings in force, without secrets')
    .action(() => printConfig(process.env, (text) => process.stdout.write(text)));
  return tams;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

function port(text: string): number {
  const number = wholeNumber(text);
  if (number > 65_535) throw new InvalidArgumentError('It must be from 0 to 65535.');
  return number;
}

/** Runs one command; a failure is one sentence on standard error and an exit status other than 0. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    const sentence = sentenceFor(error);
    process.stderr.write(`${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exit(exitCodeFor(error));
  }
}
