import type { RunEvent } from "@lockstep/telemetry";
import type { Io } from "../io.js";
import { plainText } from "./plain-text.js";
import { formatBar, type Bar } from "./progress-bar.js";
import { ProgressTracker } from "./progress-tracker.js";
import type { ProgressView } from "./progress-view.js";
import type { Terminal } from "../terminal.js";

/** Ten redraws a second are as many as anybody sees. */
const redrawIntervalMs = 100;

/** To the start of the line, and clear it. */
const startOver = "\r\u001b[K";

/** Keras's progress: a heading for each epoch and a bar that is drawn over until it is full. */
export class TerminalView implements ProgressView {
  readonly #tracker = new ProgressTracker();
  /** The bar of the line that the cursor is in. */
  #bar: Bar | undefined;
  #drawnAt = -Infinity;
  #cancelRedraw: (() => void) | undefined;

  constructor(
    private readonly io: Pick<Io, "stderr" | "now" | "schedule">,
    private readonly terminal: Pick<Terminal, "columns" | "colour">,
  ) {}

  event(event: RunEvent): void {
    for (const progress of this.#tracker.take(event)) {
      if (progress.type === "bar") this.#show(progress.bar);
      else this.note(progress.text);
    }
  }

  note(text: string): void {
    this.io.stderr(`${this.#bar ? startOver : ""}${plainText(text)}\n`);
    if (this.#bar) this.#draw();
  }

  end(): void {
    if (!this.#bar) return;
    this.#draw();
    this.#leaveLine();
  }

  #show(bar: Bar): void {
    this.#bar = bar;
    if (bar.final) this.end();
    else this.#drawInTime();
  }

  /** Draws now, or at the end of the interval, so that the last state is always seen. */
  #drawInTime(): void {
    const waitMs = this.#drawnAt + redrawIntervalMs - this.io.now();
    if (waitMs <= 0) this.#draw();
    else this.#cancelRedraw ??= this.io.schedule(() => this.#draw(), waitMs);
  }

  #draw(): void {
    this.#forgetRedraw();
    if (!this.#bar) return;
    this.#drawnAt = this.io.now();
    const style = { columns: this.terminal.columns(), colour: this.terminal.colour };
    this.io.stderr(startOver + formatBar(this.#bar, style));
  }

  #leaveLine(): void {
    this.#bar = undefined;
    this.#drawnAt = -Infinity;
    this.io.stderr("\n");
  }

  #forgetRedraw(): void {
    this.#cancelRedraw?.();
    this.#cancelRedraw = undefined;
  }
}
