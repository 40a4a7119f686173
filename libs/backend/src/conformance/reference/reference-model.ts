import type { LayerPlan, ModelPlan, ValuePlan } from "@lockstep/model";
import type { BatchRandomness } from "../../gradient-backend.js";
import { referenceLayer } from "./reference-layers.js";
import type { ReferenceValue, Vector, Weights } from "./reference-value.js";

/** A micro-batch whose values may be float64, as differences need them. */
export interface ReferenceBatch {
  readonly rows: number;
  readonly inputs: readonly ArrayLike<number>[];
  readonly timeSteps?: number;
  readonly mask?: ArrayLike<number>;
  readonly states?: ArrayLike<number>;
  readonly random?: BatchRandomness;
  readonly shift?: StateShift;
}

/** Adds to one unit of a recurrent layer's state after a time step of its input: h, not c. */
export interface StateShift {
  /** Path. */
  readonly layer: string;
  readonly row: number;
  readonly step: number;
  readonly unit: number;
  readonly amount: number;
}

export interface ReferenceRun {
  /** (B, ...output shape), flat. */
  readonly outputs: readonly number[];
  /** The output's mask, (B, T), flat. */
  readonly mask?: readonly boolean[];
  /** Carried states after the batch, (B, plan.stateSize), flat. */
  readonly states: readonly number[];
}

/**
 * A model in float64, sequence by sequence and layer by layer, written straight from the layers' definitions: slow, and
 * independent of how any backend computes.
 */
export function referenceRun(plan: ModelPlan, parameters: Float64Array, batch: ReferenceBatch): ReferenceRun {
  const rows = Array.from({ length: batch.rows }, (_, row) => runRow(plan, parameters, batch, row));
  const masks = rows.map(({ output }) => output.mask);
  return {
    outputs: rows.flatMap(({ output }) => output.steps.flat()),
    states: rows.flatMap(({ states }) => states),
    ...(masks[0] !== undefined && { mask: masks.flatMap((mask) => mask ?? []) }),
  };
}

/**
 * One sequence through the graph. Keras (3.15, `Layer.__call__`) hands a layer that is called with initial states no
 * mask of the layers before it, although that mask goes on behind it; a mask given with the batch is the caller's own.
 */
function runRow(
  plan: ModelPlan,
  parameters: Float64Array,
  batch: ReferenceBatch,
  row: number,
): { readonly output: ReferenceValue; readonly states: readonly number[] } {
  const values = new Map<number, ReferenceValue>();
  plan.inputs.forEach((_, index) => values.set(index, inputValue(plan, batch, index, row)));
  const carried = part(batch.states ?? new Float64Array(batch.rows * plan.stateSize), row, plan.stateSize);
  const states = new Array<number>(plan.stateSize).fill(0);
  const givenMask = values.get(0)?.mask;
  for (const layer of plan.layers) {
    const given = layer.initialStates.map((index) => valueAt(values, index).steps[0] ?? []);
    const stored = layer.states.map(({ offset, units }) => carried.slice(offset, offset + units));
    const inputs = layer.inputs.map((index) => valueAt(values, index));
    const unseen = given.length > 0 && inputs[0]?.mask !== givenMask ? inputs[0]?.mask : undefined;
    const { outputs, finalStates } = referenceLayer(
      layer,
      unseen === undefined ? inputs : inputs.map(({ steps, timed }) => ({ steps, timed })),
      {
        row,
        initialStates: given.length > 0 ? given : stored,
        random: batch.random,
        shift: batch.shift,
        weightsOf: (inner) => weightsOf(inner, parameters),
      },
    );
    layer.outputs.forEach((index, i) => {
      const output = outputs[i];
      if (output === undefined) throw new Error(`reference: layer ${layer.name} has no output ${i}`);
      values.set(index, unseen !== undefined && output.timed ? { ...output, mask: unseen } : output);
    });
    layer.states.forEach(({ offset }, i) =>
      states.splice(offset, finalStates[i]?.length ?? 0, ...(finalStates[i] ?? [])),
    );
  }
  return { output: valueAt(values, plan.output), states };
}

function valueAt(values: ReadonlyMap<number, ReferenceValue>, index: number): ReferenceValue {
  const value = values.get(index);
  if (value === undefined) throw new Error(`reference: value ${index} is used before it is made`);
  return value;
}

function inputValue(plan: ModelPlan, batch: ReferenceBatch, index: number, row: number): ReferenceValue {
  const { shape, timed }: ValuePlan = plan.values[index] ?? { shape: [], timed: false };
  const steps = timed ? (batch.timeSteps ?? shape[0] ?? 1) : 1;
  const features = shape.slice(timed ? 1 : 0).reduce((product, size) => product * size, 1);
  const values = part(batch.inputs[index] ?? [], row, steps * features);
  const mask = index === 0 && batch.mask ? part(batch.mask, row, steps).map((use) => use === 1) : undefined;
  return {
    steps: Array.from({ length: steps }, (_, step) => values.slice(step * features, (step + 1) * features)),
    timed,
    ...(mask && { mask }),
  };
}

/** Row `row` of an array with `size` values a row. */
function part(values: ArrayLike<number>, row: number, size: number): Vector {
  return Array.from({ length: size }, (_, i) => values[row * size + i] ?? NaN);
}

/** The parameters of a layer by Keras's names; of a layer within a wrapper, its own. */
function weightsOf(layer: LayerPlan, parameters: Float64Array): Weights {
  return new Map(
    layer.parameters.map(({ name, offset, size }) => [name, parameters.subarray(offset, offset + size)]),
  );
}
