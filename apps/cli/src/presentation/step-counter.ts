import type { Io } from "../io.js";

/** As many redraws a second as anybody sees. */
const redrawMs = 100;

/** To the start of the line, and clear it. */
const startOver = "\r\u001b[K";

/** How far something has come that goes step by step: one line of a terminal that is drawn over; else nothing. */
export class StepCounter {
  #drawnAt = -Infinity;
  #isDrawn = false;

  /** @param what is done to the steps, such as `verified` */
  constructor(
    private readonly io: Pick<Io, "stderr" | "now"> & { readonly terminal?: unknown },
    private readonly what: string,
    private readonly steps: { readonly from: number; readonly to: number },
  ) {}

  show(step: number): void {
    const now = this.io.now();
    if (!this.io.terminal || now - this.#drawnAt < redrawMs) return;
    this.#drawnAt = now;
    this.#isDrawn = true;
    const { from, to } = this.steps;
    this.io.stderr(`${startOver}${this.what} ${step - from}/${to - from} steps`);
  }

  /** Leaves the line empty. */
  end(): void {
    if (this.#isDrawn) this.io.stderr(startOver);
    this.#isDrawn = false;
  }
}
