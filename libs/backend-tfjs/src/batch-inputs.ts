import type { MicroBatch } from "@lockstep/backend";
import type { ModelPlan, StatePlan, ValuePlan } from "@lockstep/model";
import type { Activations } from "./layers/layer-kernel.js";
import type { TensorOps } from "./ops/tensor-ops.js";
import { toTimeMajor, type SequenceSizes } from "./time-major.js";

/** The model's inputs on the engine, in the plan's order. */
export function uploadInputs<T>(plan: ModelPlan, batch: MicroBatch, ops: TensorOps<T>): Activations<T>[] {
  const { rows, inputs, mask, timeSteps } = batch;
  return inputs.map((values, index) => {
    const { steps, features, timed } = sizesOf(plan.values[index], timeSteps);
    const matrix = ops.upload(toTimeMajor(values, { rows, steps, features }), [steps * rows, features]);
    const activations = { matrix, steps, features, timed };
    if (index > 0 || mask === undefined) return activations;
    return { ...activations, mask: toTimeMajor(mask, { rows, steps, features: 1 }) };
  });
}

/** Token ids of shape (timeSteps) are steps of one feature. */
function sizesOf(
  value: ValuePlan | undefined,
  timeSteps: number | undefined,
): Omit<SequenceSizes, "rows"> & { timed: boolean } {
  const { shape, timed } = value ?? { shape: [], timed: false };
  const [first = 1, ...rest] = shape;
  if (rest.length === 0 && !timed) return { steps: 1, features: first, timed: false };
  const features = rest.reduce((product, size) => product * size, 1);
  return { steps: timed ? (timeSteps ?? first) : first, features, timed: true };
}

/** One carried state of every row, (B, units), out of rows of all carried states, (B, stateSize). */
export function stateOf(states: Float32Array, rows: number, { offset, units }: StatePlan): Float32Array {
  const size = states.length / rows;
  const values = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) {
    const start = row * size + offset;
    values.set(states.subarray(start, start + units), row * units);
  }
  return values;
}

/** Puts one carried state, (B, units), into its place in rows of all carried states, (B, stateSize). */
export function placeState(values: Float32Array, plan: StatePlan, states: Float32Array): void {
  const rows = values.length / plan.units;
  const size = states.length / rows;
  for (let row = 0; row < rows; row++) {
    states.set(values.subarray(row * plan.units, (row + 1) * plan.units), row * size + plan.offset);
  }
}
