import {
  BackendError,
  checkInputs,
  checkParameters,
  checkTargets,
  type MicroBatch,
  type MicroBatchSums,
  type PreparedModel,
} from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { ForwardPass } from "./layers/layer-kernel.js";
import type { TensorOps } from "./ops/tensor-ops.js";
import { prepareLayers, sequenceShape, type PreparedLayer, type SequenceShape } from "./prepared-layers.js";
import { toRowMajor, toTimeMajor } from "./time-major.js";

/** The layers' forward passes, the last one's output with it. */
interface ModelPass<T> {
  readonly passes: readonly ForwardPass<T>[];
  /** (B, ...outputShape). */
  readonly outputs: Float32Array;
}

/** A model on an engine: layer by layer forward, the objective on the outputs, layer by layer backward. */
export class TfjsModel<T> implements PreparedModel {
  readonly #layers: readonly PreparedLayer<T>[];
  readonly #input: SequenceShape;
  readonly #output: SequenceShape;
  /** By layer, in the plan's order; undefined before they are set and after `dispose`. */
  #parameters: readonly (readonly T[])[] | undefined;

  constructor(
    private readonly plan: ModelPlan,
    private readonly objective: Objective,
    private readonly ops: TensorOps<T>,
    private readonly onDispose: () => void,
  ) {
    this.#layers = prepareLayers(plan, objective.fromLogits, ops);
    this.#input = sequenceShape(plan.inputShape, plan.layers.at(0)?.name ?? "input");
    this.#output = sequenceShape(plan.outputShape, plan.layers.at(-1)?.name ?? "output");
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

  gradient(batch: MicroBatch): MicroBatchSums {
    checkInputs(this.plan, batch);
    checkTargets(this.plan, batch);
    return this.ops.scope(() => {
      const { passes, outputs } = this.#forward(batch, this.objective.fromLogits);
      const statistics = new Float64Array(this.objective.statisticsLength);
      const cotangent = new Float32Array(outputs.length);
      this.objective.accumulate(batch.rows, outputs, batch.y, statistics, cotangent);
      return { gradient: this.#backward(batch.rows, passes, cotangent), statistics };
    });
  }

  evaluate(batch: MicroBatch): Float64Array {
    checkInputs(this.plan, batch);
    checkTargets(this.plan, batch);
    return this.ops.scope(() => {
      const { outputs } = this.#forward(batch, this.objective.fromLogits);
      const statistics = new Float64Array(this.objective.statisticsLength);
      this.objective.accumulate(batch.rows, outputs, batch.y, statistics);
      return statistics;
    });
  }

  predict(batch: MicroBatch): Float32Array {
    checkInputs(this.plan, batch);
    return this.ops.scope(() => this.#forward(batch, false).outputs);
  }

  dispose(): void {
    this.#releaseParameters();
    this.onDispose();
  }

  #forward({ rows, x }: MicroBatch, asLogits: boolean): ModelPass<T> {
    const { steps, features } = this.#input;
    let input = {
      matrix: this.ops.upload(toTimeMajor(x, { rows, steps, features }), [steps * rows, features]),
      steps,
    };
    const passes = this.#layers.map(({ kernel }, index) => {
      const isLast = index === this.#layers.length - 1;
      const parameters = this.#parametersOf(index);
      const pass = kernel.forward({ rows, input, parameters, asLogits: asLogits && isLast });
      input = pass.output;
      return pass;
    });
    return { passes, outputs: toRowMajor(this.ops.download(input.matrix), { rows, ...this.#output }) };
  }

  #backward(rows: number, passes: readonly ForwardPass<T>[], cotangent: Float32Array): Float32Array {
    const { steps, features } = this.#output;
    const flat = new Float32Array(this.plan.parameterCount);
    let gradient = this.ops.upload(toTimeMajor(cotangent, { rows, ...this.#output }), [
      steps * rows,
      features,
    ]);
    for (const [index, pass] of [...passes.entries()].reverse()) {
      const { parameters, input } = pass.backward(gradient, index > 0);
      this.#layers[index]?.parameters.forEach((plan, position) => {
        const tensor = parameters[position];
        if (tensor !== undefined) flat.set(this.ops.download(tensor), plan.offset);
      });
      if (input !== undefined) gradient = input;
    }
    return flat;
  }

  #releaseParameters(): void {
    for (const tensor of this.#parameters?.flat() ?? []) this.ops.release(tensor);
    this.#parameters = undefined;
  }

  #parametersOf(layer: number): readonly T[] {
    const parameters = this.#parameters?.[layer];
    if (parameters !== undefined) return parameters;
    throw new BackendError("not-ready", "parameters: expected setParameters before computing, got none");
  }
}
