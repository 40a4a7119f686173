import type { ActivationName } from "@lockstep/job";
import type { Cell, CellOptions, CellRun } from "./cell.js";
import { ResetAfterPass } from "./gru-reset-after.js";
import { ResetBeforePass } from "./gru-reset-before.js";

export interface GruCellOptions extends CellOptions {
  readonly recurrentActivation: ActivationName;
  readonly resetAfter: boolean;
}

/** h_t = z h_(t-1) + (1 - z) candidate, with the reset gate after or before the candidate's recurrent product. */
export function gruCell(options: GruCellOptions): Cell {
  return {
    gates: 3,
    states: 1,
    begin: <T>(run: CellRun<T>) =>
      options.resetAfter ? new ResetAfterPass(options, run) : new ResetBeforePass(options, run),
  };
}
