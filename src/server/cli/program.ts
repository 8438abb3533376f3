import { Command } from 'commander';
import 'reflect-metadata';
import { readConfig } from '../config';
import { createLog } from '../log';
import { VERSION } from '../version';
import { printConfig } from './config';
import { sentenceFor } from './failures';
import { stopSignals } from './stop-signals';

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
    .command('demo')
    .description('run the gateway with sample media in it and one flow that grows live')
    .action(async () => {
      const config = readConfig(process.env);
      const { demo } = await import('./demo.js');
      await demo(config, createLog(process.env['TAMS_LOG_LEVEL'] ? config.logLevel : 'warn'), stopSignals());
    });
  tams
    .command('config')
    .description('print the settings in force, without secrets')
    .action(() => printConfig(process.env, (text) => process.stdout.write(text)));
  return tams;
}

/** Runs one command; a failure is one sentence on standard error and exit status 1. */
export async function run(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    const sentence = sentenceFor(error);
    process.stderr.write(`${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exitCode = 1;
  }
}
