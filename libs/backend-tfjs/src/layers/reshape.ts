import type { ReshapeSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { toRowMajor, toTimeMajor } from "../time-major.js";
import { checkWholeSequence } from "./flatten.js";
import { hostKernel } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";

/** The values of a sequence in another shape, in C order. Keras's Reshape ends the mask. */
export function reshapeKernel<T>(plan: LayerPlan<ReshapeSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const [first = 1, ...rest] = plan.outputShape;
  const timed = rest.length > 0;
  const to = timed
    ? { steps: first, features: rest.reduce((product, size) => product * size, 1) }
    : { steps: 1, features: first };
  return hostKernel(ops, ({ rows, input }) => {
    checkWholeSequence(plan, input);
    const [before, after] = [
      { rows, steps: input.steps, features: input.features },
      { rows, ...to },
    ];
    return {
      output: { matrix: toTimeMajor(toRowMajor(input.matrix, before), after), ...to, timed },
      backward: (dOutput) => ({ inputs: [toTimeMajor(toRowMajor(dOutput, after), before)] }),
    };
  });
}
