import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NodeProcess, startServer, TAMS_GRAPH, type Ended } from '../support/server-process';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'tams-cli-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const tamsGraph = (args: string[], env: Record<string, string> = {}): Promise<Ended> =>
  new NodeProcess([TAMS_GRAPH, ...args], { TAMS_PORT: '0', TAMS_DATA_DIR: folder, ...env }).ended;

const expectOneSentence = ({ status, errors }: Ended, sentence: string | RegExp): void => {
  expect(errors).toMatch(sentence);
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(errors).not.toMatch(/^\s+at /m);
  expect(status).toBe(1);
};

describe('tams-graph', () => {
  it('lists its verbs', async () => {
    const { status, output } = await tamsGraph(['--help']);
    for (const verb of [
      'serve',
      'endpoint',
      'demo',
      'ingest',
      'follow',
      'backup',
      'analytics',
      'doctor',
      'config',
    ])
      expect(output).toMatch(new RegExp(`^  ${verb}\\b`, 'm'));
    expect(status).toBe(0);
  });

  it('prints the settings in force', async () => {
    const { status, output } = await tamsGraph(['config'], { TAMS_LOG_LEVEL: 'warn' });
    expect(output).toMatch(/^TAMS_LOG_LEVEL\s+warn\s+set/m);
    expect(output).toMatch(/^TAMS_HOST\s+127\.0\.0\.1\s+default/m);
    expect(status).toBe(0);
  });

  it('says in one sentence what is wrong with a setting', async () => {
    expectOneSentence(await tamsGraph(['serve'], { TAMS_PORT: 'high' }), 'TAMS_PORT must be a whole number');
  });

  it('says in one sentence that the port is in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const ended = await tamsGraph(['serve'], { TAMS_PORT: String(port) });
    holder.close();
    expectOneSentence(ended, `Port ${port} of 127.0.0.1 is in use`);
  });

  it('says in one sentence that the data folder cannot be made', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    expectOneSentence(await tamsGraph(['serve'], { TAMS_DATA_DIR: path.join(file, 'data') }), 'data folder');
  });

  it('says so of a folder in which the system lets nothing be made, and of a file', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    for (const dataDir of ['/proc/data', '/proc/some/data', file])
      expectOneSentence(await tamsGraph(['serve'], { TAMS_DATA_DIR: dataDir }), 'data folder');
  });

  it('says in one sentence that the data folder cannot be written', async () => {
    expectOneSentence(await tamsGraph(['serve'], { TAMS_DATA_DIR: '/sys/kernel' }), /data folder/);
  });

  it('says in one sentence that another process holds the data folder', async () => {
    const first = await startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder });
    const second = await tamsGraph(['serve']);
    await first.process.stop();
    expectOneSentence(second, /another process|in use|held/i);
  });

  it('says in one sentence that the storage backends file cannot be used', async () => {
    const file = path.join(folder, 'backends.json');
    await writeFile(file, '[{"label": "a,b"}]');
    expectOneSentence(await tamsGraph(['serve'], { TAMS_STORAGE_BACKENDS: file }), 'backends.json');
  });

  it('says in one sentence that Node is too old', async () => {
    const old = path.join(folder, 'old.js');
    await writeFile(
      old,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });`,
    );
    const ended = await new NodeProcess(['--require', old, TAMS_GRAPH, 'serve']).ended;
    expectOneSentence(ended, 'tams-graph needs Node 20.19 or newer, but this is 18.20.0.');
  });

  it('removes the columnar copy of a gateway that is not running, and of no other', async () => {
    const copy = path.join(folder, 'analytics', 'replica.duckdb');
    await mkdir(path.dirname(copy));
    await writeFile(copy, 'something');
    const running = await startServer([TAMS_GRAPH, 'serve'], { TAMS_PORT: '0', TAMS_DATA_DIR: folder });
    expectOneSentence(await tamsGraph(['analytics', 'rebuild']), 'the mutation rebuildAnalytics');
    await running.process.stop();
    await access(copy);
    const { status, output } = await tamsGraph(['analytics', 'rebuild']);
    expect([status, output]).toEqual([0, expect.stringContaining('is removed')]);
    await expect(access(copy)).rejects.toThrow('ENOENT');
  });

  it('knows no other verbs', async () => {
    const { status, errors } = await tamsGraph(['fly']);
    expect(errors).toContain("unknown command 'fly'");
    expect(status).toBe(1);
  });
});
