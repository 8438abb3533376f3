/**
 * Schemathesis against the built server, from the contract: `npm run conformance`. With `--if-possible` it says so and
 * succeeds where there is no Python to run it.
 *
 * Schemathesis is installed once, at the version of requirements.txt, into a virtual environment under the cache folder.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';
import { installPythonTools, ran } from '../../support/python-tools.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.resolve(HERE, '../../..');
const CONTRACT = path.join(ROOT, 'schema/tams-7.0/openapi.yaml');
const SERVER = path.join(ROOT, 'dist/src/main.js');
const REQUIREMENTS = path.join(HERE, 'requirements.txt');
/** Generated requests for each operation and phase. */
const EXAMPLES = process.env.CONFORMANCE_EXAMPLES ?? '15';
/** A run takes about a minute and a half; one that takes this long hangs. */
const TIME_LIMIT_MS = 8 * 60_000;
const SCENES = 40;

/** The `st` command of an environment that has it; null where it cannot be had. */
function schemathesis() {
  const bin = installPythonTools('schemathesis', REQUIREMENTS);
  const command = bin && path.join(bin, 'st');
  return command && ran(command, ['--version']) ? command : null;
}

/** The built server on a free port; resolves when it listens. */
function startServer(dataDir) {
  const child = spawn(process.execPath, [SERVER, 'serve'], {
    env: {
      ...process.env,
      TAMS_HOST: '127.0.0.1',
      TAMS_PORT: '0',
      TAMS_DATA_DIR: dataDir,
      TAMS_LOG_LEVEL: 'info',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  const url = new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      // The log goes on for minutes: only its errors are kept once the server listens.
      for (const line of chunk.split('\n')) if (/"level":(50|60)/.test(line)) console.error(line);
      if (output === null) return;
      output += chunk;
      const match = /listening on (http:\/\/[^\s"]+)/.exec(output);
      if (!match) return;
      output = null;
      resolve(match[1]);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened`)));
  });
  return { child, url };
}

/** A flow with everything set, and what belongs to it. */
async function makeScene(base) {
  const flowId = randomUUID();
  const scene = { flowId, sourceId: randomUUID(), objectId: `object-${flowId}`, name: 'tag' };
  const flow = {
    id: flowId,
    source_id: scene.sourceId,
    format: 'urn:x-nmos:format:video',
    codec: 'video/h264',
    container: 'video/mp2t',
    label: 'a label',
    description: 'a description',
    max_bit_rate: 2000,
    avg_bit_rate: 1000,
    tags: { [scene.name]: 'a value' },
    essence_parameters: { frame_width: 1920, frame_height: 1080 },
  };
  const segment = {
    object_id: scene.objectId,
    timerange: '[1000:0_1001:0)',
    get_urls: [{ url: 'https://media.example/x' }],
  };
  await send('PUT', `${base}/flows/${flowId}`, flow);
  await send('POST', `${base}/flows/${flowId}/segments`, segment);
  return scene;
}

async function send(method, url, body) {
  const headers = { 'content-type': 'application/json' };
  const { status } = await globalThis.fetch(url, { method, headers, body: JSON.stringify(body) });
  if (status !== 201) throw new Error(`${method} ${url} → ${status}`);
}

/** The exit code of Schemathesis. */
async function drive(command, base, folder) {
  const scenes = path.join(folder, 'scenes.json');
  writeFileSync(
    scenes,
    JSON.stringify(await Promise.all(Array.from({ length: SCENES }, () => makeScene(base)))),
  );
  copyFileSync(path.join(HERE, 'hooks.py'), path.join(folder, 'hooks.py'));
  const args = [
    ...['--config-file', path.join(HERE, 'schemathesis.toml')],
    ...['run', CONTRACT, '--url', base, '--max-examples', EXAMPLES],
  ];
  const child = spawn(command, args, {
    // It keeps notes where it runs, and looks for its hooks there.
    cwd: folder,
    env: { ...process.env, CONFORMANCE_SCENES: scenes, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), TIME_LIMIT_MS);
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (code === null) console.error('Schemathesis was stopped: it took too long');
      resolve(code ?? 1);
    });
  });
}

async function main() {
  if (!existsSync(SERVER)) throw new Error('dist/ is not built: npm run build');
  const command = schemathesis();
  if (command === null) {
    const optional = process.argv.includes('--if-possible');
    console.log(`Schemathesis cannot be installed here: ${optional ? 'SKIPPED' : 'nothing was tested'}`);
    return optional ? 0 : 1;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'tams-conformance-'));
  const { child, url } = startServer(path.join(folder, 'data'));
  try {
    const base = `${await url}/tams/v7.0`;
    const code = await drive(command, base, folder);
    if (child.exitCode !== null) throw new Error('the server ended during the run');
    return code;
  } finally {
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
