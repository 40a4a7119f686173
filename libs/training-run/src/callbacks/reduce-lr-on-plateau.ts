import { plainNumber, type PlainReader } from "../plain-reader.js";
import type { PlainData } from "../resume-point.js";
import type { Callback, CallbackWish, EpochEnd } from "./callback.js";
import { Monitor, type Direction, type MonitorOptions } from "./monitor.js";

export interface ReduceLrOnPlateauOptions extends MonitorOptions {
  /** By which the learning rate is multiplied. */
  readonly factor: number;
  /** Epochs without an improvement after which it is. */
  readonly patience: number;
  /** Epochs after a reduction before it waits again. */
  readonly cooldown: number;
  /** Least learning rate. */
  readonly minLr: number;
}

/**
 * Lowers the learning rate when a measure stops getting better, as Keras's callback of that name. It adds the rate of
 * the epoch to the measures, before it lowers it.
 */
export class ReduceLrOnPlateau implements Callback {
  readonly type = "ReduceLROnPlateau";
  readonly #monitor: Monitor;
  #best: number | undefined;
  #wait = 0;
  #cooldown = 0;

  constructor(
    private readonly options: ReduceLrOnPlateauOptions,
    directionOf: (measure: string) => Direction | undefined,
  ) {
    this.#monitor = new Monitor(options, directionOf);
  }

  epochEnded({ epoch, measures, learningRate }: EpochEnd): CallbackWish {
    const logged = { measures: { learning_rate: learningRate } };
    const value = this.#monitor.valueIn({ ...measures, ...logged.measures });
    if (this.#cooldown > 0) {
      this.#cooldown--;
      this.#wait = 0;
    }
    if (this.#monitor.isBetter(value, this.#best)) {
      this.#best = value;
      this.#wait = 0;
      return logged;
    }
    if (this.#cooldown > 0 || ++this.#wait < this.options.patience) return logged;
    return { ...logged, ...this.#reduce(epoch, learningRate) };
  }

  get plain(): PlainData {
    return {
      wait: this.#wait,
      cooldown: this.#cooldown,
      best: this.#best === undefined ? null : plainNumber(this.#best),
    };
  }

  remember(plain: PlainReader): void {
    const { wait, cooldown, best } = plain.fields("wait", "cooldown", "best");
    this.#wait = wait.count;
    this.#cooldown = cooldown.count;
    this.#best = best.optional(({ number }) => number);
  }

  #reduce(epoch: number, rate: number): CallbackWish {
    const { factor, minLr, cooldown } = this.options;
    if (rate <= Math.fround(minLr)) return {};
    this.#cooldown = cooldown;
    this.#wait = 0;
    const learningRate = Math.fround(Math.max(rate * factor, minLr));
    const shown = Number(learningRate.toPrecision(6));
    return { learningRate, text: `the learning rate is ${shown} after epoch ${epoch + 1}` };
  }
}
