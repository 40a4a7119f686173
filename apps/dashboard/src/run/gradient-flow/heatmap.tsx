import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { formatCount } from "../../format/numbers.js";
import { countTicks, indexTicks } from "../../plot/ticks.js";
import { cellText, cellTextOf } from "./cell-text.js";
import {
  cellAt,
  cellColours,
  countsOf,
  movedCell,
  timePlace,
  type Cell,
  type CellCounts,
} from "./heatmap-cells.js";
import type { NormScale } from "./norm-scale.js";

/** Time steps across, training steps down; a cursor that follows the pointer or the arrow keys. */
export function Heatmap({
  flow,
  steps,
  scale,
  cursor,
  onCursor,
}: {
  readonly flow: GradientFlowOfLayer;
  readonly steps: readonly number[];
  readonly scale: NormScale;
  readonly cursor: Cell | undefined;
  readonly onCursor: (cell: Cell | undefined) => void;
}): ReactNode {
  const counts = countsOf(flow);
  // Told aloud after a key only: a pointer would have it talk without end.
  const [told, setTold] = useState("");
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    onCursor(cellAt((event.clientX - left) / width, (event.clientY - top) / height, counts));
  };
  const press = (event: KeyboardEvent): void => {
    const from = cursor ?? { row: counts.rows - 1, column: 0 };
    const to = event.key === "Escape" ? undefined : movedCell(from, event.key, counts);
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    onCursor(to);
    setTold(to === undefined ? "" : cellText(flow, steps, to));
  };
  return (
    <div className="heatmap">
      <div className="heatmap-steps" aria-hidden="true">
        {indexTicks(counts.rows, 5).map((row) => (
          <span key={row} style={{ top: `${(100 * (row + 0.5)) / counts.rows}%` }}>
            {formatCount(steps[row])}
          </span>
        ))}
      </div>
      <div
        className="heatmap-plot"
        role="application"
        tabIndex={0}
        aria-label={`Gradient flow of ${flow.layer}: time steps across, training steps down. Arrow keys tell the norm of each.`}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => onCursor(undefined)}
        onBlur={() => onCursor(undefined)}
        onKeyDown={press}
      >
        <Cells flow={flow} scale={scale} counts={counts} />
        {cursor && <CellCursor flow={flow} steps={steps} cell={cursor} counts={counts} />}
      </div>
      <div className="heatmap-times" aria-hidden="true">
        {countTicks(flow.timeSteps, 6).map((time) => (
          <span key={time} style={{ left: `${100 * timePlace(time, counts.columns, flow.timeSteps)}%` }}>
            {formatCount(time)}
          </span>
        ))}
      </div>
      <span className="heatmap-title">time step</span>
      <p className="visually-hidden" role="status">
        {told}
      </p>
    </div>
  );
}

/** One point of the picture for each cell; the browser makes it as large as there is room, with sharp edges. */
function Cells({
  flow,
  scale,
  counts,
}: {
  readonly flow: GradientFlowOfLayer;
  readonly scale: NormScale;
  readonly counts: CellCounts;
}): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { rows, columns } = counts;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || rows === 0 || columns === 0) return;
    context.putImageData(new ImageData(cellColours(flow, scale), columns, rows), 0, 0);
  }, [flow, scale, rows, columns]);
  return <canvas ref={canvas} width={columns} height={rows} aria-hidden="true" />;
}

function CellCursor({
  flow,
  steps,
  cell,
  counts,
}: {
  readonly flow: GradientFlowOfLayer;
  readonly steps: readonly number[];
  readonly cell: Cell;
  readonly counts: CellCounts;
}): ReactNode {
  const left = (100 * cell.column) / counts.columns;
  const top = (100 * cell.row) / counts.rows;
  const { place, norm } = cellTextOf(flow, steps, cell);
  const box = {
    left: `${left}%`,
    top: `${top}%`,
    width: `${100 / counts.columns}%`,
    height: `${100 / counts.rows}%`,
  };
  return (
    <>
      <div className="heatmap-row" style={{ top: box.top, height: box.height }} />
      <div className="heatmap-cursor" style={box} />
      <div
        className="heatmap-tip"
        data-side={left > 50 ? "left" : "right"}
        data-end={top > 50 ? "up" : "down"}
        style={{ left: box.left, top: box.top }}
        aria-hidden="true"
      >
        <strong>{norm}</strong>
        {place}
      </div>
    </>
  );
}
