import type { ModelPlan } from "@lockstep/model";
import type { MicroBatch } from "../gradient-backend.js";
import { referenceRun, type ReferenceBatch } from "./reference/reference-model.js";

/** Small enough for the curvature, large enough for float64's rounding: errors of about 1e-9. */
const step = 1e-5;

/** d(sum(output * y)) with respect to the parameters and to each input, by central differences of the float64 reference. */
export interface ReferenceGradient {
  readonly parameters: Float64Array;
  readonly inputs: readonly Float64Array[];
}

/** @param tokens whether the first input holds token ids, which have no derivative: its gradient is empty */
export function referenceGradient(
  plan: ModelPlan,
  parameters: Float32Array,
  batch: MicroBatch,
  { tokens = false }: { readonly tokens?: boolean } = {},
): ReferenceGradient {
  const loss = (values: Float64Array, shifted: ReferenceBatch) =>
    referenceRun(plan, values, shifted).outputs.reduce(
      (sum, value, i) => sum + value * (batch.y[i] ?? NaN),
      0,
    );
  const values = Float64Array.from(parameters);
  return {
    parameters: differences(values, (shifted) => loss(shifted, batch)),
    inputs: batch.inputs.map((input, index) => {
      if (tokens && index === 0) return new Float64Array();
      return differences(Float64Array.from(input), (shifted) =>
        loss(values, { ...batch, inputs: batch.inputs.map((other, i) => (i === index ? shifted : other)) }),
      );
    }),
  };
}

function differences(values: Float64Array, f: (shifted: Float64Array) => number): Float64Array {
  const at = (index: number, shift: number) => {
    const shifted = values.slice();
    shifted[index] = (shifted[index] ?? NaN) + shift;
    return f(shifted);
  };
  return values.map((_, index) => (at(index, step) - at(index, -step)) / (2 * step));
}
