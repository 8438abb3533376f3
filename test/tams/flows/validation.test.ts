import { checkedFlow } from '../../../src/tams/flows/flow-document';
import type { FlowInput, JsonObject } from '../../../src/tams/model';
import { ALICE, multiFlow, TestStore, uuid, videoFlow } from '../store-fixture';

/** The paths of what is wrong with the flow; none when it is valid. */
function problems(input: unknown): string[] {
  try {
    checkedFlow(input as FlowInput);
    return [];
  } catch (error) {
    expect(error).toMatchObject({ name: 'TamsError', type: 'InvalidFlow' });
    return (error as { details: { path: string }[] }).details.map(({ path }) => path);
  }
}

const video = (essence: JsonObject) =>
  videoFlow(1, { essenceParameters: { frame_width: 1, frame_height: 1, ...essence } });
const of = (format: FlowInput['format'], essenceParameters: JsonObject | null) =>
  videoFlow(1, { format, essenceParameters });

test.each<[string, unknown, string[]]>([
  ['id in upper case', { ...videoFlow(1), id: uuid(0xab).toUpperCase() }, ['id']],
  ['id of version 7', { ...videoFlow(1), id: '00000000-0000-7000-8000-000000000001' }, ['id']],
  ['id with a line break behind', { ...videoFlow(1), id: `${uuid(1)}\n` }, ['id']],
  ['source id', { ...videoFlow(1), sourceId: 'x' }, ['source_id']],
  ['unknown format', { ...videoFlow(1), format: 'smell', essenceParameters: null }, ['format']],
  [
    'format named as a property of all objects',
    { ...videoFlow(1), format: 'constructor' },
    ['format', 'essence_parameters'],
  ],
  ['no codec', videoFlow(1, { codec: null }), ['codec']],
  ['no essence', videoFlow(1, { essenceParameters: null }), ['essence_parameters']],
  ['codec without a slash', videoFlow(1, { codec: 'h264' }), ['codec']],
  ['codec with two slashes', videoFlow(1, { codec: 'a/b/c' }), ['codec']],
  ['codec with a space', videoFlow(1, { codec: 'a /b' }), ['codec']],
  ['container with a line break', videoFlow(1, { container: 'a/b\n' }), ['container']],
  ['negative bit rates', videoFlow(1, { avgBitRate: -1, maxBitRate: 1.5 }), ['avg_bit_rate', 'max_bit_rate']],
  ['negative generation', videoFlow(1, { generation: -1 }), ['generation']],
  ['integer beyond 2^53', videoFlow(1, { generation: 2 ** 53 }), ['generation']],
  ['not a number', videoFlow(1, { generation: Number.NaN }), ['generation']],
  ['boolean for an integer', { ...videoFlow(1), generation: true }, ['generation']],
  ['number for a text', { ...videoFlow(1), label: 5 }, ['label']],
  ['text for a boolean', { ...videoFlow(1), readOnly: 'true' }, ['read_only']],
  [
    'segment duration of 0',
    videoFlow(1, { segmentDuration: { numerator: 0 } }),
    ['segment_duration.numerator'],
  ],
  ['U+0000', videoFlow(1, { label: 'a\0b' }), ['label']],
  ['lone surrogate', videoFlow(1, { description: 'a\ud800b' }), ['description']],
  ['surrogates in the wrong order', videoFlow(1, { label: '\udc00\ud800' }), ['label']],
  ['lone surrogate in a tag name', videoFlow(1, { tags: [{ name: '\udfff', value: '' }] }), ['tags[0].name']],
  [
    'tag twice',
    videoFlow(1, {
      tags: [
        { name: 'a', value: '1' },
        { name: 'a', value: '1' },
      ],
    }),
    ['tags[1].name'],
  ],
  ['tag without a value', { ...videoFlow(1), tags: [{ name: 'a' }] }, ['tags[0].value']],
  ['member id', multiFlow(1, [], { flowCollection: [{ id: 'x', role: 'r' }] }), ['flow_collection[0].id']],
  [
    'member without a role',
    { ...multiFlow(1, []), flowCollection: [{ id: uuid(2) }] },
    ['flow_collection[0].role'],
  ],
  [
    'video without a size',
    of('video', {}),
    ['essence_parameters.frame_width', 'essence_parameters.frame_height'],
  ],
  ['unknown essence parameter', video({ smell: 1 }), ['essence_parameters']],
  [
    'essence of another format',
    of('audio', { frame_width: 1 }),
    ['essence_parameters.sample_rate', 'essence_parameters.channels', 'essence_parameters'],
  ],
  ['width of 0', video({ frame_width: 0 }), ['essence_parameters.frame_width']],
  [
    'frame rate of 25/0',
    video({ frame_rate: { numerator: 25, denominator: 0 } }),
    ['essence_parameters.frame_rate.denominator'],
  ],
  [
    'aspect ratio without a denominator',
    video({ aspect_ratio: { numerator: 16 } }),
    ['essence_parameters.aspect_ratio.denominator'],
  ],
  ['interlace mode', video({ interlace_mode: 'wild' }), ['essence_parameters.interlace_mode']],
  [
    'raw video without its type',
    video({ unc_parameters: {} }),
    ['essence_parameters.unc_parameters.unc_type'],
  ],
  [
    'AVC without a level',
    video({ avc_parameters: { profile: 1, flags: 1 } }),
    ['essence_parameters.avc_parameters.level'],
  ],
  ['null inside the essence', video({ bit_depth: null }), ['essence_parameters.bit_depth']],
  ['channels of 0', of('audio', { sample_rate: 48000, channels: 0 }), ['essence_parameters.channels']],
  [
    'raw audio type',
    of('audio', { sample_rate: 1, channels: 1, unc_parameters: { unc_type: 'UYVY' } }),
    ['essence_parameters.unc_parameters.unc_type'],
  ],
  [
    'bit depth of an image',
    of('image', { frame_width: 1, frame_height: 1, bit_depth: 8 }),
    ['essence_parameters'],
  ],
  ['data type', of('data', { data_type: 1 }), ['essence_parameters.data_type']],
  ['essence of a multi flow', multiFlow(1, [], { essenceParameters: {} }), ['essence_parameters']],
  ['track index', videoFlow(1, { containerMapping: { track_index: -1 } }), ['container_mapping.track_index']],
  [
    'no channels',
    videoFlow(1, { containerMapping: { audio_track: { channel_numbers: [] } } }),
    ['container_mapping.audio_track.channel_numbers'],
  ],
  [
    'channel range',
    videoFlow(1, { containerMapping: { audio_track: { channel_range: '1-2' } } }),
    ['container_mapping.audio_track.channel_range'],
  ],
  [
    'package id',
    videoFlow(1, { containerMapping: { mxf_container: { package_uid: 'urn:x' } } }),
    ['container_mapping.mxf_container.package_uid'],
  ],
  [
    'U+0000 in free content',
    videoFlow(1, { containerMapping: { x: [{ y: '\0' }] } }),
    ['container_mapping.x[0].y'],
  ],
])('refuses: %s', (_, input, paths) => {
  expect(problems(input)).toEqual(paths);
});

