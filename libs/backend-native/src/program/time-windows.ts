import type { ProgramWriter } from "./program-writer.js";

/** How windows are laid along the time axis: by libs/backend-tfjs's words, those of core/layers/time_windows.h. */
export interface TimeWindows {
  /** Time steps of a window. */
  readonly size: number;
  /** Time steps from one window to the next. */
  readonly stride: number;
  readonly padding: (typeof paddings)[number];
}

/** In the order of Padding in the core. */
const paddings = ["valid", "same", "causal"] as const;

export function writeTimeWindows({ size, stride, padding }: TimeWindows, program: ProgramWriter): void {
  program.word(size).word(stride).word(paddings.indexOf(padding));
}
