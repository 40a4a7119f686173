import { binaryAccuracy } from "./binary-accuracy.js";
import { categoricalAccuracy, sparseCategoricalAccuracy } from "./categorical-accuracy.js";
import type { MetricFactory } from "./metric.js";

/** Keras's choice by the shapes: binary for a single output, sparse where targets are class numbers, else categorical. */
export const accuracy: MetricFactory<unknown> = (_, { width, targetWidth }) => {
  if (width === 1) return binaryAccuracy(width);
  return targetWidth === 1 ? sparseCategoricalAccuracy(width) : categoricalAccuracy(width);
};
