import type { RunEvent } from "@lockstep/telemetry";
import type { Io } from "../io.js";
import { LineView } from "./line-view.js";
import { TerminalView } from "./terminal-view.js";

/** Shows a run while it goes on. */
export interface ProgressView {
  event(event: RunEvent): void;
  /** A line of its own that no event says. */
  note(text: string): void;
  /** Leaves the cursor at the start of a line. */
  end(): void;
}

/** Keras's bar on a terminal, else a line an epoch; on stderr. */
export function progressView(io: Io): ProgressView {
  return io.terminal ? new TerminalView(io, io.terminal) : new LineView(io.stderr);
}
