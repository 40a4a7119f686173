import type { ConcatenateSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type Activations, type LayerKernel } from "./layer-kernel.js";

/**
 * Inputs side by side along the features, or one after the other along time. A time step counts where any input's
 * does (along the features), inputs without a mask counting everywhere; without any mask there is none.
 */
export function concatenateKernel<T>(plan: LayerPlan<ConcatenateSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const alongTime = plan.inputShape.length > 1 && plan.spec.axis === 1;
  return {
    givesLogits: false,
    forward: ({ rows, inputs }) =>
      alongTime ? concatTime(inputs, rows, ops) : concatFeatures(inputs, rows, ops),
  };
}

function concatFeatures<T>(inputs: readonly Activations<T>[], rows: number, ops: TensorOps<T>) {
  const { steps, timed } = tensorAt(inputs, 0);
  const sizes = inputs.map(({ features }) => features);
  const masks = masksOf(inputs, rows);
  const mask = masks?.reduce((either, other) => either.map((use, i) => Math.max(use, other[i] ?? NaN)));
  return {
    outputs: [
      {
        matrix: ops.concatColumns(inputs.map(({ matrix }) => matrix)),
        steps,
        features: sizes.reduce((total, size) => total + size, 0),
        timed,
        ...(mask && { mask }),
      },
    ],
    finalStates: [],
    backward: (gradients: readonly (T | undefined)[]) => ({
      parameters: [],
      inputs: ops.splitColumns(tensorAt(gradients, 0), sizes),
    }),
  };
}

function concatTime<T>(inputs: readonly Activations<T>[], rows: number, ops: TensorOps<T>) {
  const { features } = tensorAt(inputs, 0);
  const steps = inputs.reduce((total, input) => total + input.steps, 0);
  const masks = masksOf(inputs, rows);
  const mask = masks && Float32Array.from(masks.flatMap((values) => [...values]));
  return {
    outputs: [
      {
        matrix: ops.concatRows(inputs.map(({ matrix }) => matrix)),
        steps,
        features,
        timed: true,
        ...(mask && { mask }),
      },
    ],
    finalStates: [],
    backward(gradients: readonly (T | undefined)[]) {
      const blocks = ops.splitRows(tensorAt(gradients, 0), steps);
      let start = 0;
      const parts = inputs.map((input) => {
        const part = ops.concatRows(blocks.slice(start, start + input.steps));
        start += input.steps;
        return part;
      });
      return { parameters: [], inputs: parts };
    },
  };
}

/** The inputs' masks, all ones for those without; undefined where no input has one. */
function masksOf<T>(inputs: readonly Activations<T>[], rows: number): readonly Float32Array[] | undefined {
  if (inputs.every(({ mask }) => mask === undefined)) return undefined;
  return inputs.map(({ mask, steps }) => mask ?? new Float32Array(steps * rows).fill(1));
}
