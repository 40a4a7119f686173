import type { DropoutSpec, SpatialDropout1dSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

export const dropoutWriter: LayerWriter<DropoutSpec | SpatialDropout1dSpec> = {
  code: 6,
  givesLogits: false,
  write({ spec }, program) {
    program.number(spec.rate).flag(spec.type === "SpatialDropout1D");
  },
};
