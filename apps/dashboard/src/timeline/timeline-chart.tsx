import type { RoundTimeline } from "@lockstep/telemetry/views";
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from "react";
import { useElementWidth } from "../charts/use-element-width.js";
import { linearScale, type AxisScale } from "../plot/axis-scale.js";
import { lanesOf, windowOf, type Lane } from "./lanes.js";
import { roundMarks } from "./round-marks.js";
import { firstCursor, movedCursor, spanAt, spanOf, type SpanCursor } from "./span-cursor.js";
import { laneHeight, laneTops, rowAt, spanBox, spanPaths } from "./span-paths.js";
import { SpanTip } from "./span-tip.js";
import { spanText } from "./span-words.js";
import { headHeight, laneSizes, slackPixels } from "./timeline-sizes.js";

/** Who computed what when: a lane for each worker, time across. Gaps are waiting. */
export function TimelineChart({
  rounds,
  straggler,
}: {
  readonly rounds: readonly RoundTimeline[];
  readonly straggler: string | undefined;
}): ReactNode {
  const host = useRef<HTMLDivElement>(null);
  const width = useElementWidth(host);
  const [cursor, setCursor] = useState<SpanCursor>();
  const [told, setTold] = useState("");
  const lanes = lanesOf(rounds);
  const tops = laneTops(lanes, laneSizes).map((top) => top + headHeight);
  const { fromMs, toMs } = windowOf(rounds);
  const time = linearScale(fromMs, toMs, 0, Math.max(1, width));
  const height = (tops.at(-1) ?? headHeight) - laneSizes.laneGap + 4;
  const press = (event: KeyboardEvent): void => {
    const to = event.key === "Escape" ? undefined : pressed(lanes, cursor, event.key);
    if (to === undefined && event.key !== "Escape") return;
    event.preventDefault();
    setCursor(to);
    const span = to && spanOf(lanes, to);
    setTold(span ? spanText(span) : "");
  };
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    setCursor(pointed(lanes, tops, time, event.clientX - left, event.clientY - top));
  };
  const placed = cursor && spanOf(lanes, cursor);
  return (
    <div className="timeline">
      <div className="timeline-names" aria-hidden="true" style={{ height: `${height}px` }}>
        {lanes.map((lane, index) => (
          <span
            key={lane.workerId}
            data-straggler={lane.workerId === straggler}
            style={{ top: `${(tops[index] ?? 0) + laneHeight(lane, laneSizes) / 2}px` }}
          >
            {lane.workerId}
          </span>
        ))}
      </div>
      <div
        ref={host}
        className="timeline-plot"
        role="application"
        tabIndex={0}
        aria-label={`Timeline of ${lanes.length} workers over ${rounds.length} rounds. Left and right go through a worker's work, up and down to other workers.`}
        onKeyDown={press}
        onBlur={() => setCursor(undefined)}
        onPointerMove={follow}
        onPointerDown={follow}
        onPointerLeave={() => setCursor(undefined)}
      >
        <Drawing rounds={rounds} lanes={lanes} tops={tops} time={time} width={width} height={height} />
        {cursor && placed && (
          <SpanTip
            placed={placed}
            box={spanBox(placed, tops[cursor.lane] ?? 0, time, laneSizes)}
            width={width}
          />
        )}
      </div>
      <p className="visually-hidden" role="status">
        {told}
      </p>
    </div>
  );
}

function Drawing({
  rounds,
  lanes,
  tops,
  time,
  width,
  height,
}: {
  readonly rounds: readonly RoundTimeline[];
  readonly lanes: readonly Lane[];
  readonly tops: readonly number[];
  readonly time: AxisScale;
  readonly width: number;
  readonly height: number;
}): ReactNode {
  return (
    <svg width={width} height={height} aria-hidden="true">
      <defs>
        <pattern
          id="timeline-hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" className="timeline-hatch-ground" />
          <line x1="0" y1="0" x2="0" y2="5" />
        </pattern>
      </defs>
      {lanes.map((lane, index) => (
        <rect
          key={lane.workerId}
          className="timeline-lane"
          y={tops[index] ?? 0}
          width={width}
          height={laneHeight(lane, laneSizes)}
        />
      ))}
      {roundMarks(rounds, time).map(({ round, x, label }) => (
        <g key={round} className="timeline-mark" transform={`translate(${x} 0)`}>
          <line y1={label === undefined ? headHeight - 4 : 2} y2={height} />
          {label !== undefined && (
            <text x={4} y={11}>
              {label}
            </text>
          )}
        </g>
      ))}
      <g transform={`translate(0 ${headHeight})`}>
        {spanPaths(lanes, time, laneSizes).map(({ kind, outcome, path }) => (
          <path
            key={`${kind} ${outcome}`}
            className="timeline-span"
            data-kind={kind}
            data-outcome={outcome}
            d={path}
          />
        ))}
      </g>
    </svg>
  );
}

function pressed(
  lanes: readonly Lane[],
  cursor: SpanCursor | undefined,
  key: string,
): SpanCursor | undefined {
  const first = firstCursor(lanes);
  if (first === undefined) return undefined;
  const moved = movedCursor(lanes, cursor ?? first, key);
  // The first key shows where the cursor is.
  return moved !== undefined && cursor === undefined ? first : moved;
}

function pointed(
  lanes: readonly Lane[],
  tops: readonly number[],
  time: AxisScale,
  x: number,
  y: number,
): SpanCursor | undefined {
  const index = lanes.findIndex((_, lane) => y < (tops[lane + 1] ?? 0));
  const lane = lanes[index];
  if (!lane || y < headHeight) return undefined;
  const span = (time.greatest - time.least) / Math.max(1, time.place(time.greatest));
  const row = rowAt(lane, y - (tops[index] ?? 0), laneSizes);
  const found = spanAt(lane, row, time.least + x * span, slackPixels * span);
  return found === undefined ? undefined : { lane: index, span: found };
}
