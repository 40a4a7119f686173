import type { Measures } from "@lockstep/telemetry";
import type { PlainReader } from "../plain-reader.js";
import type { PlainData } from "../resume-point.js";
import type { Callback, CallbackWish, EpochEnd } from "./callback.js";
import { EarlyStopping, type EarlyStoppingOptions } from "./early-stopping.js";
import { ModelCheckpoint, type ModelCheckpointOptions } from "./model-checkpoint.js";
import type { Direction } from "./monitor.js";
import { ReduceLrOnPlateau, type ReduceLrOnPlateauOptions } from "./reduce-lr-on-plateau.js";

/** A callback of a job. What a run need not know of (a CSV log) is somebody else's. */
export type CallbackOptions =
  | ({ readonly type: "EarlyStopping" } & EarlyStoppingOptions)
  | ({ readonly type: "ReduceLROnPlateau" } & ReduceLrOnPlateauOptions)
  | ({ readonly type: "ModelCheckpoint" } & ModelCheckpointOptions)
  | { readonly type: "CSVLogger" | "TerminateOnNaN" };

type DirectionOf = (measure: string) => Direction | undefined;

/** The callback of these options; undefined where a run has nothing to do for it. */
export function callbackOf(options: CallbackOptions, directionOf: DirectionOf): Callback | undefined {
  switch (options.type) {
    case "EarlyStopping":
      return new EarlyStopping(options, directionOf);
    case "ReduceLROnPlateau":
      return new ReduceLrOnPlateau(options, directionOf);
    case "ModelCheckpoint":
      return new ModelCheckpoint(options, directionOf);
    case "CSVLogger": // written from the events of the epochs
    case "TerminateOnNaN": // every run ends where a value is not finite
      return undefined;
  }
}

/** What all callbacks together want. */
export interface EpochOutcome {
  readonly endTraining: boolean;
  readonly learningRate: number;
  readonly saveBest: boolean;
  readonly measures: Measures;
  readonly texts: readonly { readonly callback: string; readonly text: string }[];
}

/** A run's callbacks, asked in the job's order: each sees what those before it made of measures and learning rate. */
export class CallbackList {
  readonly #callbacks: readonly Callback[];

  constructor(options: readonly CallbackOptions[], directionOf: DirectionOf) {
    this.#callbacks = options
      .map((one) => callbackOf(one, directionOf))
      .filter((callback) => callback !== undefined);
  }

  epochEnded(end: EpochEnd): EpochOutcome {
    let { measures, learningRate } = end;
    const wishes: { callback: string; wish: CallbackWish }[] = [];
    for (const callback of this.#callbacks) {
      const wish = callback.epochEnded({ ...end, measures, learningRate });
      measures = { ...measures, ...wish.measures };
      learningRate = wish.learningRate ?? learningRate;
      wishes.push({ callback: callback.type, wish });
    }
    return {
      endTraining: wishes.some(({ wish }) => wish.endTraining),
      saveBest: wishes.some(({ wish }) => wish.saveBest),
      learningRate,
      measures,
      texts: wishes.flatMap(({ callback, wish }) =>
        wish.text === undefined ? [] : [{ callback, text: wish.text }],
      ),
    };
  }

  /** Parameters that training shall leave: the last callback's that has some. */
  get restored(): Float32Array | undefined {
    return this.#callbacks.findLast(({ restored }) => restored)?.restored;
  }

  /** What each remembers, in the job's order. */
  get plain(): PlainData {
    return this.#callbacks.map(({ type, plain }) => ({ type, memory: plain }));
  }

  /** The vectors that they keep, by the callback's place. */
  get vectors(): [place: number, restored: Float32Array][] {
    return this.#callbacks.flatMap(({ restored }, place) => (restored ? [[place, restored]] : []));
  }

  /**
   * Goes on as the list did that gave these.
   * @throws RangeError where it had other callbacks
   */
  remember(plain: PlainReader, vectorOf: (place: number) => Float32Array | undefined): void {
    for (const [place, saved] of plain.listOf(this.#callbacks.length).entries()) {
      const callback = this.#callbacks[place] as Callback;
      const { type, memory } = saved.fields("type", "memory");
      type.expect(callback.type);
      callback.remember(memory, vectorOf(place));
    }
  }
}
