import type { GradientBackend } from "@lockstep/backend";
import { Pace, wholly } from "@lockstep/numerics";
import { gradientFlowEvent } from "@lockstep/training-run";
import { ParameterUpdate } from "../arithmetic/parameter-update.js";
import type { TrainingSample } from "../shapes/training-sample.js";
import { inOneCall, onThisThread } from "./gradient-of-batch.js";

/** A training step on the calling thread, with the default cut. */
export class FollowedStep {
  readonly #update: ParameterUpdate;
  readonly #gradient;
  readonly #pace = new Pace(Infinity);

  /** @param follows whether its gradient is followed through time, and what is told of it is made */
  constructor(
    backend: GradientBackend,
    private readonly sample: TrainingSample,
    private readonly follows: boolean,
  ) {
    const { microBatchSize } = sample.job.cluster;
    this.#update = new ParameterUpdate(sample, {});
    this.#gradient =
      inOneCall(backend, sample, microBatchSize, follows) ??
      onThisThread(backend, sample, microBatchSize, follows);
  }

  get parameters(): Float32Array {
    return this.#update.parameters;
  }

  async take(): Promise<void> {
    const before = this.#update.parameters;
    const sums = await this.#gradient(before);
    await this.#update.take(sums);
    if (!this.follows) return;
    const { timeSteps } = this.sample.shape;
    const round = { number: 0, parametersVersion: 0, gradientFlow: { timeSteps } };
    const step = { round, sums, before, after: this.#update.parameters, gradient: sums.gradient };
    JSON.stringify(wholly(gradientFlowEvent(this.sample, step, this.#pace)));
  }
}
