import type { AveragePooling1dSpec, MaxPooling1dSpec } from "@lockstep/job";
import type { GlobalAveragePooling1dSpec, GlobalMaxPooling1dSpec } from "@lockstep/job";
import type { Shape } from "../model-plan.js";
import { plainShapes, sequenceShape } from "./layer-shapes.js";
import type { LayerShapes } from "./layer-shapes.js";
import { windowCount } from "./window-count.js";

/** MaxPooling1D and AveragePooling1D on (T, F): (pools, F). */
export function pooling1dShapes(
  { poolSize, strides = poolSize, padding }: MaxPooling1dSpec | AveragePooling1dSpec,
  inputShape: Shape,
): LayerShapes {
  const { features } = sequenceShape(inputShape);
  return plainShapes([windowCount({ span: poolSize, strides, padding }, inputShape), features]);
}

/** GlobalMaxPooling1D and GlobalAveragePooling1D on (T, F): (F), or (1, F) with keepdims. */
export function globalPooling1dShapes(
  { keepdims }: GlobalMaxPooling1dSpec | GlobalAveragePooling1dSpec,
  inputShape: Shape,
): LayerShapes {
  const { features } = sequenceShape(inputShape);
  return plainShapes(keepdims ? [1, features] : [features]);
}
