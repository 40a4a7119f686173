import type { DenseSpec } from "@lockstep/job";
import { activationCode } from "../program/activation-code.js";
import { featuresOf, type LayerWriter } from "../program/layer-writer.js";

export const denseWriter: LayerWriter<DenseSpec> = {
  code: 1,
  givesLogits: true,
  write(plan, program) {
    const { units, useBias, activation } = plan.spec;
    program.word(featuresOf(plan)).word(units).flag(useBias).word(activationCode(activation));
  },
};
