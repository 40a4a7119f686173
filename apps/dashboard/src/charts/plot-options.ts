import type uPlot from "uplot";
import { axisLabels, durationIncrements, logLabel } from "./axis-format.js";
import type { ChartWindow, XKind } from "./chart-model.js";
import { logSplits } from "./log-splits.js";
import { withAlpha, type PlotColours } from "./plot-colours.js";
import type { PlotColumn } from "./plot-columns.js";

export interface PlotOptions {
  readonly columns: readonly PlotColumn[];
  readonly xKind: XKind;
  readonly isLog: boolean;
  readonly width: number;
  readonly height: number;
  readonly colours: PlotColours;
  /** As they are at the time of drawing. */
  readonly xRange: () => ChartWindow;
  readonly yRange: () => ChartWindow;
  /** Somebody dragged from one x to another, in CSS pixels of the plot. */
  readonly onSelect: (plot: uPlot) => void;
  readonly onDoubleClick: () => void;
  /** The pointer moved, or left. */
  readonly onCursor: (plot: uPlot) => void;
  readonly onDraw: (plot: uPlot) => void;
}

/** What uPlot is told of a chart. */
export function plotOptions(options: PlotOptions): uPlot.Options {
  const { columns, xKind, isLog, width, height, xRange, yRange } = options;
  return {
    width,
    height,
    ms: 1,
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: {
      drag: { x: true, y: false, setScale: false, dist: 4 },
      points: { size: 6, show: (plot, index) => pointOf(plot, index, columns, options.colours) },
      bind: { dblclick: () => doubleClick(options) },
    },
    scales: {
      x: { time: xKind === "time", range: () => [...xRange()] },
      // Numbers of an enum that is in its types only: linear and logarithmic.
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
      y: { distr: isLog ? 3 : 1, range: () => [...yRange()] },
    },
    axes: axes(options),
    series: [{}, ...columns.map((column) => seriesOf(column, options.colours))],
    bands: bandsOf(columns, options.colours),
    hooks: {
      setSelect: [options.onSelect],
      setCursor: [options.onCursor],
      draw: [options.onDraw],
    },
  };
}

function doubleClick({ onDoubleClick }: PlotOptions): uPlot.Cursor.MouseListener {
  return () => {
    onDoubleClick();
    return null;
  };
}

/** CSS pixels between labels. */
const ySpace = 36;

function axes({ xKind, isLog, colours }: PlotOptions): uPlot.Axis[] {
  const look: uPlot.Axis = {
    stroke: colours.text,
    font: colours.font,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { show: false },
  };
  // Times of the day have the day below them.
  const x: uPlot.Axis = {
    ...look,
    size: xKind === "time" ? 40 : 26,
    gap: 4,
    space: 70,
    grid: { show: false },
  };
  if (xKind === "duration") {
    x.incrs = durationIncrements;
    x.values = (_plot, splits) => splits.map((split) => shortDuration(split));
  } else if (xKind === "count") {
    x.values = (_plot, splits, _axis, _space, increment) => [...axisLabels(splits, increment)];
  }
  const y: uPlot.Axis = { ...look, size: 54, gap: 6, space: ySpace };
  if (isLog) {
    y.splits = (plot, _axis, min, max) => logSplits(min, max, plot.bbox.height / devicePixelRatio / ySpace);
    y.values = (_plot, splits) => splits.map(logLabel);
    y.filter = (_plot, splits) => splits;
  } else {
    y.values = (_plot, splits, _axis, _space, increment) => [...axisLabels(splits, increment)];
  }
  return [x, y];
}

function shortDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (Math.abs(ms) < 1000 && ms !== 0) return `${ms} ms`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return seconds % 60 === 0 ? `${seconds / 60} min` : `${(seconds / 60).toFixed(1)} min`;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${(seconds / 3600).toFixed(1)} h`;
}

function seriesOf({ line, role }: PlotColumn, colours: PlotColours): uPlot.Series {
  const colour = colours.line(line.colour);
  const base: uPlot.Series = { spanGaps: true, points: { show: false } };
  switch (role) {
    case "low":
    case "high":
      // The band between them is filled; lines around it cost as much as the curve.
      return { ...base, width: 0 };
    case "raw":
      return { ...base, stroke: withAlpha(colour, 0.3), width: 1 };
    case "value":
      return line.isSparse
        ? { ...base, stroke: colour, width: 1.5, points: { show: showDots, size: 5, fill: colour } }
        : { ...base, stroke: colour, width: 1.5 };
  }
}

/** Dots are drawn as long as they can be told apart. */
function showDots(plot: uPlot, seriesIndex: number, from: number, to: number): boolean {
  const values = plot.data[seriesIndex] ?? [];
  let count = 0;
  for (let index = from; index <= to; index += 1) if (values[index] != null) count += 1;
  return count === 0 ? false : plot.bbox.width / devicePixelRatio / count > 8;
}

function bandsOf(columns: readonly PlotColumn[], colours: PlotColours): uPlot.Band[] {
  return columns.flatMap((column, index) =>
    // The low column is right before it; uPlot counts x as the first.
    column.role === "high"
      ? [
          {
            series: [index + 1, index] as [number, number],
            fill: withAlpha(colours.line(column.line.colour), 0.22),
          },
        ]
      : [],
  );
}

/** Only what the legend tells has a dot where the cursor is. */
function pointOf(
  _plot: uPlot,
  seriesIndex: number,
  columns: readonly PlotColumn[],
  colours: PlotColours,
): HTMLElement {
  const column = columns[seriesIndex - 1];
  const dot = document.createElement("div");
  if (column?.role !== "value") dot.hidden = true;
  else dot.style.background = colours.line(column.line.colour);
  return dot;
}
