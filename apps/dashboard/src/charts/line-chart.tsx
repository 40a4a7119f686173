import {
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  type ReactNode,
  type Ref,
} from "react";
import "uplot/dist/uPlot.min.css";
import { useThemeVersion } from "../theme/use-theme.js";
import type { ChartCursor } from "./chart-cursor.js";
import { ChartLegend } from "./chart-legend.js";
import { useChartKeys } from "./chart-keys.js";
import type { ChartMark, ChartModel, ChartWindow, XKind } from "./chart-model.js";
import "./charts.css";
import { firstAtLeast } from "./index-at.js";
import { LinePlot, type WindowListener } from "./line-plot.js";
import { plotColumns } from "./plot-columns.js";
import { useElementWidth } from "./use-element-width.js";
import { yRange } from "./y-range.js";

/** What others may want of a chart that is seen. */
export interface LineChartHandle {
  readonly canvas: () => HTMLCanvasElement | undefined;
}

export interface LineChartProps {
  /** Its name, for who does not see it. */
  readonly label: string;
  readonly model: ChartModel;
  readonly xKind: XKind;
  /** What x counts, such as "step"; shown before its value. */
  readonly xName: string;
  /** What of x is shown; undefined: all of it, and what comes. */
  readonly window?: ChartWindow | undefined;
  /** Somebody zoomed; undefined: out. */
  readonly onWindow: WindowListener;
  readonly isLog?: boolean;
  /** Leaves out a few values that would flatten the curve. */
  readonly clip?: boolean;
  /** Somebody wants to see what is cut off. */
  readonly onUnclip?: () => void;
  readonly marks?: readonly ChartMark[];
  /** Shared by all charts of a page. */
  readonly cursor: ChartCursor;
  readonly height?: number;
  readonly ref?: Ref<LineChartHandle>;
}

const noMarks: readonly ChartMark[] = [];
/** Also of a logarithmic axis. */
const nothingSeen: ChartWindow = [0.1, 1];

/** Curves over a common x, with a legend of values, a cursor, and zoom by dragging or by keys. */
export function LineChart({ ref, ...props }: LineChartProps): ReactNode {
  const { model, xKind, isLog = false, clip = false, marks = noMarks, cursor, height = 220 } = props;
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<LinePlot>(undefined);
  const width = useElementWidth(host);
  const theme = useThemeVersion();
  const x = useMemo(() => props.window ?? wholeOf(model), [props.window, model]);
  const y = useMemo(() => {
    const columns = plotColumns(model).map(({ values }) => values);
    const [from, to] = [firstAtLeast(model.x, x[0]), firstAtLeast(model.x, x[1] + Number.EPSILON)];
    return yRange(columns, from, Math.min(model.x.length, to + 1), { clip, log: isLog });
  }, [model, x, clip, isLog]);
  const chooseWindow = useEffectEvent(props.onWindow);
  const keys = useChartKeys({
    x: model.x,
    window: x,
    whole: wholeOf(model),
    cursor,
    onWindow: props.onWindow,
  });

  useEffect(() => {
    if (!host.current) return;
    const made = new LinePlot(host.current, cursor, (window) => chooseWindow(window));
    plot.current = made;
    return () => made.destroy();
  }, [cursor]);
  useEffect(() => {
    if (width === 0) return;
    const seenY = y ? ([y.min, y.max] as const) : nothingSeen;
    plot.current?.show({ model, xKind, isLog, x, y: seenY, marks, width, height, theme });
  }, [model, xKind, isLog, x, y, marks, width, height, theme, cursor]);
  useImperativeHandle(ref, () => ({ canvas: () => plot.current?.canvas }), []);

  return (
    <div className="chart">
      <ChartLegend {...props} marks={marks} x={x} cutOff={y?.cutOff ?? 0} />
      <div
        ref={host}
        className="chart-plot"
        style={{ height }}
        // Keys move the cursor and zoom, as the pointer does.
        tabIndex={0}
        role="application"
        aria-roledescription="chart"
        aria-label={`${props.label}. Arrow keys move the cursor, plus and minus zoom, 0 shows all.`}
        onKeyDown={keys}
        onBlur={() => cursor.set(undefined)}
      />
    </div>
  );
}

function wholeOf({ x }: ChartModel): ChartWindow {
  const [first = 0, last = 1] = [x[0], x.at(-1)];
  return first < last ? [first, last] : [first - 0.5, first + 0.5];
}
