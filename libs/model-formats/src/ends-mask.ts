import type { LayerSpec } from "@lockstep/job";

/** Layers behind which there is no mask in Keras, whatever came in. */
export const endsMask: ReadonlySet<string> = new Set<LayerSpec["type"]>([
  "Flatten",
  "Reshape",
  "RepeatVector",
  "Conv1D",
  "MaxPooling1D",
  "AveragePooling1D",
  "GlobalMaxPooling1D",
  "GlobalAveragePooling1D",
]);
