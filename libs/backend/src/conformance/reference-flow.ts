import { gradientFlowLayers, type ModelPlan } from "@lockstep/model";
import type { MicroBatch } from "../gradient-backend.js";
import { referenceRun, type StateShift } from "./reference/reference-model.js";

/** As of parameters in reference-gradient.ts. */
const step = 1e-5;

/** The sums of the gradient flow where the loss is sum(output * y), by central differences of the float64 reference. */
export function referenceFlow(plan: ModelPlan, parameters: Float32Array, batch: MicroBatch): number[] {
  const values = Float64Array.from(parameters);
  const loss = (shift: StateShift) =>
    referenceRun(plan, values, { ...batch, shift }).outputs.reduce(
      (sum, value, i) => sum + value * (batch.y[i] ?? NaN),
      0,
    );
  const slope = (at: Omit<StateShift, "amount">) =>
    (loss({ ...at, amount: step }) - loss({ ...at, amount: -step })) / (2 * step);
  return gradientFlowLayers(plan, batch.timeSteps).flatMap(({ layer, timeSteps }) =>
    Array.from({ length: timeSteps }, (_, ofStep) => {
      let sum = 0;
      for (let row = 0; row < batch.rows; row++)
        for (let unit = 0; unit < unitsOf(plan, layer); unit++)
          sum += slope({ layer, row, step: ofStep, unit }) ** 2;
      return sum;
    }),
  );
}

/** Units of a recurrent layer: rows of its recurrent kernel. */
function unitsOf({ parameters }: ModelPlan, layer: string): number {
  const kernel = parameters.find((one) => one.layer === layer && one.name === "recurrent_kernel");
  return kernel?.shape[0] ?? 0;
}
