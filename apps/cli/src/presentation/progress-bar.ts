import type { Measures } from "@lockstep/telemetry";
import { formatElapsed, formatPerStep, formatRemaining } from "./durations.js";
import { formatMeasures } from "./measures.js";

/** How far something has come. */
export interface Bar {
  /** Steps done. */
  readonly current: number;
  readonly total: number;
  readonly elapsedMs: number;
  readonly measures: Measures;
  /** Nothing more comes: the time that has passed is shown instead of the time that is left. */
  readonly final: boolean;
}

/** Keras's width. */
const width = 20;

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;
const green = (text: string): string => `\u001b[32m${text}\u001b[0m`;
const grey = (text: string): string => `\u001b[37m${text}\u001b[0m`;

/** `2/4 ━━━━━━━━━━━━━━━━━━━━ 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062`, coloured where there is room for all. */
export function formatBar(
  bar: Bar,
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const done = Math.floor((width * bar.current) / Math.max(1, bar.total));
  const rest = ` ${formatPerStep(stepMs(bar))}${formatMeasures(bar.measures)}`;
  const plain = `${count(bar)} ${"━".repeat(width)} ${time(bar)}${rest}`;
  // A line that wraps could not be drawn over.
  if (plain.length >= columns) return plain.slice(0, columns - 1);
  if (!colour) return bar.final ? plain : plain.replace("━".repeat(width), "━".repeat(done).padEnd(width));
  return `${bold(count(bar))} ${green("━".repeat(done))}${grey("━".repeat(width - done))} ${bold(time(bar))}${rest}`;
}

/** `4/4 - 0s 5ms/step - accuracy: 0.5235 - loss: 0.7062`, for a line of its own. */
export function formatLine(bar: Bar): string {
  return `${count(bar)} - ${time(bar)} ${formatPerStep(stepMs(bar))}${formatMeasures(bar.measures)}`;
}

function count({ current, total }: Bar): string {
  return `${`${current}`.padStart(`${total}`.length)}/${total}`;
}

function stepMs({ elapsedMs, current }: Bar): number {
  return elapsedMs / Math.max(1, current);
}

function time(bar: Bar): string {
  if (bar.final) return formatElapsed(bar.elapsedMs);
  return formatRemaining(stepMs(bar) * Math.max(0, bar.total - bar.current));
}
