/**
 * Installs what checks the files in docker/, as far as it can be had here: tools from PyPI, helm by Go's package registry, and
 * Caddy from Debian where this runs as root in CI. What is missing is said, and the tests that need it are skipped.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE, installPythonTools, ran } from '../support/python-tools.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const HELM = 'helm.sh/helm/v3/cmd/helm@v3.18.6';
const GO_TIME_LIMIT_MS = 15 * 60_000;

const onPath = (command) =>
  process.env.PATH.split(path.delimiter).some((folder) => existsSync(path.join(folder, command)));

function installHelm() {
  const bin = path.join(CACHE, 'helm-3.18.6');
  if (onPath('helm') || existsSync(path.join(bin, 'helm'))) return true;
  const env = { ...process.env, GOBIN: bin };
  return onPath('go') && ran('go', ['install', HELM], { env, timeout: GO_TIME_LIMIT_MS });
}

function installCaddy() {
  if (onPath('caddy')) return true;
  if (process.env.CI !== 'true' || process.getuid?.() !== 0 || !onPath('apt-get')) return false;
  const install = ['install', '--yes', '--quiet', '--no-install-recommends', 'caddy'];
  return ran('apt-get', ['update', '--quiet']) && ran('apt-get', install);
}

const missing = [
  installPythonTools('docker', path.join(HERE, 'requirements.txt')) ? null : 'the tools of requirements.txt',
  installHelm() ? null : 'helm',
  installCaddy() ? null : 'caddy',
].filter((name) => name !== null);
console.log(
  missing.length === 0
    ? 'All are there.'
    : `Not to be had here, so that tests are SKIPPED: ${missing.join(', ')}.`,
);
