import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../support/server-process';
import { DOCKER, itWith, run } from './tools';

const dockerfile = readFileSync(path.join(DOCKER, 'Dockerfile'), 'utf8').replace(/\\\n\s*/g, '');
const instructions = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
const all = (keyword: string): string[] =>
  lastStage.filter((line) => line.startsWith(`${keyword} `)).map((line) => line.slice(keyword.length + 1));

describe('docker/Dockerfile', () => {
  itWith(['hadolint'], 'has nothing that hadolint finds', () => {
    expect(run('hadolint', [path.join(DOCKER, 'Dockerfile')])).toBe('');
  });

  it('takes along what the package ships, and dependencies without those of development', () => {
    const { files } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
      files: string[];
    };
    const copied = all('COPY')
      .join(' ')
      .split(/ +/)
      .map((word) => word.replace(/^\.\//, ''));
    expect(copied).toEqual(expect.arrayContaining(files.filter((file) => file !== 'README.md')));
    expect(dockerfile).toMatch(/npm ci --omit=dev .*\n+FROM/);
    expect(all('COPY')[0]).toBe('--from=dependencies /build/node_modules ./node_modules');
  });

  it('runs as a user without rights, in the form that signals reach', () => {
    expect(all('USER')).toEqual(['1000:1000']);
    expect(all('ENTRYPOINT')).toEqual(['["node", "/app/dist/src/main.js"]']);
    expect(JSON.parse(all('CMD')[0]!)).toEqual(['serve']);
    expect(lastStage.findIndex((line) => line.startsWith('USER'))).toBeGreaterThan(
      lastStage.findLastIndex((line) => line.startsWith('RUN')),
    );
  });

  it('names what .dockerignore lets through', () => {
    const ignore = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n');
    const through = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    for (const file of through) expect([file, existsSync(path.join(ROOT, file))]).toEqual([file, true]);
    expect(through).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'src', 'schema', 'rest-compat']),
    );
  });
});
