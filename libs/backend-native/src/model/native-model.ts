import {
  BackendError,
  checkInputs,
  checkParameters,
  checkTargets,
  type Evaluation,
  type MicroBatch,
  type MicroBatchSums,
  type NonFinitePlace,
  type Prediction,
  type PreparedModel,
} from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { AddonModel, ForwardResult } from "../addon/addon.js";
import { callAddon } from "../addon/call-addon.js";

/** A model on the native kernels: forward through the graph, the objective on its output, backward through the graph. */
export class NativeModel implements PreparedModel {
  #model: AddonModel | undefined;
  #isReady = false;

  constructor(
    private readonly plan: ModelPlan,
    private readonly objective: Objective,
    model: AddonModel,
  ) {
    this.#model = model;
  }

  setParameters(parameters: Float32Array): void {
    checkParameters(this.plan, parameters);
    const model = this.#open();
    callAddon(() => model.setParameters(parameters));
    this.#isReady = true;
  }

  gradient(batch: MicroBatch, options: { readonly inputGradients?: boolean } = {}): MicroBatchSums {
    const run = this.#forward(batch, this.objective.fromLogits);
    const { statistics, cotangent } = this.#accumulate(batch, run, true);
    const wantInputs = options.inputGradients === true;
    const { gradient, inputGradients } = this.#backward(cotangent, wantInputs, false);
    return {
      gradient,
      statistics,
      states: run.states,
      ...(wantInputs && { inputGradients: inputGradients.map((values) => values ?? new Float32Array()) }),
    };
  }

  evaluate(batch: MicroBatch): Evaluation {
    const run = this.#forward(batch, this.objective.fromLogits);
    return { statistics: this.#accumulate(batch, run, false).statistics, states: run.states };
  }

  predict(batch: MicroBatch): Prediction {
    const { output, states } = this.#forward(batch, false);
    return { predictions: output, states };
  }

  locateNonFinite(batch: MicroBatch): NonFinitePlace | undefined {
    const run = this.#forward(batch, this.objective.fromLogits, true);
    if (run.nonFinite !== undefined) return run.nonFinite;
    const { cotangent } = this.#accumulate(batch, run, true);
    return this.#backward(cotangent, false, true).nonFinite;
  }

  dispose(): void {
    this.#model?.dispose();
    this.#model = undefined;
    this.#isReady = false;
  }

  #open(): AddonModel {
    if (this.#model === undefined) throw new BackendError("not-ready", "the model was disposed of");
    return this.#model;
  }

  #forward(batch: MicroBatch, asLogits: boolean, watch = false): ForwardResult {
    checkInputs(this.plan, batch);
    const model = this.#open();
    if (!this.#isReady)
      throw new BackendError("not-ready", "parameters: expected setParameters before computing, got none");
    return callAddon(() => model.forward(batch, asLogits, watch));
  }

  #backward(cotangent: Float32Array, inputGradients: boolean, watch: boolean) {
    const model = this.#open();
    return callAddon(() => model.backward(cotangent, inputGradients, watch));
  }

  /** Sums of the objective and, if asked for, d(loss)/d(output), row by row. */
  #accumulate(batch: MicroBatch, { output, mask, steps, timed }: ForwardResult, wantGradient: boolean) {
    const { rows, y, weights } = batch;
    const entries = this.plan.outputShape.slice(1, -1).reduce((product, size) => product * size, steps);
    checkTargets(batch, { entries, targetWidth: this.objective.targetWidth, timed });
    const statistics = new Float64Array(this.objective.statisticsLength);
    const cotangent = new Float32Array(wantGradient ? output.length : 0);
    this.objective.accumulate(
      { rows, outputs: output, targets: y, ...(weights && { weights }), ...(mask && { mask }) },
      statistics,
      wantGradient ? cotangent : undefined,
    );
    return { statistics, cotangent };
  }
}
