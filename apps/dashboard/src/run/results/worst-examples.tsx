import type { WorstExample } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { formatCount, formatNumber } from "../../format/numbers.js";

/** Where to look first: what the model is most wrong about. */
export function WorstExamples({ worst }: { readonly worst: readonly WorstExample[] }): ReactNode {
  return (
    <div className="table-scroll" role="region" aria-label="Worst examples, the worst first" tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="number">
              Sequence
            </th>
            <th scope="col" className="number">
              Loss
            </th>
            <th scope="col">Truth</th>
            <th scope="col">Forecast</th>
          </tr>
        </thead>
        <tbody>
          {worst.map(({ sequence, loss, truth, forecast }) => (
            <tr key={sequence}>
              <th scope="row" className="number">
                {formatCount(sequence)}
              </th>
              <td className="number">{formatNumber(loss)}</td>
              <td className="worst-text">{truth}</td>
              <td className="worst-text">{forecast}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
