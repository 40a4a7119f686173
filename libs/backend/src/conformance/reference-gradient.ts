import type { ModelPlan } from "@lockstep/model";
import type { MicroBatch } from "../gradient-backend.js";
import { referenceOutputs } from "./reference-model.js";

/** Small enough for the curvature, large enough for float64's rounding: errors of about 1e-9. */
const step = 1e-5;

/** d(sum(output * y))/d(parameters) by central differences of the float64 reference. */
export function referenceGradient(
  plan: ModelPlan,
  parameters: Float32Array,
  batch: MicroBatch,
): Float64Array {
  const lossAt = (index: number, shift: number) => {
    const shifted = Float64Array.from(parameters);
    shifted[index] = (shifted[index] ?? NaN) + shift;
    const outputs = referenceOutputs(plan, shifted, batch.rows, batch.x);
    return outputs.reduce((sum, output, i) => sum + output * (batch.y[i] ?? NaN), 0);
  };
  return Float64Array.from(
    parameters,
    (_, index) => (lossAt(index, step) - lossAt(index, -step)) / (2 * step),
  );
}