test.each<[string, FlowInput]>([
  ['multi without anything', multiFlow(1, [])],
  ['multi with codec and container', multiFlow(1, [], { codec: 'video/mp2t', container: 'video/mp2t' })],
  ['data with empty essence', of('data', {})],
  ['image', of('image', { frame_width: 1, frame_height: 1, aspect_ratio: { numerator: 4, denominator: 3 } })],
  [
    'audio',
    of('audio', {
      sample_rate: 48000,
      channels: 2,
      codec_parameters: { mp4_oti: 2, coded_frame_size: 1024, free: {} },
    }),
  ],
  ['F8: raw codec without its details', videoFlow(1, { codec: 'video/raw' })],
  ['free nested content', video({ avc_parameters: { profile: 1, level: 1, flags: -1, x: null } })],
  ['integer written 5.0', video({ bit_depth: JSON.parse('10.0') as number })],
  ['no container', videoFlow(1, { container: null })],
  [
    'UMID',
    videoFlow(1, {
      containerMapping: {
        mxf_container: { package_uid: `urn:smpte:umid:${Array(8).fill('060a2b34').join('.')}`, track_id: 0 },
      },
    }),
  ],
  ['empty tag name', videoFlow(1, { tags: [{ name: '', value: '' }] })],
])('accepts: %s', (_, input) => {
  expect(problems(input)).toEqual([]);
});

it('tells of all problems at once, and of the first in words', () => {
  const input = videoFlow(1, { codec: 'x', maxBitRate: -1, label: '\0' });
  expect(() => checkedFlow(input)).toThrow(/^Not a valid flow: label: holds U\+0000 \(and 2 more\)$/);
  expect(problems(input)).toEqual(['label', 'codec', 'max_bit_rate']);
});

it('H13: refuses a flow of more than 1 MiB, and nesting without end', async () => {
  const deep = JSON.parse(`{"x":${'['.repeat(5000)}${']'.repeat(5000)}}`) as JsonObject;
  expect(problems(videoFlow(1, { containerMapping: deep }))).toHaveLength(1);
  const store = await TestStore.open();
  const tag = (name: string) => ({ name, value: 'x'.repeat(600_000) });
  await store.refused('TooLarge', () =>
    store.store.flows.put(ALICE, videoFlow(1, { label: 'é'.repeat(600_000) })),
  );
  await store.store.flows.put(ALICE, videoFlow(1, { tags: [tag('a')] }));
  await store.refused('TooLarge', () => store.store.flows.update(ALICE, uuid(1), { setTags: [tag('b')] }));
  await store.refused('TooLarge', () =>
    store.store.sources.update(ALICE, uuid(1001), { setTags: [tag('b')] }),
  );
  await store.close();
});
