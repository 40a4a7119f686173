import { CliError } from "./cli-error.js";
import { signalExitCode } from "./exit-codes.js";
import type { Io, StopSignal } from "./io.js";

/** Nobody means two signals that come this close together. */
const echoMs = 150;

/**
 * What the signals of a command do: the first asks it to end well, the second ends it now. The exit code tells of the
 * signal either way.
 */
export class Interruption {
  readonly #forget: () => void;
  #signal: StopSignal | undefined;
  #signalledAt = 0;
  #drain: ((signal: StopSignal) => void) | undefined;
  #fail: (error: CliError) => void = () => undefined;

  /** Rejects at the first signal where nothing can be drained yet; never resolves. */
  readonly aborted = new Promise<never>((_, reject) => (this.#fail = reject));

  /** @param kill ends at once what would outlive this process */
  constructor(
    private readonly io: Pick<Io, "onSignal" | "exit" | "now">,
    private readonly kill: () => void,
  ) {
    this.aborted.catch(() => undefined);
    this.#forget = io.onSignal((signal) => this.#take(signal));
  }

  /** From now on the first signal drains. */
  drainWith(drain: (signal: StopSignal) => void): void {
    this.#drain = drain;
  }

  /** 128 + n after a signal, else the command's own. */
  exitCode(own: number): number {
    return this.#signal === undefined ? own : signalExitCode(this.#signal);
  }

  /** Signals do again what they do by themselves. */
  end(): void {
    this.#forget();
  }

  #take(signal: StopSignal): void {
    // Under npm one Ctrl-C comes twice: from the terminal, and handed on by npm.
    const isEcho = this.#signal === signal && this.io.now() - this.#signalledAt < echoMs;
    if (isEcho) return;
    if (this.#signal !== undefined) {
      this.kill();
      this.io.exit(signalExitCode(signal));
    }
    this.#signal = signal;
    this.#signalledAt = this.io.now();
    if (this.#drain) this.#drain(signal);
    else this.#fail(new CliError("failed", `ended by ${signal}`, { exitCode: signalExitCode(signal) }));
  }
}
