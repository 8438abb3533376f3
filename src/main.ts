#!/usr/bin/env node
/*
 * Checks the version of Node before anything that needs it is loaded, so that an old one gets a sentence instead of
 * a stack trace. Keep this file to syntax and modules that old versions know.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`tams-graph needs Node 20.19 or newer, but this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else {
  void import('./server/cli/program.js').then(({ run }) => run(process.argv));
}
