import type { Essence, Essences } from './essence';
import { nameUuid } from './ids';
import type { CollectionItem, FlowInput } from './operations';
import type { Container } from './probe';
import type { Rendition } from './renditions';
import { rationalSeconds, SECOND, type Nanoseconds } from './time';

/** A rendition, looked into. */
export interface DescribedRendition {
  readonly rendition: Rendition;
  readonly container: Container;
  readonly essences: Essences;
  readonly bitRates: BitRates;
}

/** In 1000 bit/s, rounded up; null: not known. */
export interface BitRates {
  readonly average: number | null;
  readonly highest: number | null;
}

/** Everything to be on the gateway before the first segment. */
export interface FlowPlan {
  /** Members before the flows that collect them. */
  readonly flows: readonly FlowInput[];
  /** Labels for the sources that come into being with them. */
  readonly sourceLabels: ReadonlyMap<string, string>;
  /** The flow that each rendition's segments go to, in the renditions' order. */
  readonly targets: readonly FlowInput[];
}

/**
 * The flows and sources of a presentation:
 * - renditions of the picture are flows of one source; each named sound is a source with a flow for each encoding;
 * - a rendition with picture and sound in the same segments is a multi flow that holds the segments and collects a video
 *   and an audio flow without media of their own (TAMS' application note on multiplexed essence);
 * - where picture and sound come apart, one multi flow without media collects them all.
 *
 * Ids are named by `seed` and the renditions' keys, so that every run and every gateway gives the same.
 */
export function planFlows(renditions: readonly DescribedRendition[], seed: string, title: string): FlowPlan {
  const plan = new Planner(seed, title);
  const targets = renditions.map((described) => plan.addRendition(described));
  if (targets.length > 1 && targets.some(({ format }) => format !== 'MULTI')) plan.collect(targets);
  return { flows: plan.flows, sourceLabels: plan.sourceLabels, targets };
}

class Planner {
  readonly flows: FlowInput[] = [];
  readonly sourceLabels = new Map<string, string>();

  constructor(
    private readonly seed: string,
    private readonly title: string,
  ) {}

  /** The flow that the rendition's segments go to. */
  addRendition({ rendition, container, essences, bitRates }: DescribedRendition): FlowInput {
    const media = {
      container,
      avgBitRate: bitRates.average,
      maxBitRate: bitRates.highest,
      segmentDuration: rationalSeconds(usualDuration(rendition)),
    };
    const { video, audio } = essences;
    if (!video) return this.#audio(rendition.key, audio, media);
    if (!audio) return this.#video(rendition.key, video, media);
    const members = [
      this.#member(this.#video(`${rendition.key}#video`, video, {}), video, container),
      this.#member(this.#audio(`${rendition.key}#audio`, audio, {}), audio, container),
    ];
    return this.#add({
      id: this.#flowId(rendition.key),
      sourceId: this.#source('multiplex', this.title),
      format: 'MULTI',
      label: `${this.title} ${video.name}`,
      ...media,
      flowCollection: members,
    });
  }

  collect(flows: readonly FlowInput[]): void {
    this.#add({
      id: this.#flowId(''),
      sourceId: this.#source('multi', this.title),
      format: 'MULTI',
      label: this.title,
      flowCollection: flows.map(({ id, format }) => ({ id, role: format.toLowerCase() })),
    });
  }

  #video(key: string, essence: Essence, media: Partial<FlowInput>): FlowInput {
    return this.#add({
      id: this.#flowId(key),
      sourceId: this.#source('video', `${this.title} picture`),
      format: 'VIDEO',
      label: `${this.title} ${essence.name}`,
      codec: essence.codec,
      ...media,
      video: essence.parameters,
    });
  }

  #audio(key: string, essence: Essence, media: Partial<FlowInput>): FlowInput {
    const label = `${this.title} ${essence.name}`;
    return this.#add({
      id: this.#flowId(key),
      sourceId: this.#source(`audio ${essence.name}`, label),
      format: 'AUDIO',
      label,
      codec: essence.codec,
      ...media,
      audio: essence.parameters,
    });
  }

  #member({ id, format }: FlowInput, { track }: Essence, container: Container): CollectionItem {
    const item = { id, role: format.toLowerCase() };
    if (track === null) return item;
    const containerMapping =
      container === 'video/mp2t'
        ? { mp2ts_container: { pid: track } }
        : { isobmff_container: { track_id: track } };
    return { ...item, containerMapping };
  }

  #flowId(key: string): string {
    return nameUuid('flow', this.seed, key);
  }

  #source(key: string, label: string): string {
    const id = nameUuid('source', this.seed, key);
    this.sourceLabels.set(id, label);
    return id;
  }

  #add(flow: FlowInput): FlowInput {
    this.flows.push(flow);
    return flow;
  }
}

/** The duration that most segments have: what segments aim at, also where the last one is short. */
function usualDuration({ playlist }: Rendition): Nanoseconds {
  const counts = new Map<Nanoseconds, number>();
  for (const { duration } of playlist.segments) counts.set(duration, (counts.get(duration) ?? 0) + 1);
  const [usual] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
  return usual;
}

/**
 * A rendition's rates: measured, where all of it is there and its sizes are at hand; else as the playlist tells them,
 * which for a variant includes the sound that goes with it.
 * @param sizes bytes of each segment, or null where one is not known
 */
export function bitRatesOf({ playlist, variant }: Rendition, sizes: readonly number[] | null): BitRates {
  if (!playlist.ended || !sizes) {
    return { average: kilobits(variant?.averageBandwidth), highest: kilobits(variant?.bandwidth) };
  }
  const rate = (bytes: number, duration: Nanoseconds): number =>
    (bytes * 8 * Number(SECOND)) / Number(duration);
  const total = playlist.segments.reduce((sum, { duration }) => sum + duration, 0n);
  const rates = playlist.segments.map(({ duration }, index) => rate(sizes[index] ?? 0, duration));
  return {
    average: kilobits(
      rate(
        sizes.reduce((sum, size) => sum + size, 0),
        total,
      ),
    ),
    highest: kilobits(rates.reduce((a, b) => Math.max(a, b), 0)),
  };
}

function kilobits(bitsPerSecond: number | null | undefined): number | null {
  return bitsPerSecond ? Math.ceil(bitsPerSecond / 1000) : null;
}
