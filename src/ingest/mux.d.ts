/** The part of mux.js that the probe uses; the package ships no types. Times are ticks of 90 kHz. */
declare module 'mux.js' {
  interface Stream<In, Out> {
    on(event: 'data', listener: (data: Out) => void): void;
    pipe<Next extends Stream<unknown, unknown>>(next: Next): Next;
    push(data: In): void;
    flush(): void;
  }

  type Elementary =
    | { type: 'metadata'; tracks: { id: number; codec: 'avc' | 'adts'; type: 'video' | 'audio' }[] }
    | { type: 'video' | 'audio' | 'timed-metadata'; pts?: number; dts?: number; data: Uint8Array };

  interface AdtsFrame {
    pts: number;
    audioobjecttype: number;
    channelcount: number;
    samplerate: number;
  }

  interface NalUnit {
    nalUnitType?: string;
    config?: {
      profileIdc: number;
      levelIdc: number;
      profileCompatibility: number;
      width: number;
      height: number;
    };
  }

  export const mp2t: {
    TransportPacketStream: new () => Stream<Uint8Array, unknown>;
    TransportParseStream: new () => Stream<unknown, unknown>;
    ElementaryStream: new () => Stream<unknown, Elementary>;
  };
  export const codecs: {
    Adts: new () => Stream<Elementary, AdtsFrame>;
    h264: { H264Stream: new () => Stream<Elementary, NalUnit> };
  };
}
