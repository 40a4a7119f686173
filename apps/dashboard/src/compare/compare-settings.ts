import { names, number, oneOf, range } from "../query/query-state.js";
import { useQueryState } from "../query/use-query-state.js";
import { maxSmoothing } from "../run/curves/curve-settings.js";
import type { CompareAxis } from "./compare-charts.js";

const axis = oneOf<CompareAxis>(["step", "epoch", "relative"], "step");
const scale = oneOf(["linear", "log"], "linear");
const smoothing = number(0, maxSmoothing, 0.6);
const rows = oneOf(["different", "all"], "different");

/** Which runs are compared, and how: kept by the address. */
export interface CompareSettings {
  readonly runIds: readonly string[];
  readonly setRunIds: (runIds: readonly string[]) => void;
  readonly axis: CompareAxis;
  readonly setAxis: (axis: CompareAxis) => void;
  readonly scale: "linear" | "log";
  readonly setScale: (scale: "linear" | "log") => void;
  readonly smoothing: number;
  readonly setSmoothing: (weight: number) => void;
  /** Along the axis as it is. */
  readonly zoom: readonly [number, number] | undefined;
  readonly setZoom: (zoom: readonly [number, number] | undefined) => void;
  /** Of the job files. */
  readonly rows: "different" | "all";
  readonly setRows: (rows: "different" | "all") => void;
}

export function useCompareSettings(): CompareSettings {
  const [runIds, setRunIds] = useQueryState("runs", names);
  const [axisNow, setAxis] = useQueryState("x", axis);
  const [scaleNow, setScale] = useQueryState("scale", scale);
  const [smoothingNow, setSmoothing] = useQueryState("smoothing", smoothing);
  const [zoom, setZoom] = useQueryState("zoom", range);
  const [rowsNow, setRows] = useQueryState("rows", rows);
  return {
    runIds,
    setRunIds,
    axis: axisNow,
    setAxis: (next) => {
      // Numbers of one axis mean nothing on another.
      setZoom(undefined);
      setAxis(next);
    },
    scale: scaleNow,
    setScale,
    smoothing: smoothingNow,
    setSmoothing,
    zoom,
    setZoom,
    rows: rowsNow,
    setRows,
  };
}
