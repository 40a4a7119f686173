import type { LayerNormalizationSpec } from "@lockstep/job";
import { featuresOf, type LayerWriter } from "../program/layer-writer.js";

export const layerNormalizationWriter: LayerWriter<LayerNormalizationSpec> = {
  code: 7,
  givesLogits: false,
  write(plan, program) {
    const { scale, center, epsilon } = plan.spec;
    program.word(featuresOf(plan)).flag(scale).flag(center).number(epsilon);
  },
};
