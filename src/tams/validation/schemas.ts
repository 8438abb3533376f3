import { z } from 'zod';
import { UUID_PATTERN } from './ids';

/*
 * The pieces of TAMS 7.0's JSON schemas. They only judge: values are kept as they came, so that free nested content is
 * stored and returned verbatim (H17), whatever its names (`__proto__` too).
 */

export const uuidSchema = z.string().regex(UUID_PATTERN, 'is not a lower-case UUID of version 1 to 5');
/** An integer; written 5.0 it is one too. Its size is checked with all numbers (H15). */
export const integer = z.int('is not an integer within ±(2^53−1)');
export const count = integer.min(0, 'is negative');
export const positive = integer.min(1, 'is not greater than 0');
/** Two parts around one slash, neither empty, no whitespace (F1). */
export const mimeType = z.string().regex(/^[^\s/]+\/[^\s/]+$/, 'is not a MIME type such as video/mp2t');
export const rational = z.looseObject({ numerator: positive, denominator: positive.optional() });
const ratio = z.looseObject({ numerator: positive, denominator: positive });

/** How the samples of raw video are laid out. */
const VIDEO_LAYOUTS = [
  'planar',
  'YUYV',
  'UYVY',
  'AYUV',
  'v210',
  'v216',
  'RGB',
  'RGBx',
  'xRGB',
  'BGRx',
  'xBGR',
  'RGBA',
  'ARGB',
  'BGRA',
  'ABGR',
  'alpha',
] as const;

const video = z.strictObject({
  frame_rate: rational.optional(),
  frame_width: positive,
  frame_height: positive,
  bit_depth: positive.optional(),
  interlace_mode: z.enum(['progressive', 'interlaced_tff', 'interlaced_bff', 'interlaced_psf']).optional(),
  colorspace: z.enum(['BT601', 'BT709', 'BT2020', 'BT2100']).optional(),
  transfer_characteristic: z.enum(['SDR', 'HLG', 'PQ']).optional(),
  aspect_ratio: ratio.optional(),
  pixel_aspect_ratio: ratio.optional(),
  component_type: z.enum(['YCbCr', 'RGB']).optional(),
  horiz_chroma_subs: positive.optional(),
  vert_chroma_subs: positive.optional(),
  unc_parameters: z
    .looseObject({
      unc_type: z.enum(VIDEO_LAYOUTS),
    })
    .optional(),
  avc_parameters: z.looseObject({ profile: integer, level: integer, flags: integer }).optional(),
});

const audio = z.strictObject({
  sample_rate: positive,
  channels: positive,
  bit_depth: positive.optional(),
  codec_parameters: z
    .looseObject({ coded_frame_size: integer.optional(), mp4_oti: integer.optional() })
    .optional(),
  unc_parameters: z.looseObject({ unc_type: z.enum(['interleaved', 'planar', 'pairs']) }).optional(),
});

const image = z.strictObject({
  frame_width: positive,
  frame_height: positive,
  aspect_ratio: ratio.optional(),
});

const data = z.strictObject({ data_type: z.string().optional() });

/** Essence parameters of each format that has them, closed at the top level (TAMS 7.0, flow schemas; H17, F8). */
export const ESSENCE_SCHEMAS = { video, audio, image, data } as const;

const UMID = /^urn:smpte:umid:[0-9a-fA-F]{8}(?:.[0-9a-fA-F]{8}){7}$/;
const UUID_URN = /^urn:uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/** Where a flow's essence lies within a container of several (TAMS 7.0, container mapping). */
export const containerMapping = z.looseObject({
  track_index: count.optional(),
  format_track_index: count.optional(),
  audio_track: z
    .looseObject({
      channel_numbers: z.array(count).min(1, 'is empty').optional(),
      channel_range: z
        .string()
        .regex(/^[0-9]+_[0-9]+$/, 'is not two numbers around _')
        .optional(),
    })
    .optional(),
  mp2ts_container: z.looseObject({ pid: integer.optional() }).optional(),
  mxf_container: z
    .looseObject({
      package_uid: z
        .string()
        .refine((text) => UMID.test(text) || UUID_URN.test(text), 'is neither a UMID nor a UUID as URN')
        .optional(),
      track_id: integer.optional(),
    })
    .optional(),
  isobmff_container: z.looseObject({ track_id: integer.optional() }).optional(),
});
