import type { RegressionResults } from "@lockstep/telemetry/views";
import { useRef, type ReactNode } from "react";
import { useElementWidth } from "../../charts/use-element-width.js";
import { formatNumber } from "../../format/numbers.js";
import { boundsOf, linearScale } from "../../plot/axis-scale.js";
import { PlotAxes, type PlotArea } from "../../plot/plot-axes.js";
import { dotsPath } from "../../plot/paths.js";

const greatestSide = 480;

/** Each entry's forecast by its truth: on the line they are equal. Both axes have the same scale. */
export function ForecastScatter({ results }: { readonly results: RegressionResults }): ReactNode {
  const { points } = results;
  const host = useRef<HTMLDivElement>(null);
  const width = useElementWidth(host);
  const side = Math.min(width, greatestSide);
  const area: PlotArea = { left: 52, right: Math.max(53, side - 8), top: 8, bottom: Math.max(9, side - 40) };
  const [least, greatest] = boundsOf(points.flatMap(({ truth, forecast }) => [truth, forecast])) ?? [0, 1];
  const x = linearScale(least, greatest, area.left, area.right);
  const y = linearScale(least, greatest, area.bottom, area.top);
  const label = `Forecast by truth, both from ${formatNumber(least)} to ${formatNumber(greatest)}`;
  return (
    <div ref={host} className="plot">
      <svg width={side} height={side} role="img" aria-label={label}>
        <PlotAxes x={x} y={y} area={area} />
        <line
          className="forecast-equal"
          x1={x.place(least)}
          y1={y.place(least)}
          x2={x.place(greatest)}
          y2={y.place(greatest)}
        />
        <path
          className="forecast-dots"
          d={dotsPath(points.map(({ truth, forecast }) => [x.place(truth), y.place(forecast)]))}
        />
        <text x={area.right} y={side - 6} textAnchor="end">
          truth
        </text>
        <text x={area.left + 6} y={area.top + 8}>
          forecast
        </text>
      </svg>
    </div>
  );
}
