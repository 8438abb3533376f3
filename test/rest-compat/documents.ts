import { randomUUID } from 'node:crypto';
import type { RestHarness } from './harness';

/*
 * Bodies of requests as a TAMS client writes them.
 */

/** An id of version 4. */
export const newId = (): string => randomUUID();
/** A well-formed id that nothing has. */
export const NOBODY = '00000000-0000-4000-8000-00000000dead';

export const FORMATS = {
  video: 'urn:x-nmos:format:video',
  audio: 'urn:x-nmos:format:audio',
  image: 'urn:x-tam:format:image',
  data: 'urn:x-nmos:format:data',
  multi: 'urn:x-nmos:format:multi',
} as const;

export interface FlowBody extends Record<string, unknown> {
  readonly id: string;
  readonly source_id: string;
}

export const videoFlow = (rest: Record<string, unknown> = {}): FlowBody => ({
  id: newId(),
  source_id: newId(),
  format: FORMATS.video,
  codec: 'video/h264',
  container: 'video/mp2t',
  essence_parameters: { frame_width: 1920, frame_height: 1080 },
  ...rest,
});

export const audioFlow = (rest: Record<string, unknown> = {}): FlowBody => ({
  id: newId(),
  source_id: newId(),
  format: FORMATS.audio,
  codec: 'audio/aac',
  container: 'video/mp2t',
  essence_parameters: { sample_rate: 48_000, channels: 2 },
  ...rest,
});

export const imageFlow = (rest: Record<string, unknown> = {}): FlowBody => ({
  id: newId(),
  source_id: newId(),
  format: FORMATS.image,
  codec: 'image/jpeg',
  container: 'image/jpeg',
  essence_parameters: { frame_width: 1920, frame_height: 1080 },
  ...rest,
});

export const dataFlow = (rest: Record<string, unknown> = {}): FlowBody => ({
  id: newId(),
  source_id: newId(),
  format: FORMATS.data,
  codec: 'application/ttml+xml',
  container: 'application/mp4',
  essence_parameters: { data_type: 'urn:x-tam:data:ttml' },
  ...rest,
});

export const multiFlow = (rest: Record<string, unknown> = {}): FlowBody => ({
  id: newId(),
  source_id: newId(),
  format: FORMATS.multi,
  ...rest,
});

/** A segment of media that is elsewhere, so that nothing needs to be allocated. */
export const externalSegment = (
  timerange: string,
  objectId = `external/${newId()}`,
  rest: Record<string, unknown> = {},
): Record<string, unknown> => ({
  object_id: objectId,
  timerange,
  get_urls: [{ url: `https://media.example/${encodeURIComponent(objectId)}` }],
  ...rest,
});

/** Stores the flow, which must be new, and returns its body. */
export async function makeFlow(api: RestHarness, body: FlowBody = videoFlow()): Promise<FlowBody> {
  await api.expect(201, 'PUT', `/flows/${body.id}`, { json: body });
  return body;
}

/** A new flow with a segment of external media for each timerange; their object ids are the timeranges. */
export async function flowWithSegments(
  api: RestHarness,
  timeranges: readonly string[],
  body: FlowBody = videoFlow(),
): Promise<FlowBody> {
  await makeFlow(api, body);
  await addSegments(
    api,
    body.id,
    timeranges.map((timerange) => externalSegment(timerange)),
  );
  return body;
}

/** Registers segments that must all be accepted. */
export async function addSegments(api: RestHarness, flowId: string, segments: unknown): Promise<void> {
  await api.expect(201, 'POST', `/flows/${flowId}/segments`, { json: segments });
}

/** Allocates `count` media objects for the flow. */
export async function allocate(
  api: RestHarness,
  flowId: string,
  count = 1,
): Promise<{ object_id: string; put_url: { url: string; 'content-type': string } }[]> {
  const answer = await api.expect(201, 'POST', `/flows/${flowId}/storage`, { json: { limit: count } });
  return answer.json.media_objects;
}

/** Timeranges of the flow's segments, as listed. */
export async function listed(api: RestHarness, flowId: string, query = ''): Promise<string[]> {
  const answer = await api.expect(200, 'GET', `/flows/${flowId}/segments${query}`);
  return (answer.json as { timerange: string }[]).map(({ timerange }) => timerange);
}
