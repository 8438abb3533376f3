import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package: what is shipped beside the code is found from here, from the sources and from `dist`. */
export const PACKAGE_ROOT = folderWith('package.json', __dirname);

function folderWith(file: string, folder: string): string {
  if (existsSync(path.join(folder, file))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error(`The package is not complete: it has no ${file}`);
  return folderWith(file, parent);
}
