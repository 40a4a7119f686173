import {
  BackendError,
  checkInputs,
  checkParameters,
  checkTargets,
  withGradientFlow,
  type Evaluation,
  type GradientOptions,
  type MicroBatch,
  type MicroBatchSums,
  type NonFinitePlace,
  type Prediction,
  type PreparedModel,
  type RangeResult,
} from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { AddonModel, AddonRangeModel, ForwardResult } from "../addon/addon.js";
import { callAddon } from "../addon/call-addon.js";
import { computeAddonRange, type RangeSizes } from "./range-arguments.js";

/** Where a model's calls go. */
export interface AddonModels {
  /** Forward and back, with the objective in JavaScript in between. */
  readonly model: AddonModel;
  /** All in one call; undefined where the core has not got the objective. */
  readonly whole: AddonRangeModel | undefined;
}

/** A model on the native kernels: forward through the graph, the objective on its output, backward through the graph. */
export class NativeModel implements PreparedModel {
  #models: AddonModels | undefined;
  #isReady = false;
  readonly #sizes: RangeSizes;

  constructor(
    private readonly plan: ModelPlan,
    private readonly objective: Objective,
    models: AddonModels,
    private readonly onDispose: (model: NativeModel) => void,
  ) {
    this.#models = models;
    this.#sizes = { plan, objective };
  }

  setParameters(parameters: Float32Array): void {
    checkParameters(this.plan, parameters);
    const { model, whole } = this.#open();
    callAddon(() => model.setParameters(parameters));
    callAddon(() => whole?.setParameters(parameters));
    this.#isReady = true;
  }

  gradient(batch: MicroBatch, options: GradientOptions = {}): MicroBatchSums {
    const { inputGradients: wantInputs = false, gradientFlow = false } = options;
    if (!wantInputs) {
      const sums = this.#whole("gradient", batch, gradientFlow);
      if (sums) return { gradient: sums.gradient, statistics: sums.statistics, states: sums.states };
    }
    const run = this.#forward(batch, this.objective.fromLogits, { gradientFlow });
    const { statistics, cotangent } = this.#accumulate(batch, run, true);
    const { gradient, inputGradients, flow } = this.#backward(cotangent, wantInputs, false);
    return {
      gradient,
      statistics: withGradientFlow(statistics, flow),
      states: run.states,
      ...(wantInputs && { inputGradients: inputGradients.map((values) => values ?? new Float32Array()) }),
    };
  }

  evaluate(batch: MicroBatch): Evaluation {
    const sums = this.#whole("evaluate", batch);
    if (sums) return { statistics: sums.statistics, states: sums.states };
    const run = this.#forward(batch, this.objective.fromLogits);
    return { statistics: this.#accumulate(batch, run, false).statistics, states: run.states };
  }

  predict(batch: MicroBatch): Prediction {
    const { output, states } = this.#forward(batch, false);
    return { predictions: output, states };
  }

  locateNonFinite(batch: MicroBatch): NonFinitePlace | undefined {
    const run = this.#forward(batch, this.objective.fromLogits, { watch: true });
    if (run.nonFinite !== undefined) return run.nonFinite;
    const { cotangent } = this.#accumulate(batch, run, true);
    return this.#backward(cotangent, false, true).nonFinite;
  }

  dispose(): void {
    this.#models?.model.dispose();
    this.#models?.whole?.dispose();
    this.#models = undefined;
    this.onDispose(this);
    this.#isReady = false;
  }

  #open(): AddonModels {
    if (this.#models === undefined) throw new BackendError("not-ready", "the model was disposed of");
    return this.#models;
  }

  #ready(batch: MicroBatch): AddonModels {
    checkInputs(this.plan, batch);
    const models = this.#open();
    if (!this.#isReady)
      throw new BackendError("not-ready", "parameters: expected setParameters before computing, got none");
    return models;
  }

  /** In one call, where the core has the objective. */
  #whole(purpose: "gradient" | "evaluate", batch: MicroBatch, gradientFlow = false): RangeResult | undefined {
    const { whole } = this.#ready(batch);
    if (whole === undefined) return undefined;
    const range = { purpose, rows: [batch.rows], batch, gradientFlow };
    return callAddon(() => computeAddonRange(whole, { sizes: this.#sizes, range }));
  }

  #forward(
    batch: MicroBatch,
    asLogits: boolean,
    {
      watch = false,
      gradientFlow = false,
    }: { readonly watch?: boolean; readonly gradientFlow?: boolean } = {},
  ): ForwardResult {
    const { model } = this.#ready(batch);
    return callAddon(() => model.forward(batch, asLogits, watch, gradientFlow));
  }

  #backward(cotangent: Float32Array, inputGradients: boolean, watch: boolean) {
    const { model } = this.#open();
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
