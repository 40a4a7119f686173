import type { WorkSpan } from "@lockstep/telemetry/views";
import { boxesPath, type Box } from "../plot/paths.js";
import type { AxisScale } from "../plot/axis-scale.js";
import type { Lane, PlacedSpan } from "./lanes.js";

/** How spans look: what is alike is one path, however many there are. */
export interface SpanPath {
  readonly kind: WorkSpan["kind"];
  readonly outcome: WorkSpan["outcome"];
  readonly path: string;
}

/** Sizes in pixels. */
export interface LaneSizes {
  readonly rowHeight: number;
  readonly rowGap: number;
  readonly laneGap: number;
}

/** Where each lane begins, from the top, and where the last one ends. */
export function laneTops(lanes: readonly Lane[], sizes: LaneSizes): readonly number[] {
  const tops = [0];
  for (const lane of lanes) tops.push((tops.at(-1) as number) + laneHeight(lane, sizes) + sizes.laneGap);
  return tops;
}

export function laneHeight(lane: Lane, { rowHeight, rowGap }: LaneSizes): number {
  return lane.rows * rowHeight + (lane.rows - 1) * rowGap;
}

export function spanBox(placed: PlacedSpan, top: number, time: AxisScale, sizes: LaneSizes): Box {
  const x = time.place(placed.span.beganMs);
  // What is shorter than a pixel is still there.
  const width = Math.max(1, time.place(placed.span.endedMs) - x);
  const y = top + placed.row * (sizes.rowHeight + sizes.rowGap);
  return { x, y, width, height: sizes.rowHeight };
}

export function spanPaths(lanes: readonly Lane[], time: AxisScale, sizes: LaneSizes): readonly SpanPath[] {
  const tops = laneTops(lanes, sizes);
  const boxes = new Map<string, { kind: WorkSpan["kind"]; outcome: WorkSpan["outcome"]; boxes: Box[] }>();
  lanes.forEach((lane, index) => {
    for (const placed of lane.spans) {
      const { kind, outcome } = placed.span;
      const alike = boxes.get(`${kind} ${outcome}`) ?? { kind, outcome, boxes: [] };
      alike.boxes.push(spanBox(placed, tops[index] as number, time, sizes));
      boxes.set(`${kind} ${outcome}`, alike);
    }
  });
  return [...boxes.values()].map((alike) => ({ ...alike, path: boxesPath(alike.boxes) }));
}

/** The row of a lane at a height below its top. */
export function rowAt(lane: Lane, below: number, { rowHeight, rowGap }: LaneSizes): number {
  return Math.min(lane.rows - 1, Math.max(0, Math.floor(below / (rowHeight + rowGap))));
}
