import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import { formatCount, formatNumber } from "../../format/numbers.js";
import { countsOf, timeStepsOf, type Cell } from "./heatmap-cells.js";

/** What a cell says: where it is, and the norm there. */
export function cellTextOf(
  flow: GradientFlowOfLayer,
  steps: readonly number[],
  { row, column }: Cell,
): { readonly place: string; readonly norm: string } {
  const [first, last] = timeStepsOf(column, countsOf(flow).columns, flow.timeSteps);
  const times =
    first === last ? `time step ${formatCount(first)}` : `time steps ${first} to ${last}, greatest`;
  return {
    place: `${times}, training step ${formatCount(steps[row])}`,
    norm: normText(flow.norms[row]?.[column]),
  };
}

/** The same in one, for who hears it. */
export function cellText(flow: GradientFlowOfLayer, steps: readonly number[], cell: Cell): string {
  const { place, norm } = cellTextOf(flow, steps, cell);
  return `${norm}, ${place}`;
}

/** JSON has no NaN: what is no number comes as null. */
function normText(norm: number | null | undefined): string {
  if (norm === undefined) return "none";
  return norm === null || Number.isNaN(norm) ? "not a number" : formatNumber(norm);
}
