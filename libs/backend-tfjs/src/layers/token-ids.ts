import { BackendError } from "@lockstep/backend";
import type { HostValue } from "./host-kernel.js";

/** The token of a value between layers: whose it is and at which time step. */
interface TokenPlace {
  readonly row: number;
  readonly step: number;
}

/**
 * Token ids, (steps * B) time step by time step, from an input of one id a time step, or of one vector of ids a row.
 * @throws BackendError `wrong-value` naming row and time step where a value is not a whole number from 0 to inputDim - 1
 */
export function tokenIds(
  { matrix, steps, features, timed }: HostValue,
  rows: number,
  { layer, inputDim }: { readonly layer: string; readonly inputDim: number },
): { readonly ids: Int32Array; readonly steps: number } {
  const place = (index: number): TokenPlace =>
    timed || features === 1
      ? { row: index % rows, step: Math.floor(index / rows) }
      : { row: Math.floor(index / features), step: index % features };
  const ids = new Int32Array(matrix.length);
  matrix.forEach((value, index) => {
    const { row, step } = place(index);
    if (!Number.isInteger(value) || value < 0 || value >= inputDim) {
      throw new BackendError(
        "wrong-value",
        `layer ${layer}: row ${row}, time step ${step}: expected a token id from 0 to ${inputDim - 1}, got ${value}`,
      );
    }
    ids[step * rows + row] = value;
  });
  return { ids, steps: timed ? steps : features };
}
