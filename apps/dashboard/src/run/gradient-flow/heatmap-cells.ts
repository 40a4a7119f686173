import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import { colourAt } from "./colour-map.js";
import { placeOf, type NormScale } from "./norm-scale.js";

/** A cell of the heatmap: a sampled step (row) and a column of time steps. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface CellCounts {
  readonly rows: number;
  readonly columns: number;
}

export function countsOf({ norms }: GradientFlowOfLayer): CellCounts {
  return { rows: norms.length, columns: norms.reduce((most, row) => Math.max(most, row.length), 0) };
}

/** The cell at a place within the plot, from 0 to 1 each way. */
export function cellAt(across: number, down: number, { rows, columns }: CellCounts): Cell {
  return {
    row: within(Math.floor(down * rows), rows),
    column: within(Math.floor(across * columns), columns),
  };
}

/** Where a key takes the cursor; undefined: the key is none of the plot's. */
export function movedCell(cell: Cell, key: string, { rows, columns }: CellCounts): Cell | undefined {
  const to = (row: number, column: number) => ({ row: within(row, rows), column: within(column, columns) });
  const page = Math.max(1, Math.round(rows / 10));
  switch (key) {
    case "ArrowLeft":
      return to(cell.row, cell.column - 1);
    case "ArrowRight":
      return to(cell.row, cell.column + 1);
    case "ArrowUp":
      return to(cell.row - 1, cell.column);
    case "ArrowDown":
      return to(cell.row + 1, cell.column);
    case "PageUp":
      return to(cell.row - page, cell.column);
    case "PageDown":
      return to(cell.row + page, cell.column);
    case "Home":
      return to(cell.row, 0);
    case "End":
      return to(cell.row, columns - 1);
    default:
      return undefined;
  }
}

/** Time steps, from 1, that a column stands for. */
export function timeStepsOf(column: number, columns: number, timeSteps: number): readonly [number, number] {
  const pooled = Math.max(1, Math.ceil(timeSteps / columns));
  return [column * pooled + 1, Math.min(timeSteps, (column + 1) * pooled)];
}

/** Where a time step, from 1, is across the plot: from 0 to 1, in the middle of its column. */
export function timePlace(timeStep: number, columns: number, timeSteps: number): number {
  const pooled = Math.max(1, Math.ceil(timeSteps / columns));
  return (Math.floor((timeStep - 1) / pooled) + 0.5) / columns;
}

/** No colour of the scale: red that no place of it has. */
const notANumber = [0xd1, 0x24, 0x2f, 0xff] as const;

/**
 * The heatmap's picture, one point for each cell, as red, green, blue and opacity. A norm of 0 is left transparent: what
 * lies below the picture shows it.
 */
export function cellColours(flow: GradientFlowOfLayer, scale: NormScale): Uint8ClampedArray<ArrayBuffer> {
  const { rows, columns } = countsOf(flow);
  const points = new Uint8ClampedArray(4 * rows * columns);
  flow.norms.forEach((norms, row) => {
    norms.forEach((norm, column) => points.set(pointOf(norm, scale), 4 * (row * columns + column)));
  });
  return points;
}

function pointOf(norm: number, scale: NormScale): readonly [number, number, number, number] {
  if (!Number.isFinite(norm)) return notANumber;
  if (norm === 0) return [0, 0, 0, 0];
  return [...colourAt(placeOf(norm, scale)), 0xff];
}

function within(index: number, count: number): number {
  return Math.min(count - 1, Math.max(0, index));
}
