import type { LayerSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { UnsupportedModelError } from "@lockstep/backend";
import type { TensorOps } from "../ops/tensor-ops.js";
import { activationKernel } from "./activation.js";
import { bidirectionalKernel } from "./bidirectional.js";
import { concatenateKernel } from "./concatenate.js";
import { conv1dKernel } from "./conv1d.js";
import { denseKernel } from "./dense.js";
import { dropoutKernel, spatialDropout1dKernel } from "./dropout.js";
import { embeddingKernel } from "./embedding.js";
import { flattenKernel } from "./flatten.js";
import { globalAveragePooling1dKernel, globalMaxPooling1dKernel } from "./global-pooling.js";
import type { KernelOf } from "./kernel-of.js";
import type { LayerKernel } from "./layer-kernel.js";
import { layerNormalizationKernel } from "./layer-normalization.js";
import { maskingKernel } from "./masking.js";
import { mergeKernel } from "./merge.js";
import { averagePooling1dKernel, maxPooling1dKernel } from "./pooling.js";
import { recurrentKernel } from "./recurrent.js";
import { repeatVectorKernel } from "./repeat-vector.js";
import { reshapeKernel } from "./reshape.js";
import { rnnKernel } from "./rnn.js";
import { timeDistributedKernel } from "./time-distributed.js";

/** Makes the kernel of one layer type. */
type KernelFactory<Type extends LayerSpec["type"]> = <T>(
  plan: LayerPlan<Extract<LayerSpec, { type: Type }>>,
  ops: TensorOps<T>,
  kernelOf: KernelOf,
) => LayerKernel<T>;

/** Every layer by Keras's name. A further layer is one more file and one more line here. */
const kernelFactories: { readonly [Type in LayerSpec["type"]]: KernelFactory<Type> } = {
  SimpleRNN: recurrentKernel,
  LSTM: recurrentKernel,
  GRU: recurrentKernel,
  Bidirectional: bidirectionalKernel,
  RNN: rnnKernel,
  Dense: denseKernel,
  TimeDistributed: timeDistributedKernel,
  Embedding: embeddingKernel,
  Masking: maskingKernel,
  Dropout: dropoutKernel,
  SpatialDropout1D: spatialDropout1dKernel,
  LayerNormalization: layerNormalizationKernel,
  Activation: activationKernel,
  Flatten: flattenKernel,
  Reshape: reshapeKernel,
  RepeatVector: repeatVectorKernel,
  GlobalAveragePooling1D: globalAveragePooling1dKernel,
  GlobalMaxPooling1D: globalMaxPooling1dKernel,
  AveragePooling1D: averagePooling1dKernel,
  MaxPooling1D: maxPooling1dKernel,
  Conv1D: conv1dKernel,
  Concatenate: concatenateKernel,
  Add: mergeKernel,
  Subtract: mergeKernel,
  Multiply: mergeKernel,
  Average: mergeKernel,
  Maximum: mergeKernel,
  Minimum: mergeKernel,
};

/** @throws UnsupportedModelError where this backend has no such layer. */
export function kernelOf<T>(plan: LayerPlan, ops: TensorOps<T>): LayerKernel<T> {
  const { type } = plan.spec;
  if (!Object.hasOwn(kernelFactories, type)) {
    const known = Object.keys(kernelFactories).join(", ");
    throw new UnsupportedModelError(plan.name, `type: expected one of ${known}, got ${type}`);
  }
  // The plan's type names the factory, which TypeScript cannot follow through the union.
  const factory = kernelFactories[type] as KernelFactory<LayerSpec["type"]>;
  return factory(plan, ops, kernelOf);
}
