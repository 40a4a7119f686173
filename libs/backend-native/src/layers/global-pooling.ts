import type { GlobalAveragePooling1dSpec, GlobalMaxPooling1dSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

export const globalAveragePooling1dWriter: LayerWriter<GlobalAveragePooling1dSpec> = {
  code: 12,
  givesLogits: false,
  write({ spec }, program) {
    program.flag(spec.keepdims);
  },
};

export const globalMaxPooling1dWriter: LayerWriter<GlobalMaxPooling1dSpec> = {
  code: 13,
  givesLogits: false,
  write({ spec }, program) {
    program.flag(spec.keepdims);
  },
};
