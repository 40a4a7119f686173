import { dropoutMask } from "@lockstep/backend";
import type { DropoutSpec, SpatialDropout1dSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { toTimeMajor } from "../time-major.js";
import { tensorAt, type Activations, type LayerCall, type LayerKernel } from "./layer-kernel.js";

/** Inverted dropout of every element while training; the mask passes. */
export function dropoutKernel<T>(plan: LayerPlan<DropoutSpec>, ops: TensorOps<T>): LayerKernel<T> {
  return maskedKernel(plan, ops, (random, rows, { steps, features }) => {
    const size = steps * features;
    const values = dropoutMask({ random, ordinal: plan.ordinal, mask: 0, rate: plan.spec.rate, size });
    return toTimeMajor(values, { rows, steps, features });
  });
}

/** Inverted dropout of whole features, the same at every time step, while training; the mask passes. */
export function spatialDropout1dKernel<T>(
  plan: LayerPlan<SpatialDropout1dSpec>,
  ops: TensorOps<T>,
): LayerKernel<T> {
  return maskedKernel(plan, ops, (random, rows, { steps, features }) => {
    const values = dropoutMask({
      random,
      ordinal: plan.ordinal,
      mask: 0,
      rate: plan.spec.rate,
      size: features,
    });
    const repeated = new Float32Array(steps * rows * features);
    for (let step = 0; step < steps; step++) repeated.set(values, step * values.length);
    return repeated;
  });
}

type Random = NonNullable<LayerCall<unknown>["random"]>;

/** Times a mask, (steps * B, features) as the input. */
function maskedKernel<T>(
  { spec }: LayerPlan<DropoutSpec | SpatialDropout1dSpec>,
  ops: TensorOps<T>,
  maskOf: (random: Random, rows: number, input: Activations<T>) => Float32Array,
): LayerKernel<T> {
  return {
    givesLogits: false,
    forward({ rows, inputs, random }) {
      const input = tensorAt(inputs, 0);
      if (random === undefined || spec.rate === 0) {
        return {
          outputs: [input],
          finalStates: [],
          backward: (gradients) => ({ parameters: [], inputs: [gradients[0]] }),
        };
      }
      const mask = ops.upload(maskOf(random, rows, input), [input.steps * rows, input.features]);
      return {
        outputs: [{ ...input, matrix: ops.multiply(input.matrix, mask) }],
        finalStates: [],
        backward: (gradients) => ({
          parameters: [],
          inputs: [ops.multiply(tensorAt(gradients, 0), mask)],
        }),
      };
    },
  };
}
