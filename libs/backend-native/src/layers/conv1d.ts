import type { Conv1dSpec } from "@lockstep/job";
import { activationCode } from "../program/activation-code.js";
import { featuresOf, type LayerWriter } from "../program/layer-writer.js";
import { writeTimeWindows } from "../program/time-windows.js";

export const conv1dWriter: LayerWriter<Conv1dSpec> = {
  code: 16,
  givesLogits: true,
  write(plan, program) {
    const { filters, kernelSize, strides, dilationRate, padding, useBias, activation } = plan.spec;
    program.word(featuresOf(plan)).word(filters);
    writeTimeWindows({ size: kernelSize, stride: strides, padding }, program);
    program.word(dilationRate).flag(useBias).word(activationCode(activation));
  },
};
