import type { MaskingSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

export const maskingWriter: LayerWriter<MaskingSpec> = {
  code: 9,
  givesLogits: false,
  write({ spec }, program) {
    program.number(spec.maskValue);
  },
};
