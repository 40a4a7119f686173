import { useRef, type ReactNode } from "react";
import { useElementWidth } from "../charts/use-element-width.js";
import { formatCount, formatNumber } from "../format/numbers.js";
import { boundsOf, linearScale, logScale, type AxisScale } from "./axis-scale.js";
import { linePath } from "./paths.js";
import { decadeText, indexTicks, logTicks } from "./ticks.js";
import "./plot.css";

const height = 72;
const left = 44;
const right = 6;
const top = 6;
const bottom = 18;

/** A small curve of positive values over steps, with a logarithmic axis. What is 0 or no number is a gap. */
export function LogLineChart({
  title,
  steps,
  values,
  cursor,
  onCursor,
}: {
  readonly title: string;
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Index of the step that is looked at. */
  readonly cursor?: number | undefined;
  readonly onCursor?: (index: number | undefined) => void;
}): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const width = useElementWidth(host);
  const shown = values.filter((value) => value > 0 && Number.isFinite(value));
  const [least = 1, greatest = 1] = boundsOf(shown) ?? [];
  const x = linearScale(steps[0] ?? 0, steps.at(-1) ?? 0, left, Math.max(left + 1, width - right));
  const y = logScale(...widened(least, greatest), height - bottom, top);
  const label = `${title}: ${shown.length === 0 ? "no values" : `from ${formatNumber(least)} to ${formatNumber(greatest)}, now ${formatNumber(values.at(-1))}`}`;
  return (
    <div
      ref={host}
      className="plot"
      onPointerMove={(event) => {
        const { left: edge } = event.currentTarget.getBoundingClientRect();
        onCursor?.(nearestStep(steps, x, event.clientX - edge));
      }}
      onPointerLeave={() => onCursor?.(undefined)}
    >
      <svg width={width} height={height} role="img" aria-label={label}>
        {logTicks(y.least, y.greatest, 3).map((tick) => (
          <g key={tick} className="plot-tick" transform={`translate(0 ${y.place(tick)})`}>
            <line x1={left} x2={width - right} />
            <text x={left - 6} dy="0.32em" textAnchor="end">
              {decadeText(Math.round(Math.log10(tick)))}
            </text>
          </g>
        ))}
        {indexTicks(steps.length, 2).map((index, place) => (
          <text
            key={index}
            className="plot-label"
            x={x.place(steps[index] as number)}
            y={height - 4}
            textAnchor={place === 0 ? "start" : "end"}
          >
            {formatCount(steps[index])}
          </text>
        ))}
        <path
          className="plot-line"
          d={linePath(steps.map((step, index) => pointOf(step, values[index], x, y)))}
        />
        {cursor !== undefined && <Cursor step={steps[cursor]} value={values[cursor]} x={x} y={y} />}
      </svg>
    </div>
  );
}

function Cursor({
  step,
  value,
  x,
  y,
}: {
  readonly step: number | undefined;
  readonly value: number | undefined;
  readonly x: AxisScale;
  readonly y: AxisScale;
}): ReactNode {
  if (step === undefined) return null;
  const point = pointOf(step, value, x, y);
  return (
    <g className="plot-cursor">
      <line x1={x.place(step)} x2={x.place(step)} y1={top} y2={height - bottom} />
      {point && <circle cx={point[0]} cy={point[1]} r={3} />}
    </g>
  );
}

function pointOf(
  step: number,
  value: number | undefined,
  x: AxisScale,
  y: AxisScale,
): readonly [number, number] | undefined {
  if (value === undefined || !(value > 0 && Number.isFinite(value))) return undefined;
  return [x.place(step), y.place(value)];
}

/** To a whole decade at least, so that noise does not look like much. */
function widened(least: number, greatest: number): readonly [number, number] {
  if (greatest / least >= 10) return [least, greatest];
  const middle = Math.sqrt(least * greatest);
  return [middle / Math.sqrt(10), middle * Math.sqrt(10)];
}

function nearestStep(steps: readonly number[], x: AxisScale, place: number): number | undefined {
  let nearest: number | undefined;
  let distance = Infinity;
  steps.forEach((step, index) => {
    const away = Math.abs(x.place(step) - place);
    if (away < distance) [nearest, distance] = [index, away];
  });
  return nearest;
}
