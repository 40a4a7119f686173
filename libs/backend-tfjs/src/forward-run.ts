import type { MicroBatch } from "@lockstep/backend";
import type { ModelPlan } from "@lockstep/model";
import { placeState, stateOf, uploadInputs } from "./batch-inputs.js";
import type { Activations, ForwardPass } from "./layers/layer-kernel.js";
import type { TensorOps } from "./ops/tensor-ops.js";
import type { PreparedLayer } from "./prepared-layers.js";

/** A model on an engine, with its parameters there. */
export interface LoadedModel<T> {
  readonly plan: ModelPlan;
  readonly ops: TensorOps<T>;
  readonly layers: readonly PreparedLayer<T>[];
  /** By layer, in the plan's order. */
  readonly parameters: readonly (readonly T[])[];
}

/** What a forward run leaves behind for the backward run. */
export interface ForwardRun<T> {
  /** By the plan's index. */
  readonly values: readonly Activations<T>[];
  /** By layer. */
  readonly passes: readonly ForwardPass<T>[];
}

/** Computes every value of the graph. */
export function runForward<T>(model: LoadedModel<T>, batch: MicroBatch, asLogits: boolean): ForwardRun<T> {
  const values: Activations<T>[] = uploadInputs(model.plan, batch, model.ops);
  const given = values[0]?.mask;
  const passes = model.layers.map((layer, index) => {
    const inputs = layer.inputs.map((value) => valueAt(values, value));
    const unseen = unseenMask(layer, inputs, given);
    const pass = layer.kernel.forward({
      rows: batch.rows,
      inputs: unseen === undefined ? inputs : inputs.map(withoutMask),
      initialStates: initialStatesOf(layer, values, batch, model.ops),
      parameters: model.parameters[index] ?? [],
      asLogits: asLogits && layer.isLast,
      ...(batch.random && { random: batch.random }),
    });
    layer.outputs.forEach((value, position) => {
      const output = pass.outputs[position];
      if (output !== undefined) values[value] = passedOn(output, unseen);
    });
    return pass;
  });
  return { values, passes };
}

/**
 * The mask that a layer does not see, though it goes on behind it: Keras (3.15, `Layer.__call__`) hands a layer that is
 * called with initial states no mask of the layers before. One that was given with the batch is the caller's own.
 */
function unseenMask<T>(
  layer: PreparedLayer<T>,
  [input]: readonly Activations<T>[],
  given: Float32Array | undefined,
): Float32Array | undefined {
  return layer.initialStates.length > 0 && input?.mask !== given ? input?.mask : undefined;
}

function withoutMask<T>({ matrix, steps, features, timed }: Activations<T>): Activations<T> {
  return { matrix, steps, features, timed };
}

function passedOn<T>(output: Activations<T>, mask: Float32Array | undefined): Activations<T> {
  return mask !== undefined && output.timed ? { ...output, mask } : output;
}

/** The value of that index. @throws RangeError where no layer has made it */
export function valueAt<T>(values: readonly Activations<T>[], index: number): Activations<T> {
  const value = values[index];
  if (value === undefined) throw new RangeError(`values: expected one with index ${index}, got none`);
  return value;
}

function initialStatesOf<T>(
  layer: PreparedLayer<T>,
  values: readonly Activations<T>[],
  { states, rows }: MicroBatch,
  ops: TensorOps<T>,
): readonly T[] {
  if (layer.initialStates.length > 0)
    return layer.initialStates.map((value) => valueAt(values, value).matrix);
  if (states === undefined) return [];
  return layer.states.map((state) => ops.upload(stateOf(states, rows, state), [rows, state.units]));
}

/** Carried states after the batch, (B, plan.stateSize). */
export function carriedStates<T>(model: LoadedModel<T>, run: ForwardRun<T>, rows: number): Float32Array {
  const states = new Float32Array(rows * model.plan.stateSize);
  model.layers.forEach((layer, index) => {
    layer.states.forEach((state, position) => {
      const tensor = run.passes[index]?.finalStates[position];
      if (tensor === undefined)
        throw new RangeError(`layer ${layer.path}: expected a state of ${state.layer}, got none`);
      placeState(model.ops.download(tensor), state, states);
    });
  });
  return states;
}
