import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What the page loads, by name in the bundle's folder: the build writes it as `assets.json`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/** The assets of the bundle in `folder`; null: it has not been built. */
export async function readPageAssets(folder: string): Promise<PageAssets | null> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'assets.json'), 'utf8')) as PageAssets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The explorer's page. Nothing is inline, so that its policy need not allow inline scripts, and every address is
 * relative to the page, so that it also works below a path that a proxy strips.
 */
export function explorerPage({ script, style }: PageAssets, assets: string, endpoint: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>tams-graph: GraphiQL</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${assets}/${style}">
    <script type="module" src="${assets}/${script}"></script>
  </head>
  <body>
    <div id="graphiql" data-endpoint="${endpoint}">Loading the explorer; it needs JavaScript.</div>
  </body>
</html>
`;
}
