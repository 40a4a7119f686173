import type { RecurrentSpec } from "@lockstep/job";
import type { LayerPlan } from "@lockstep/model";
import { activationCode } from "../program/activation-code.js";
import { featuresOf, type LayerWriter } from "../program/layer-writer.js";
import type { ProgramWriter } from "../program/program-writer.js";

/** Cells in the order of core/cells/cells.h. */
const cells = ["SimpleRNN", "LSTM", "GRU, reset after", "GRU, reset before"] as const;

function cellOf(spec: RecurrentSpec): (typeof cells)[number] {
  if (spec.type !== "GRU") return spec.type;
  return spec.resetAfter ? "GRU, reset after" : "GRU, reset before";
}

/** What a wrapper sets of a layer inside it. */
type SequenceOptions = Pick<
  RecurrentSpec,
  "goBackwards" | "returnSequences" | "returnState" | "zeroOutputForMask"
>;

/** Writes the options of a recurrent layer, some of which a wrapper may set. */
export function writeRecurrent(
  plan: LayerPlan<RecurrentSpec>,
  program: ProgramWriter,
  options: SequenceOptions = plan.spec,
): void {
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
    .flag(options.goBackwards)
    .flag(options.returnSequences)
    .flag(options.returnState)
    .flag(options.zeroOutputForMask);
}

export const recurrentWriter: LayerWriter<RecurrentSpec> = {
  code: 0,
  givesLogits: false,
  write: (plan, program) => writeRecurrent(plan, program),
};
