import type { RepeatVectorSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

export const repeatVectorWriter: LayerWriter<RepeatVectorSpec> = {
  code: 11,
  givesLogits: false,
  write({ spec }, program) {
    program.word(spec.n);
  },
};
