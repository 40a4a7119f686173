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
} from "@lockstep/backend";
import { gradientFlowLayers, type ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import { runBackward, wantedValues, type BackwardObserver, type BackwardRun } from "./backward-run.js";
import { carriedStates, runForward, valueAt, type ForwardRun, type LoadedModel } from "./forward-run.js";
import { GradientFlow } from "./gradient-flow.js";
import { NonFiniteSearch } from "./non-finite-search.js";
import type { TensorOps } from "./ops/tensor-ops.js";
import { prepareLayers, type PreparedLayer } from "./prepared-layers.js";
import { toRowMajor, toTimeMajor } from "./time-major.js";

/** A model on an engine: forward through the graph, the objective on its output, backward through the graph. */
export class TfjsModel<T> implements PreparedModel {
  readonly #layers: readonly PreparedLayer<T>[];
  /** By layer, in the plan's order; undefined before they are set and after `dispose`. */
  #parameters: readonly (readonly T[])[] | undefined;

  constructor(
    private readonly plan: ModelPlan,
    private readonly objective: Objective,
    private readonly ops: TensorOps<T>,
    private readonly onDispose: () => void,
  ) {
    this.#layers = prepareLayers(plan, objective.fromLogits, ops);
  }

  setParameters(parameters: Float32Array): void {
    checkParameters(this.plan, parameters);
    this.#releaseParameters();
    this.#parameters = this.#layers.map((layer) =>
      layer.parameters.map(({ offset, size, shape }) =>
        this.ops.upload(parameters.subarray(offset, offset + size), shape),
      ),
    );
  }

  gradient(batch: MicroBatch, options: GradientOptions = {}): MicroBatchSums {
    const { inputGradients: wantInputs = false, gradientFlow = false } = options;
    return this.#compute(batch, this.objective.fromLogits, (model, run) => {
      const { statistics, cotangent } = this.#accumulate(batch, run, true);
      const flow = gradientFlow ? new GradientFlow(this.ops, batch.rows) : undefined;
      const observer = flow && { observer: flow };
      const backward = this.#backward(model, run, batch.rows, { cotangent, wantInputs, ...observer });
      return {
        gradient: backward.parameters,
        statistics: withGradientFlow(statistics, flow?.sums(gradientFlowLayers(this.plan, batch.timeSteps))),
        states: carriedStates(model, run, batch.rows),
        ...(wantInputs && { inputGradients: this.#inputGradients(run, backward, batch.rows) }),
      };
    });
  }

  evaluate(batch: MicroBatch): Evaluation {
    return this.#compute(batch, this.objective.fromLogits, (model, run) => ({
      statistics: this.#accumulate(batch, run, false).statistics,
      states: carriedStates(model, run, batch.rows),
    }));
  }

  predict(batch: MicroBatch): Prediction {
    return this.#compute(batch, false, (model, run) => ({
      predictions: this.#outputs(run, batch.rows),
      states: carriedStates(model, run, batch.rows),
    }));
  }

  locateNonFinite(batch: MicroBatch): NonFinitePlace | undefined {
    return this.#compute(batch, this.objective.fromLogits, (model, run) => {
      const search = new NonFiniteSearch(model, batch.rows);
      search.searchForward(run);
      if (search.found !== undefined) return search.found;
      const { cotangent } = this.#accumulate(batch, run, true);
      this.#backward(model, run, batch.rows, {
        cotangent,
        wantInputs: false,
        observer: search.observer(run),
      });
      return search.found;
    });
  }

  dispose(): void {
    this.#releaseParameters();
    this.onDispose();
  }

  #compute<Result>(
    batch: MicroBatch,
    asLogits: boolean,
    body: (model: LoadedModel<T>, run: ForwardRun<T>) => Result,
  ): Result {
    checkInputs(this.plan, batch);
    const parameters = this.#parameters;
    if (parameters === undefined)
      throw new BackendError("not-ready", "parameters: expected setParameters before computing, got none");
    const model = { plan: this.plan, ops: this.ops, layers: this.#layers, parameters };
    return this.ops.scope(() => body(model, runForward(model, batch, asLogits)));
  }

  /** Output of the model row by row, (B, ...output shape). */
  #outputs(run: ForwardRun<T>, rows: number): Float32Array {
    const { matrix, steps, features } = valueAt(run.values, this.plan.output);
    return toRowMajor(this.ops.download(matrix), { rows, steps, features });
  }

  /** Sums of the objective and, if asked for, d(loss)/d(output), row by row. */
  #accumulate(batch: MicroBatch, run: ForwardRun<T>, wantGradient: boolean) {
    const { rows, y, weights } = batch;
    const { steps, timed, mask } = valueAt(run.values, this.plan.output);
    const entries = this.plan.outputShape.slice(1, -1).reduce((product, size) => product * size, steps);
    checkTargets(batch, { entries, targetWidth: this.objective.targetWidth, timed });
    const outputs = this.#outputs(run, rows);
    const statistics = new Float64Array(this.objective.statisticsLength);
    const cotangent = new Float32Array(wantGradient ? outputs.length : 0);
    const measured = {
      rows,
      outputs,
      targets: y,
      ...(weights && { weights }),
      ...(mask && { mask: toRowMajor(mask, { rows, steps, features: 1 }) }),
    };
    this.objective.accumulate(measured, statistics, wantGradient ? cotangent : undefined);
    return { statistics, cotangent };
  }

  #backward(
    model: LoadedModel<T>,
    run: ForwardRun<T>,
    rows: number,
    start: { cotangent: Float32Array; wantInputs: boolean; observer?: BackwardObserver<T> },
  ): BackwardRun<T> {
    const { steps, features } = valueAt(run.values, this.plan.output);
    const cotangent = toTimeMajor(start.cotangent, { rows, steps, features });
    return runBackward(model, run, {
      cotangent: this.ops.upload(cotangent, [steps * rows, features]),
      wanted: wantedValues(this.plan, start.wantInputs),
      ...(start.observer && { observer: start.observer }),
    });
  }

  #inputGradients(run: ForwardRun<T>, backward: BackwardRun<T>, rows: number): readonly Float32Array[] {
    return this.plan.inputs.map((_, index) => {
      const gradient = backward.values[index];
      if (gradient === undefined) return new Float32Array();
      const { steps, features } = valueAt(run.values, index);
      return toRowMajor(this.ops.download(gradient), { rows, steps, features });
    });
  }

  #releaseParameters(): void {
    for (const tensor of this.#parameters?.flat() ?? []) this.ops.release(tensor);
    this.#parameters = undefined;
  }
}
