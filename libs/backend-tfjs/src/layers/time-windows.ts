import { BackendError } from "@lockstep/backend";

/** How windows are laid along the time axis. */
export interface WindowOptions {
  /** Time steps of a window. */
  readonly size: number;
  /** Time steps from one window to the next. */
  readonly stride: number;
  /** Time steps from one place of a window to the next. */
  readonly dilation: number;
  readonly padding: "valid" | "same" | "causal";
}

/** Windows over a number of time steps. */
export interface TimeWindows {
  /** Number of windows: time steps of the output. */
  readonly count: number;
  /** Time step that a place of a window falls on; outside the sequence where it falls on padding. */
  readonly stepOf: (window: number, place: number) => number;
}

/**
 * Lays out windows as Keras and TensorFlow do: `valid` within the sequence, `same` one for each stride of it, with
 * padding on both sides and the odd step at the end, `causal` with padding in front only.
 * @throws BackendError where a sequence is too short for one window
 */
export function timeWindows(steps: number, options: WindowOptions, layer: string): TimeWindows {
  const { size, stride, dilation, padding } = options;
  const span = (size - 1) * dilation + 1;
  const count = padding === "valid" ? Math.floor((steps - span) / stride) + 1 : Math.ceil(steps / stride);
  if (count < 1) {
    throw new BackendError(
      "wrong-length",
      `layer ${layer}: expected sequences of at least ${span} time steps, got ${steps}`,
    );
  }
  const missing = Math.max((count - 1) * stride + span - steps, 0);
  const before = { valid: 0, same: Math.floor(missing / 2), causal: span - 1 }[padding];
  return { count, stepOf: (window, place) => window * stride + place * dilation - before };
}
