import type { RegressionResults } from "@lockstep/telemetry/views";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useElementWidth } from "../../charts/use-element-width.js";
import { formatCount, formatNumber } from "../../format/numbers.js";
import { boundsOf, linearScale } from "../../plot/axis-scale.js";
import { PlotAxes, type PlotArea } from "../../plot/plot-axes.js";
import { linePath } from "../../plot/paths.js";

const height = 300;

/** Truth and forecast, entry after entry, with a cursor that follows the pointer or the arrow keys. */
export function ForecastLine({ results }: { readonly results: RegressionResults }): ReactNode {
  const { points } = results;
  const host = useRef<HTMLDivElement>(null);
  const width = useElementWidth(host);
  const [cursor, setCursor] = useState<number>();
  const area: PlotArea = { left: 52, right: Math.max(53, width - 8), top: 8, bottom: height - 24 };
  const [least, greatest] = boundsOf(points.flatMap(({ truth, forecast }) => [truth, forecast])) ?? [0, 1];
  const x = linearScale(0, points.length - 1, area.left, area.right);
  const y = linearScale(least, greatest, area.bottom, area.top);
  const path = (of: "truth" | "forecast") =>
    linePath(points.map((point, index) => [x.place(index), y.place(point[of])]));
  const press = (event: KeyboardEvent): void => {
    const to = moved(cursor, event.key, points.length);
    if (to === undefined) return;
    event.preventDefault();
    setCursor(to);
  };
  const point = cursor === undefined ? undefined : points[cursor];
  return (
    <div>
      <p className="forecast-legend">
        <span>
          <i className="forecast-truth" /> truth {point && <strong>{formatNumber(point.truth)}</strong>}
        </span>
        <span>
          <i className="forecast-forecast" /> forecast{" "}
          {point && <strong>{formatNumber(point.forecast)}</strong>}
        </span>
        {point && <span className="quiet">sequence {formatCount(point.sequence)}</span>}
      </p>
      <div
        ref={host}
        className="plot"
        role="application"
        tabIndex={0}
        aria-label={`Truth and forecast of ${points.length} entries. Arrow keys tell each.`}
        onKeyDown={press}
        onPointerMove={(event) => {
          const { left } = event.currentTarget.getBoundingClientRect();
          const share = (event.clientX - left - area.left) / (area.right - area.left);
          setCursor(Math.min(points.length - 1, Math.max(0, Math.round(share * (points.length - 1)))));
        }}
        onPointerLeave={() => setCursor(undefined)}
        onBlur={() => setCursor(undefined)}
      >
        <svg width={width} height={height} aria-hidden="true">
          <PlotAxes x={x} y={y} area={area} />
          <path className="plot-line" d={path("truth")} />
          <path className="plot-line plot-line-2" d={path("forecast")} />
          {cursor !== undefined && point && (
            <g className="plot-cursor">
              <line x1={x.place(cursor)} x2={x.place(cursor)} y1={area.top} y2={area.bottom} />
              <circle cx={x.place(cursor)} cy={y.place(point.truth)} r={3} />
              <circle className="plot-cursor-2" cx={x.place(cursor)} cy={y.place(point.forecast)} r={3} />
            </g>
          )}
        </svg>
      </div>
      <p className="visually-hidden" role="status">
        {point &&
          `truth ${formatNumber(point.truth)}, forecast ${formatNumber(point.forecast)}, sequence ${point.sequence}`}
      </p>
    </div>
  );
}

function moved(cursor: number | undefined, key: string, count: number): number | undefined {
  const from = cursor ?? 0;
  const page = Math.max(1, Math.round(count / 20));
  const to = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    PageUp: from - page,
    PageDown: from + page,
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined ? undefined : Math.min(count - 1, Math.max(0, to));
}
