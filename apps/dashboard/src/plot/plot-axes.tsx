import type { ReactNode } from "react";
import { formatNumber } from "../format/numbers.js";
import type { AxisScale } from "./axis-scale.js";
import { linearTicks } from "./ticks.js";
import "./plot.css";

/** Where a plot is drawn within its picture, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Lines and numbers of two linear axes. */
export function PlotAxes({
  x,
  y,
  area,
}: {
  readonly x: AxisScale;
  readonly y: AxisScale;
  readonly area: PlotArea;
}): ReactNode {
  const across = linearTicks(x.least, x.greatest, Math.max(2, (area.right - area.left) / 72));
  const upwards = linearTicks(y.least, y.greatest, Math.max(2, (area.bottom - area.top) / 44));
  return (
    <g aria-hidden="true">
      {upwards.map((tick) => (
        <g key={tick} className="plot-tick" transform={`translate(0 ${y.place(tick)})`}>
          <line x1={area.left} x2={area.right} />
          <text x={area.left - 6} dy="0.32em" textAnchor="end">
            {tickText(tick)}
          </text>
        </g>
      ))}
      {across.map((tick) => (
        <text key={tick} className="plot-label" x={x.place(tick)} y={area.bottom + 16} textAnchor="middle">
          {tickText(tick)}
        </text>
      ))}
    </g>
  );
}

function tickText(tick: number): string {
  const size = Math.abs(tick);
  return size === 0 || (size >= 1e-3 && size < 1e6) ? tick.toLocaleString("en") : formatNumber(tick, 3);
}
