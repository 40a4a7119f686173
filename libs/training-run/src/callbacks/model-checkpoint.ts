import { plainNumber, type PlainReader } from "../plain-reader.js";
import type { PlainData } from "../resume-point.js";
import type { Callback, CallbackWish, EpochEnd } from "./callback.js";
import { Monitor, type Direction, type MonitorOptions } from "./monitor.js";

export type ModelCheckpointOptions = MonitorOptions;

/** Has the model saved whenever a measure is the best so far, as Keras's callback of that name with save_best_only. */
export class ModelCheckpoint implements Callback {
  readonly type = "ModelCheckpoint";
  readonly #monitor: Monitor;
  #best: number | undefined;

  constructor(options: ModelCheckpointOptions, directionOf: (measure: string) => Direction | undefined) {
    this.#monitor = new Monitor(options, directionOf);
  }

  epochEnded({ epoch, measures }: EpochEnd): CallbackWish {
    const value = this.#monitor.valueIn(measures);
    if (!this.#monitor.isBetter(value, this.#best)) return {};
    this.#best = value;
    const shown = Number(value.toPrecision(5));
    return {
      saveBest: true,
      text: `${this.#monitor.name} is the best so far, ${shown}, after epoch ${epoch + 1}`,
    };
  }

  get plain(): PlainData {
    return { best: this.#best === undefined ? null : plainNumber(this.#best) };
  }

  remember(plain: PlainReader): void {
    this.#best = plain.fields("best").best.optional(({ number }) => number);
  }
}
