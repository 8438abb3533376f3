import { openMedia } from '../../media/backends';
import { MediaError } from '../../media/errors';
import { S3Store } from '../../media/s3-store';
import type { MediaStore, StorageBackend } from '../../media/store';
import { fine, wrong, type Finding } from './finding';

const TIMEOUT_MS = 10_000;
/** Well below the quarter of an hour by which S3 lets clocks be apart. */
const MOST_APART_MS = 60_000;
/** Never there: what a store says of it tells whether it knows the bucket and the keys. */
const PROBE = 'tams-graph-doctor';

/** Asks each S3 store of the storage backends file for an object, as clients would. */
export async function mediaFindings(
  dataDir: string,
  backendsFile: string | null,
  env: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  if (backendsFile === null) return [fine('media', 'kept in the data folder')];
  try {
    const { stores } = await openMedia({ backendsFile, dataFolder: dataDir, publicUrl: () => '', env });
    const remote = stores
      .list()
      .map(({ id }) => stores.byId(id))
      .filter((store) => store instanceof S3Store);
    const found = await Promise.all(remote.map(s3Findings));
    return [fine('media', `${stores.list().length} storage backends are described`), ...found.flat()];
  } catch (error) {
    if (error instanceof MediaError) return [wrong('media', error.message)];
    throw error;
  }
}

/** Whether an S3 store answers, takes the keys, and has its clock where ours is. */
export async function s3Findings(store: MediaStore): Promise<Finding[]> {
  const { backend } = store;
  const now = Date.now();
  const [url] = store.presignedGetUrls([PROBE], new Date(now));
  let response: Response;
  try {
    response = await fetch(url!, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
  } catch {
    // Never the error itself: it may name the URL, which is signed.
    return [
      wrong(
        'media',
        `${backend.label} does not answer: see that its endpoint is right and reachable from here.`,
      ),
    ];
  }
  const code = /<Code>([A-Za-z]{1,64})<\/Code>/.exec(await response.text())?.[1] ?? null;
  const clock = clockFinding(backend, response.headers.get('date'), now);
  return [answerFinding(backend, response.status, code), ...(clock ? [clock] : [])];
}

function answerFinding({ label }: StorageBackend, status: number, code: string | null): Finding {
  if (code === 'NoSuchBucket')
    return wrong('media', `${label} has no such bucket: make it, or correct its name.`);
  // Without the right to list, S3 does not say whether an object is there.
  if (status === 404 || status === 200 || (status === 403 && code === 'AccessDenied'))
    return fine('media', `${label} answers`);
  if (status === 403) return wrong('media', `${label} refuses the keys (${code ?? status}): correct them.`);
  return wrong('media', `${label} answers ${code ?? status}: see endpoint, region and path style.`);
}

function clockFinding({ label }: StorageBackend, date: string | null, now: number): Finding | null {
  const theirs = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(theirs)) return null;
  const apart = Math.abs(theirs - now);
  if (apart <= MOST_APART_MS) return fine('clock', `agrees with that of ${label}`);
  return wrong(
    'clock',
    `it is ${Math.round(apart / 1000)} s apart from that of ${label}, which then refuses signed URLs: set it (NTP).`,
  );
}
