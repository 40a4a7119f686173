import type { RecurrentSpec } from "@lockstep/job";
import { activationCode } from "../program/activation-code.js";
import { featuresOf, type LayerWriter } from "../program/layer-writer.js";

/** Cells in the order of core/cells/cells.h. */
const cells = ["SimpleRNN", "LSTM", "GRU, reset after", "GRU, reset before"] as const;

function cellOf(spec: RecurrentSpec): (typeof cells)[number] {
  if (spec.type !== "GRU") return spec.type;
  return spec.resetAfter ? "GRU, reset after" : "GRU, reset before";
}

/** Inside a wrapper too: the plan has the options that the wrapper sets. */
export const recurrentWriter: LayerWriter<RecurrentSpec> = {
  code: 0,
  givesLogits: false,
  write(plan, program) {
    const { spec } = plan;
    program
      .word(cells.indexOf(cellOf(spec)))
      .word(featuresOf(plan))
      .word(spec.units)
      .flag(spec.useBias)
      .word(activationCode(spec.activation))
      .word(activationCode("recurrentActivation" in spec ? spec.recurrentActivation : spec.activation))
      .number(spec.dropout)
      .number(spec.recurrentDropout)
      .flag(spec.goBackwards)
      .flag(spec.returnSequences)
      .flag(spec.returnState)
      .flag(spec.zeroOutputForMask);
  },
};
