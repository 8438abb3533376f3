/** Installs what analysts use in Python, as far as it can be had here. Where it is missing, the tests that need it are skipped. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPythonTools } from '../support/python-tools.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** Where the tests read which Python has it. */
const INSTALLED = path.resolve(HERE, '../../node_modules/.cache/analysts-python');

const bin = installPythonTools('analysts', path.join(HERE, 'requirements.txt'));
mkdirSync(path.dirname(INSTALLED), { recursive: true });
if (bin) writeFileSync(INSTALLED, path.join(bin, 'python3'));
else {
  rmSync(INSTALLED, { force: true });
  console.error('What analysts use in Python is missing: the tests that need it are skipped.');
}
