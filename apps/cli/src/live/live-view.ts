import type { RunEvent } from "@lockstep/telemetry";
import { isFinished } from "@lockstep/telemetry/events";
import type { Io } from "../io.js";
import type { ProgressView } from "../presentation/progress-view.js";
import type { Screen, Terminal } from "../terminal.js";
import { closingLines, frameOf } from "./frame/frame.js";
import type { FrameSource, Message } from "./frame/section.js";
import type { LiveRun } from "./live-run.js";
import { Painter } from "./painter.js";
import { painted } from "./text.js";

/** Ten redraws a second are as many as anybody sees. */
const redrawIntervalMs = 100;

/** How often a view looks at the clock where nothing happens. */
const tickMs = 1_000;

export interface LiveViewOptions {
  readonly io: Pick<Io, "stderr" | "now" | "schedule">;
  readonly terminal: Terminal;
  readonly run: LiveRun;
  /** Told each key. */
  readonly onKey: (key: string) => void;
}

/** How long bad news that no event answers is shown. */
const badNewsMs = 15_000;

/** What was said beside events, and whether the next event says more. */
interface Said extends Message {
  readonly atMs: number;
  readonly isOutdated: (event: RunEvent) => boolean;
}

/** A run as it goes on, on a whole terminal, until its end. */
export class LiveView implements ProgressView {
  readonly #painter: Painter;
  readonly #screen: Screen;
  #said: Said | undefined;
  #heardAt: number;
  #drawnAt = -Infinity;
  #cancelRedraw: (() => void) | undefined;
  #cancelTick: () => void = () => undefined;
  #isOpen = true;

  constructor(private readonly options: LiveViewOptions) {
    const { terminal, io, onKey } = options;
    this.#heardAt = io.now();
    this.#painter = new Painter(terminal.colour);
    this.#screen = terminal.open({ key: onKey, lost: () => this.#drawAnew() });
    this.#draw();
    this.#tick();
  }

  event(event: RunEvent): void {
    this.#heardAt = this.options.io.now();
    if (this.#said?.isOutdated(event)) this.#said = undefined;
    this.options.run.take(event);
    this.#drawInTime();
  }

  /** It stands there until the next event. */
  note(text: string): void {
    this.say({ text, tone: "warning" }, () => true);
  }

  /** @param isOutdated whether an event makes it untrue */
  say(message: Message, isOutdated: (event: RunEvent) => boolean): void {
    this.#said = { ...message, isOutdated, atMs: this.options.io.now() };
    this.#drawInTime();
  }

  /** Gives the terminal back. What a run came to stays to be read. */
  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#cancelTick();
    this.#cancelRedraw?.();
    this.#screen.close();
    const { run, terminal, io } = this.options;
    if (!run.run || !isFinished(run.run)) return;
    for (const line of closingLines(this.#source(), this.#medium()))
      io.stderr(`${painted(line, terminal.colour).trimEnd()}\n`);
  }

  /** Draws now, or at the end of the interval, so that the last state is always seen. */
  #drawInTime(): void {
    const waitMs = this.#drawnAt + redrawIntervalMs - this.options.io.now();
    if (waitMs <= 0) this.#draw();
    else this.#cancelRedraw ??= this.options.io.schedule(() => this.#draw(), waitMs);
  }

  #drawAnew(): void {
    this.#painter.forget();
    this.#drawInTime();
  }

  #draw(): void {
    this.#cancelRedraw?.();
    this.#cancelRedraw = undefined;
    if (!this.#isOpen) return;
    this.#drawnAt = this.options.io.now();
    const frame = frameOf(this.#source(), { ...this.#medium(), rows: this.options.terminal.rows() });
    const text = this.#painter.paint(frame);
    if (text !== "") this.#screen.write(text);
  }

  #tick(): void {
    this.#cancelTick = this.options.io.schedule(() => {
      this.#forgetBadNews();
      this.#drawInTime();
      this.#tick();
    }, tickMs);
  }

  #forgetBadNews(): void {
    if (this.#said?.tone === "bad" && this.options.io.now() - this.#said.atMs >= badNewsMs)
      this.#said = undefined;
  }

  #source(): FrameSource {
    const { run, terminal, io } = this.options;
    return {
      run,
      ...(this.#said ? { message: this.#said } : {}),
      silentMs: io.now() - this.#heardAt,
      keys: terminal.keys,
    };
  }

  #medium(): { columns: number; unicode: boolean } {
    const { terminal } = this.options;
    return { columns: terminal.columns(), unicode: terminal.unicode };
  }
}
