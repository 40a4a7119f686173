import { flag, number, oneOf, range } from "../../query/query-state.js";
import { useQueryState } from "../../query/use-query-state.js";
import type { CurveAxis } from "./curve-axis.js";

/** The greatest smoothing that can be chosen. */
export const maxSmoothing = 0.99;

const axis = oneOf<CurveAxis>(["step", "epoch", "relative", "wall"], "step");
const scale = oneOf(["linear", "log"], "linear");
const smoothing = number(0, maxSmoothing, 0.6);
const outliers = oneOf(["clip", "show"], "clip");
const marks = flag(true);

/** How curves are looked at: kept by the address. */
export interface CurveSettings {
  readonly axis: CurveAxis;
  readonly setAxis: (axis: CurveAxis) => void;
  readonly scale: "linear" | "log";
  readonly setScale: (scale: "linear" | "log") => void;
  readonly smoothing: number;
  readonly setSmoothing: (weight: number) => void;
  readonly outliers: "clip" | "show";
  readonly setOutliers: (outliers: "clip" | "show") => void;
  readonly showsMarks: boolean;
  readonly setShowsMarks: (shows: boolean) => void;
  /** In steps, whatever the axis; undefined: all, and what comes. */
  readonly zoom: readonly [number, number] | undefined;
  readonly setZoom: (zoom: readonly [number, number] | undefined) => void;
}

export function useCurveSettings(): CurveSettings {
  const [axisNow, setAxis] = useQueryState("x", axis);
  const [scaleNow, setScale] = useQueryState("scale", scale);
  const [smoothingNow, setSmoothing] = useQueryState("smoothing", smoothing);
  const [outliersNow, setOutliers] = useQueryState("outliers", outliers);
  const [showsMarks, setShowsMarks] = useQueryState("marks", marks);
  const [zoom, setZoom] = useQueryState("zoom", range);
  return {
    axis: axisNow,
    setAxis,
    scale: scaleNow,
    setScale,
    smoothing: smoothingNow,
    setSmoothing,
    outliers: outliersNow,
    setOutliers,
    showsMarks,
    setShowsMarks,
    zoom,
    setZoom,
  };
}
