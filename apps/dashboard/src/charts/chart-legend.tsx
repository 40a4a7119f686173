import { useSyncExternalStore, type ReactNode } from "react";
import { formatCount, formatNumber } from "../format/numbers.js";
import { formatX } from "./axis-format.js";
import type { ChartLine, ChartMark, ChartWindow, Column } from "./chart-model.js";
import { nearest } from "./index-at.js";
import type { LineChartProps } from "./line-chart.js";

type LegendProps = Pick<LineChartProps, "model" | "xKind" | "xName" | "cursor" | "onUnclip"> & {
  readonly marks: readonly ChartMark[];
  /** What of x is shown. */
  readonly x: ChartWindow;
  /** Values beyond the edges. */
  readonly cutOff: number;
};

/** The values where the cursor is; without one, the newest that are shown. */
export function ChartLegend(props: LegendProps): ReactNode {
  const { model, xKind, xName, cursor, marks, x } = props;
  const pointed = useSyncExternalStore(cursor.subscribe, () => cursor.x);
  const index = nearest(model.x, pointed ?? x[1]);
  const at = model.x[index];
  const mark = pointed === undefined ? undefined : markAt(marks, pointed, (x[1] - x[0]) / 100);
  return (
    <div className="chart-legend">
      <ul>
        {model.lines.map((line) => (
          <li key={line.name}>
            <span className="chart-swatch" style={{ background: `var(${line.colour})` }} />
            <span className="chart-name">{line.name}</span>
            <LegendValue line={line} index={index} />
          </li>
        ))}
      </ul>
      <CutOff {...props} />
      <p className="chart-at" hidden={pointed === undefined}>
        {mark !== undefined && <span data-tone={mark.tone}>{mark.text}</span>}
        {pointed !== undefined && at !== undefined && `${xName} ${formatX(xKind, at)}`.trim()}
      </p>
    </div>
  );
}

/** Says that not all is seen. */
function CutOff({ cutOff, onUnclip }: Pick<LegendProps, "cutOff" | "onUnclip">): ReactNode {
  if (cutOff === 0) return null;
  return (
    <p className="chart-cut">
      {formatCount(cutOff)} {cutOff === 1 ? "value" : "values"} beyond the edge
      {onUnclip && (
        <button type="button" className="link-button" onClick={onUnclip}>
          Show all
        </button>
      )}
    </p>
  );
}

function LegendValue({ line, index }: { readonly line: ChartLine; readonly index: number }): ReactNode {
  const found = lastUpTo(line.values, index);
  if (found < 0) return <b>–</b>;
  const [low, high] = [line.low?.[found], line.high?.[found]];
  const isRange = low !== undefined && high !== undefined && low !== high;
  return (
    <>
      <b>
        {isRange
          ? `${formatNumber(low)} … ${formatNumber(high)}`
          : formatNumber((line.raw ?? line.values)[found])}
      </b>
      {line.raw && <span className="quiet">smoothed {formatNumber(line.values[found])}</span>}
    </>
  );
}

/** Sparse lines have values now and then: the newest one counts. */
function lastUpTo(values: Column, index: number): number {
  let at = Math.min(index, values.length - 1);
  while (at >= 0 && (values[at] === null || values[at] === undefined)) at -= 1;
  return at;
}

function markAt(marks: readonly ChartMark[], x: number, reach: number): ChartMark | undefined {
  let best: ChartMark | undefined;
  for (const mark of marks) {
    const distance = Math.abs(mark.x - x);
    if (distance <= reach && (best === undefined || distance < Math.abs(best.x - x))) best = mark;
  }
  return best;
}
