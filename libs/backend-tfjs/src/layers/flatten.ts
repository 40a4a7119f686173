import type { FlattenSpec } from "@lockstep/job";
import { BackendError } from "@lockstep/backend";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { toRowMajor, toTimeMajor } from "../time-major.js";
import { hostKernel, type HostValue } from "./host-kernel.js";
import type { LayerKernel } from "./layer-kernel.js";

/** All values of a sequence as one vector, time step by time step. Keras's Flatten ends the mask. */
export function flattenKernel<T>(plan: LayerPlan<FlattenSpec>, ops: TensorOps<T>): LayerKernel<T> {
  return hostKernel(ops, ({ rows, input }) => {
    checkWholeSequence(plan, input);
    const sizes = { rows, steps: input.steps, features: input.features };
    return {
      output: {
        matrix: toRowMajor(input.matrix, sizes),
        steps: 1,
        features: input.steps * input.features,
        timed: false,
      },
      backward: (dOutput) => ({ inputs: [toTimeMajor(dOutput, sizes)] }),
    };
  });
}

/** @throws BackendError where the batch is shorter than the shape that the layer's output is made for */
export function checkWholeSequence({ path, spec, inputShape }: LayerPlan, input: HostValue): void {
  const expected = inputShape.reduce((product, size) => product * size, 1);
  if (input.steps * input.features === expected) return;
  throw new BackendError(
    "wrong-length",
    `layer ${path}: ${spec.type}: expected sequences of shape (${inputShape.join(", ")}), got ${input.steps} time steps`,
  );
}
