import type { ReactNode } from "react";
import { formatDuration } from "../format/durations.js";
import type { Box } from "../plot/paths.js";
import type { PlacedSpan } from "./lanes.js";
import { kindWords, outcomeWords, rangeText, roundText } from "./span-words.js";

/** What a span is, beside it. */
export function SpanTip({
  placed,
  box,
  width,
}: {
  readonly placed: PlacedSpan;
  readonly box: Box;
  readonly width: number;
}): ReactNode {
  const { span, round } = placed;
  const isLeft = box.x > width / 2;
  return (
    <>
      <div
        className="timeline-cursor"
        style={{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` }}
      />
      <div
        className="timeline-tip"
        data-side={isLeft ? "left" : "right"}
        style={{ left: `${isLeft ? box.x + box.width : box.x}px`, top: `${box.y + box.height + 6}px` }}
        aria-hidden="true"
      >
        <strong>
          {span.workerId}, {roundText(round)}
        </strong>
        <span>
          {span.count === 1 ? "micro-batch" : "micro-batches"} {rangeText(span)}, {kindWords[span.kind]}
        </span>
        <span>
          {formatDuration(span.endedMs - span.beganMs)}
          {span.computeMs !== undefined && `, of it ${formatDuration(span.computeMs)} computing`}
        </span>
        <span>{outcomeWords[span.outcome]}</span>
      </div>
    </>
  );
}
