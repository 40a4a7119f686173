import type { ActivationLayerSpec } from "@lockstep/job";
import { activationCode } from "../program/activation-code.js";
import type { LayerWriter } from "../program/layer-writer.js";

export const activationWriter: LayerWriter<ActivationLayerSpec> = {
  code: 5,
  givesLogits: true,
  write(plan, program) {
    program.word(activationCode(plan.spec.activation));
  },
};
