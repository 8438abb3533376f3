import type { Stage } from './stage';

/** What a figure is to reach on a quiet machine. */
export type Floor = { readonly atLeast: number } | { readonly atMost: number };

export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: Floor;
}

/** Lines over one axis, as a file beside the report. */
export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly lines: readonly {
    readonly name: string;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
}

export interface Outcome {
  readonly figures: readonly Figure[];
  readonly plots?: readonly Plot[];
  /** What is wrong however slow the machine is: lost writes, answers that should not be. */
  readonly broken: readonly string[];
}

/** One way to strain a server, with its target and its bounds. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What it does and what is wanted, in a sentence or two. */
  readonly target: string;
  /** It is ended then, and has failed. */
  readonly atMostSeconds: number;
  /** What the server may have resident at any moment. */
  readonly atMostMiB: number;
  run(stage: Stage): Promise<Outcome>;
}

export const holds = ({ value, floor }: Figure): boolean =>
  floor === undefined || ('atLeast' in floor ? value >= floor.atLeast : value <= floor.atMost);
