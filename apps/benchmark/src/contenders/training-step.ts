import type { Arithmetic } from "../arithmetic/arithmetic.js";
import { ParameterUpdate } from "../arithmetic/parameter-update.js";
import type { Sums } from "@lockstep/reduction";
import type { TrainingSample } from "../shapes/training-sample.js";
import type { GradientOfBatch } from "./gradient-of-batch.js";

/** A training step in one process, as the peers take it: gradient of the batch, its mean, Adam. */
export class TrainingStep {
  readonly #update: ParameterUpdate;
  #loss = NaN;

  constructor(
    sample: TrainingSample,
    private readonly gradient: GradientOfBatch,
    arithmetic: Arithmetic,
  ) {
    this.#update = new ParameterUpdate(sample, arithmetic);
  }

  /** Mean loss of the batch before the last step. */
  get loss(): number {
    return this.#loss;
  }

  /** A promise where some of it is computed elsewhere. */
  take(): void | Promise<void> {
    const sums = this.gradient(this.#update.parameters);
    return sums instanceof Promise ? sums.then((computed) => this.#conclude(computed)) : this.#conclude(sums);
  }

  #conclude(sums: Sums): void | Promise<void> {
    const [loss, weight] = sums.statistics;
    this.#loss = (loss as number) / (weight as number);
    return this.#update.take(sums);
  }
}

/** Losses of the batch with the first parameters, and after some steps. */
export interface Losses {
  readonly before: number;
  readonly after: number;
}

export async function lossesAfter(step: TrainingStep, steps: number): Promise<Losses> {
  await step.take();
  const before = step.loss;
  for (let count = 0; count < steps; count++) await step.take();
  return { before, after: step.loss };
}
