import type { KeyboardEvent } from "react";
import type { ChartCursor } from "./chart-cursor.js";
import type { ChartWindow } from "./chart-model.js";
import { nearest } from "./index-at.js";
import { panned, scaled } from "./zoom.js";

export interface ChartKeyOptions {
  readonly x: readonly number[];
  readonly window: ChartWindow;
  readonly whole: ChartWindow;
  readonly cursor: ChartCursor;
  readonly onWindow: (window: ChartWindow | undefined) => void;
}

const zoomFactor = 1.5;
const panPart = 0.2;

/** What keys do on a chart. */
export function useChartKeys(options: ChartKeyOptions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actionOf(event.key, event.shiftKey, options);
    if (!act) return;
    event.preventDefault();
    act();
  };
}

function actionOf(key: string, isShift: boolean, options: ChartKeyOptions): (() => void) | undefined {
  const { window, whole, cursor, onWindow } = options;
  const centre = cursor.x ?? (window[0] + window[1]) / 2;
  switch (key) {
    case "ArrowLeft":
      return () => (isShift ? onWindow(panned(window, whole, -panPart)) : moveCursor(options, -1));
    case "ArrowRight":
      return () => (isShift ? onWindow(panned(window, whole, panPart)) : moveCursor(options, 1));
    case "PageUp":
      return () => moveCursor(options, -10);
    case "PageDown":
      return () => moveCursor(options, 10);
    case "Home":
      return () => cursor.set(options.x[nearest(options.x, window[0])]);
    case "End":
      return () => cursor.set(options.x[nearest(options.x, window[1])]);
    case "+":
    case "=":
      return () => onWindow(scaled(window, whole, centre, 1 / zoomFactor));
    case "-":
      return () => onWindow(scaled(window, whole, centre, zoomFactor));
    case "0":
    case "Escape":
      return () => onWindow(undefined);
    default:
      return undefined;
  }
}

function moveCursor({ x, window, cursor }: ChartKeyOptions, by: number): void {
  const at = cursor.x === undefined ? nearest(x, window[1]) : nearest(x, cursor.x) + by;
  const next = x[Math.min(x.length - 1, Math.max(0, at))];
  if (next !== undefined && next >= window[0] && next <= window[1]) cursor.set(next);
}
