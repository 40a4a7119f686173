import { plainNumber, type PlainReader } from "../plain-reader.js";
import type { PlainData } from "../resume-point.js";
import type { Callback, CallbackWish, EpochEnd } from "./callback.js";
import { Monitor, type Direction, type MonitorOptions } from "./monitor.js";

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without an improvement after which training ends. */
  readonly patience: number;
  /** Only what is better than this resets the wait. */
  readonly baseline?: number | undefined;
  /** Whether training leaves the best epoch's parameters, also where it ran to its end. */
  readonly restoreBestWeights: boolean;
  /** Epochs, from 0, before this one are not watched. */
  readonly startFromEpoch: number;
}

/** Ends training when a measure stops getting better, as Keras's callback of that name. */
export class EarlyStopping implements Callback {
  readonly type = "EarlyStopping";
  readonly #monitor: Monitor;
  #wait = 0;
  #best: number | undefined;
  #bestParameters: Float32Array | undefined;

  constructor(
    private readonly options: EarlyStoppingOptions,
    directionOf: (measure: string) => Direction | undefined,
  ) {
    this.#monitor = new Monitor(options, directionOf);
  }

  epochEnded({ epoch, measures, parameters }: EpochEnd): CallbackWish {
    const value = this.#monitor.valueIn(measures);
    if (epoch < this.options.startFromEpoch) return {};
    this.#wait++;
    if (this.#monitor.isBetter(value, this.#best)) return this.#improve(value, parameters);
    if (this.#wait < this.options.patience) return {};
    const epochs = `${this.#wait} epoch${this.#wait === 1 ? "" : "s"}`;
    const text = `${this.#monitor.name} has not got better for ${epochs}: training ends after epoch ${epoch + 1}`;
    return { endTraining: true, text };
  }

  get restored(): Float32Array | undefined {
    return this.#bestParameters;
  }

  get plain(): PlainData {
    return { wait: this.#wait, best: this.#best === undefined ? null : plainNumber(this.#best) };
  }

  remember(plain: PlainReader, restored: Float32Array | undefined): void {
    const { wait, best } = plain.fields("wait", "best");
    this.#wait = wait.count;
    this.#best = best.optional(({ number }) => number);
    this.#bestParameters = restored;
  }

  #improve(value: number, parameters: Float32Array): CallbackWish {
    this.#best = value;
    if (this.options.restoreBestWeights) this.#bestParameters = parameters;
    const { baseline } = this.options;
    if (this.#monitor.isBetter(value, baseline)) this.#wait = 0;
    return {};
  }
}
