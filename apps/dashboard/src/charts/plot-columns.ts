import type { ChartLine, ChartModel, Column } from "./chart-model.js";

/** A column as it is drawn: several of them make a line. */
export interface PlotColumn {
  readonly line: ChartLine;
  readonly role: "low" | "high" | "raw" | "value";
  readonly values: Column;
}

/** What is drawn, from the back to the front. */
export function plotColumns({ lines }: ChartModel): readonly PlotColumn[] {
  const behind = lines.flatMap((line): readonly PlotColumn[] => {
    const columns: PlotColumn[] = [];
    if (line.low && line.high) {
      columns.push({ line, role: "low", values: line.low }, { line, role: "high", values: line.high });
    }
    if (line.raw) columns.push({ line, role: "raw", values: line.raw });
    return columns;
  });
  return [...behind, ...lines.map((line): PlotColumn => ({ line, role: "value", values: line.values }))];
}

/** Tells apart what needs another plot from what is the same plot with other values. */
export function plotShape(columns: readonly PlotColumn[]): string {
  return JSON.stringify(
    columns.map(({ line, role }) => [line.name, line.colour, line.isSparse === true, role]),
  );
}

/** A logarithm is taken of what is positive only: the rest is left out. */
export function positive(values: Column): Column {
  return values.map((value) => (value !== null && value > 0 ? value : null));
}
