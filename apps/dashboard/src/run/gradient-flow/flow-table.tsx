import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { formatCount, formatNumber } from "../../format/numbers.js";
import { AsTable } from "../../plot/as-table.js";
import { indexTicks } from "../../plot/ticks.js";
import { countsOf, timeStepsOf } from "./heatmap-cells.js";

/** The heatmap in numbers: eight time steps of the newest of eight sampled steps, evenly spread. */
export function FlowTable({
  flow,
  steps,
}: {
  readonly flow: GradientFlowOfLayer;
  readonly steps: readonly number[];
}): ReactNode {
  const { rows, columns } = countsOf(flow);
  const shown = indexTicks(columns, 8);
  return (
    <AsTable label={`Norms of ${flow.layer}`}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Training step</th>
            {shown.map((column) => (
              <th key={column} scope="col" className="number">
                t = {timeStepsOf(column, columns, flow.timeSteps)[0]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indexTicks(rows, 8)
            .toReversed()
            .map((row) => (
              <tr key={row}>
                <th scope="row">{formatCount(steps[row])}</th>
                {shown.map((column) => (
                  <td key={column} className="number">
                    {formatNumber(flow.norms[row]?.[column])}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </AsTable>
  );
}
