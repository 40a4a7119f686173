import { meanOf, Pace, wholly } from "@lockstep/numerics";
import { initialState, optimizerOf, type Optimizer, type OptimizerState } from "@lockstep/optimizer";
import type { Sums } from "@lockstep/reduction";
import type { TrainingSample } from "../shapes/training-sample.js";
import type { GradientOfBatch } from "./gradient-of-batch.js";

/** A training step in one process, as the peers take it: gradient of the batch, its mean, Adam. */
export class TrainingStep {
  readonly #optimizer: Optimizer;
  readonly #pace = new Pace(Infinity);
  #state: OptimizerState;
  #loss = NaN;

  constructor(
    sample: TrainingSample,
    private readonly gradient: GradientOfBatch,
  ) {
    this.#optimizer = optimizerOf(sample.job.optimizer, sample.plan.parameters);
    this.#state = initialState(this.#optimizer, sample.parameters);
  }

  /** Mean loss of the batch before the last step. */
  get loss(): number {
    return this.#loss;
  }

  /** A promise where the gradient is computed elsewhere. */
  take(): void | Promise<void> {
    const sums = this.gradient(this.#state.parameters);
    return sums instanceof Promise ? sums.then((computed) => this.#update(computed)) : this.#update(sums);
  }

  #update({ gradient, statistics }: Sums): void {
    const [loss, weight] = statistics as Float64Array & { readonly 0: number; readonly 1: number };
    this.#loss = loss / weight;
    wholly(this.#pace.run([meanOf(gradient, weight)]));
    this.#state = this.#optimizer.update(this.#state, gradient);
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
