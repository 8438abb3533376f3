/**
 * Bundles the explorer: `node src/server/graphiql/build.mjs [folder]` (dist/graphiql unless told). Everything that
 * the page loads comes out of npm packages at this moment and lies in that folder afterwards, so that the running
 * gateway fetches nothing from elsewhere. `assets.json` names the page's script and style sheet; every other name
 * carries a hash of its content, so that browsers may keep it.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const ownFolder = path.join(here, '../../../dist/graphiql');
const outdir = path.resolve(process.argv[2] ?? ownFolder);

/** GraphiQL's style sheet has the editor's styles and fonts in it: those beside the editor's modules are copies. */
const withoutEditorStyles = {
  name: 'without-editor-styles',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' })),
};

const bundle = (options) =>
  build({
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022'],
    outdir,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    plugins: [withoutEditorStyles],
    legalComments: 'linked',
    logLevel: 'warning',
    metafile: true,
    ...options,
    define: { 'process.env.NODE_ENV': '"production"', ...options.define },
  });

/** The file written for each entry, by the entry's name. */
function entries({ outputs }) {
  const found = {};
  for (const [file, output] of Object.entries(outputs)) {
    if (!output.entryPoint || !file.endsWith('.js')) continue;
    const [, name] = /^(.*)-[A-Z0-9]{8}\.js$/.exec(path.basename(file));
    found[name] = { script: path.basename(file), style: output.cssBundle && path.basename(output.cssBundle) };
  }
  return found;
}

/** The editor's workers, in the versions that GraphiQL depends on. */
const ofGraphiql = createRequire(import.meta.resolve('@graphiql/react'));
const WORKERS = {
  editor: ofGraphiql.resolve('monaco-editor/esm/vs/editor/editor.worker.js'),
  graphql: ofGraphiql.resolve('monaco-graphql/esm/graphql.worker.js'),
  json: ofGraphiql.resolve('monaco-editor/esm/vs/language/json/json.worker.js'),
};

// Only the build's own folder is emptied: a mistyped argument must not cost anyone theirs.
if (outdir === path.resolve(ownFolder)) await rm(outdir, { recursive: true, force: true });
await mkdir(outdir, { recursive: true });
const workers = await bundle({ entryPoints: WORKERS });
const addresses = Object.fromEntries(
  Object.entries(entries(workers.metafile)).map(([name, { script }]) => [name, `./${script}`]),
);
const page = await bundle({
  entryPoints: { main: path.join(here, 'client/main.tsx') },
  splitting: true,
  define: { WORKERS: JSON.stringify(addresses) },
});
await writeFile(path.join(outdir, 'assets.json'), JSON.stringify(entries(page.metafile).main));
