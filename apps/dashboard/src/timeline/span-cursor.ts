import type { Lane, PlacedSpan } from "./lanes.js";

/** A span by its places: index of its lane, and within it. */
export interface SpanCursor {
  readonly lane: number;
  readonly span: number;
}

export function spanOf(lanes: readonly Lane[], cursor: SpanCursor): PlacedSpan | undefined {
  return lanes[cursor.lane]?.spans[cursor.span];
}

/** The newest span of the first lane: where the keyboard begins. */
export function firstCursor(lanes: readonly Lane[]): SpanCursor | undefined {
  const lane = lanes.findIndex(({ spans }) => spans.length > 0);
  return lane === -1 ? undefined : { lane, span: (lanes[lane]?.spans.length ?? 1) - 1 };
}

/** Left and right go through a worker's time, up and down to what other workers did then. Undefined: no key of these. */
export function movedCursor(lanes: readonly Lane[], cursor: SpanCursor, key: string): SpanCursor | undefined {
  const spans = lanes[cursor.lane]?.spans ?? [];
  switch (key) {
    case "ArrowLeft":
      return { ...cursor, span: Math.max(0, cursor.span - 1) };
    case "ArrowRight":
      return { ...cursor, span: Math.min(spans.length - 1, cursor.span + 1) };
    case "Home":
      return { ...cursor, span: 0 };
    case "End":
      return { ...cursor, span: spans.length - 1 };
    case "ArrowUp":
      return inLane(lanes, cursor, cursor.lane - 1);
    case "ArrowDown":
      return inLane(lanes, cursor, cursor.lane + 1);
    default:
      return undefined;
  }
}

/** The span of that row at that time, or the nearest one within `slackMs`. */
export function spanAt(lane: Lane, row: number, timeMs: number, slackMs: number): number | undefined {
  let nearest: number | undefined;
  let distance = slackMs;
  lane.spans.forEach((placed, index) => {
    if (placed.row !== row) return;
    const away = Math.max(placed.span.beganMs - timeMs, timeMs - placed.span.endedMs, 0);
    if (away > distance || (away === distance && nearest !== undefined)) return;
    nearest = index;
    distance = away;
  });
  return nearest;
}

function inLane(lanes: readonly Lane[], cursor: SpanCursor, lane: number): SpanCursor {
  const from = spanOf(lanes, cursor);
  const spans = lanes[lane]?.spans ?? [];
  if (!from || spans.length === 0) return cursor;
  const middle = (from.span.beganMs + from.span.endedMs) / 2;
  const away = spans.map(({ span }) => Math.abs((span.beganMs + span.endedMs) / 2 - middle));
  return { lane, span: away.indexOf(Math.min(...away)) };
}
