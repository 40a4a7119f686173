import type { ModelPlan } from "@lockstep/model";
import type { ForwardRun, LoadedModel } from "./forward-run.js";
import type { LayerGradients } from "./layers/layer-kernel.js";

/** What is told of each layer on the way back, before and after its own backward pass. */
export interface BackwardObserver<T> {
  before?(layer: number, outputs: readonly (T | undefined)[]): void;
  after?(layer: number, gradients: LayerGradients<T>): void;
}

/** What a backward run starts from and is asked for. */
export interface BackwardStart<T> {
  /** d(loss)/d(output of the model), shaped as its matrix. */
  readonly cotangent: T;
  /** By value: whether its gradient is of use. */
  readonly wanted: readonly boolean[];
  readonly observer?: BackwardObserver<T>;
}

/** What a backward run yields. */
export interface BackwardRun<T> {
  /** d(loss)/d(parameters), flat. */
  readonly parameters: Float32Array;
  /** d(loss)/d(value), by the plan's index; undefined where there is none. */
  readonly values: readonly (T | undefined)[];
}

/** Layer by layer from the last; gradients of a value that several layers use add up in that order. */
export function runBackward<T>(
  model: LoadedModel<T>,
  run: ForwardRun<T>,
  { cotangent, wanted, observer }: BackwardStart<T>,
): BackwardRun<T> {
  const { plan, ops, layers } = model;
  const parameters = new Float32Array(plan.parameterCount);
  const values: (T | undefined)[] = [];
  values[plan.output] = cotangent;
  const accumulate = (index: number, gradient: T | undefined) => {
    if (gradient === undefined || wanted[index] !== true) return;
    const known = values[index];
    values[index] = known === undefined ? gradient : ops.add(known, gradient);
  };
  for (const [index, layer] of [...layers.entries()].reverse()) {
    const outputs = layer.outputs.map((value) => values[value]);
    const pass = run.passes[index];
    if (pass === undefined || outputs.every((gradient) => gradient === undefined)) continue;
    observer?.before?.(index, outputs);
    const gradients = pass.backward(outputs, { inputs: layer.inputs.map((value) => wanted[value] === true) });
    observer?.after?.(index, gradients);
    layer.parameters.forEach(({ offset }, position) => {
      const tensor = gradients.parameters[position];
      if (tensor !== undefined) parameters.set(ops.download(tensor), offset);
    });
    layer.inputs.forEach((value, position) => accumulate(value, gradients.inputs[position]));
    layer.initialStates.forEach((value, position) => accumulate(value, gradients.initialStates?.[position]));
  }
  return { parameters, values };
}

/** By value: whether a gradient with respect to it leads to parameters, or to inputs where these are asked for. */
export function wantedValues(plan: ModelPlan, inputGradients: boolean): readonly boolean[] {
  const wanted: boolean[] = plan.inputs.map(() => inputGradients);
  for (const { inputs, initialStates, outputs, parameters } of plan.layers) {
    const leads =
      parameters.length > 0 || [...inputs, ...initialStates].some((value) => wanted[value] === true);
    for (const value of outputs) wanted[value] = leads;
  }
  return wanted;
}
