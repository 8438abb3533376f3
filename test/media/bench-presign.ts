import { EmbeddedStore } from '../../src/media/embedded-store';
import { FileStore } from '../../src/media/file-store';
import { S3Store } from '../../src/media/s3-store';
import { UrlSigner } from '../../src/media/signed-urls';
import type { MediaStore, StorageBackend } from '../../src/media/store';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = 200;
const backend = {} as StorageBackend;

function measure(name: string, store: MediaStore): void {
  const ids = Array.from({ length: 1000 }, () => randomUUID());
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    store.presignedGetUrls(ids, new Date());
    return performance.now() - start;
  }).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(share * (ROUNDS - 1))] ?? 0).toFixed(1);
  console.log(
    `${name}: 1,000 URLs in ${at(0)} ms (best), ${at(0.5)} ms (median), ${at(1)} ms (slowest, cold)`,
  );
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tams-presign-'));
  const files = await FileStore.open(folder);
  measure(
    'embedded',
    new EmbeddedStore(backend, files, new UrlSigner(randomBytes(32)), () => 'http://127.0.0.1:4000'),
  );
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
  const endpoint = new URL('https://s3.eu-west-1.amazonaws.com');
  measure(
    'S3',
    new S3Store(backend, { endpoint, bucket: 'media', region: 'eu-west-1', pathStyle: false, credentials }),
  );
  await rm(folder, { recursive: true });
}

void main();
