import type { EmbeddingSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import type { TensorOps } from "../ops/tensor-ops.js";
import { tensorAt, type LayerKernel } from "./layer-kernel.js";
import { tokenIds } from "./token-ids.js";

/**
 * The row of a table for each token. With maskZero token 0 is masked; without, the mask of the input ends, as in Keras.
 * Parameter: embeddings (inputDim, outputDim). Gradients of a token are summed over its places in time and batch order.
 */
export function embeddingKernel<T>(plan: LayerPlan<EmbeddingSpec>, ops: TensorOps<T>): LayerKernel<T> {
  const { inputDim, outputDim, maskZero } = plan.spec;
  return {
    givesLogits: false,
    forward({ rows, inputs, parameters }) {
      const input = tensorAt(inputs, 0);
      const value = { ...input, matrix: ops.download(input.matrix) };
      const { ids, steps } = tokenIds(value, rows, { layer: plan.path, inputDim });
      const mask = maskZero ? { mask: Float32Array.from(ids, (id) => (id === 0 ? 0 : 1)) } : {};
      const matrix = ops.gatherRows(tensorAt(parameters, 0), ids);
      return {
        outputs: [{ matrix, steps, features: outputDim, timed: true, ...mask }],
        finalStates: [],
        backward(gradients) {
          const sums = rowSums(ops.download(tensorAt(gradients, 0)), ids, { inputDim, outputDim });
          return { parameters: [ops.upload(sums, [inputDim, outputDim])], inputs: [undefined] };
        },
      };
    },
  };
}

/** Adds each row of `gradient` to the row of its token, in float32 and in their order. */
function rowSums(
  gradient: Float32Array,
  ids: Int32Array,
  { inputDim, outputDim }: { readonly inputDim: number; readonly outputDim: number },
): Float32Array {
  const sums = new Float32Array(inputDim * outputDim);
  ids.forEach((id, place) => {
    for (let i = 0; i < outputDim; i++) {
      const to = id * outputDim + i;
      sums[to] = (sums[to] ?? NaN) + (gradient[place * outputDim + i] ?? NaN);
    }
  });
  return sums;
}
