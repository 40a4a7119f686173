import type { WeightHistogram } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { counted } from "../../format/counted.js";
import { formatNumber } from "../../format/numbers.js";
import { boxesPath } from "../../plot/paths.js";
import { barsOf, histogramBoxes, histogramText } from "./histogram.js";

const width = 240;
const height = 72;

/** How each parameter's values are distributed. */
export function WeightHistograms({
  parameters,
}: {
  readonly parameters: readonly WeightHistogram[];
}): ReactNode {
  return (
    <ul className="histograms">
      {parameters.map((parameter) => (
        <li key={`${parameter.layer}/${parameter.name}`} className="histogram">
          <h3>
            {parameter.layer} <span className="quiet">{parameter.name}</span>
          </h3>
          <svg
            viewBox={`0 0 ${width} ${height}`}
            preserveAspectRatio="none"
            role="img"
            aria-label={histogramText(parameter)}
          >
            <path d={boxesPath(histogramBoxes(barsOf(parameter), width, height))} />
          </svg>
          <p className="histogram-ends quiet" aria-hidden="true">
            <span>{formatNumber(parameter.least)}</span>
            {parameter.least < parameter.greatest && <span>{formatNumber(parameter.greatest)}</span>}
          </p>
          <p className="quiet">
            {parameter.shape.join(" × ")}, {counted(valuesOf(parameter), "value")}; mean{" "}
            {formatNumber(parameter.mean)}, deviation {formatNumber(parameter.standardDeviation)}
          </p>
        </li>
      ))}
    </ul>
  );
}

function valuesOf({ shape }: WeightHistogram): number {
  return shape.reduce((product, size) => product * size, 1);
}
