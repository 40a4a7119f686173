import type { ConcatenateSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

export const concatenateWriter: LayerWriter<ConcatenateSpec> = {
  code: 17,
  givesLogits: false,
  write({ spec, inputShape }, program) {
    program.flag(inputShape.length > 1 && spec.axis === 1);
  },
};
