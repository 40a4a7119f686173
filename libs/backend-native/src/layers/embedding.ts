import type { EmbeddingSpec } from "@lockstep/job";
import type { LayerWriter } from "../program/layer-writer.js";

export const embeddingWriter: LayerWriter<EmbeddingSpec> = {
  code: 8,
  givesLogits: false,
  write({ spec }, program) {
    program.word(spec.inputDim).word(spec.outputDim).flag(spec.maskZero);
  },
};
