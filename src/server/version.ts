import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package: what is shipped beside the code is found from here, in `src` and in `dist`. */
export const PACKAGE_ROOT = path.resolve(__dirname, '../..');

const manifest = JSON.parse(readFileSync(path.join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
  version: string;
};

export const VERSION = manifest.version;
