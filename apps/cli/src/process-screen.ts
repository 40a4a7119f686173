import type { Screen, ScreenUser } from "./terminal.js";

/** The other screen, without a cursor; what is too long is cut instead of going on in the next line. */
const enterCodes = "\u001b[?1049h\u001b[?25l\u001b[?7l";
/** All of it undone, also in the middle of a drawing. */
const leaveCodes = "\u001b[?2026l\u001b[0m\u001b[?7h\u001b[?25h\u001b[?1049l";

/** What the terminal makes signals of where it is not asked for single keys. */
const signalOfKey: Readonly<Record<string, NodeJS.Signals>> = {
  "\u0003": "SIGINT",
  "\u001a": "SIGTSTP",
  "\u001c": "SIGQUIT",
};

/** Ends of the process that would leave the terminal as it is. */
const deadlySignals = ["SIGHUP", "SIGQUIT"] as const;

/**
 * The process's own terminal, all of it. It is given back however the process ends or stops, but for SIGKILL and
 * SIGSTOP; after the latter it is taken again.
 */
export class ProcessScreen implements Screen {
  #isTaken = false;

  constructor(private readonly user: ScreenUser) {
    process.stderr.on("resize", this.#resized);
    process.on("SIGTSTP", this.#suspend);
    process.on("SIGCONT", this.#continue);
    for (const signal of deadlySignals) process.on(signal, this.#die);
    process.on("exit", this.#leave);
    // Before the error is printed.
    process.on("uncaughtExceptionMonitor", this.#leave);
    process.stdin.on("data", this.#typed);
    // Where the terminal is gone, so is who types.
    process.stdin.on("error", this.#ignore);
    this.#enter();
  }

  write(text: string): void {
    if (this.#isTaken) process.stderr.write(text);
  }

  close(): void {
    this.#leave();
    process.stderr.off("resize", this.#resized);
    process.off("SIGTSTP", this.#suspend);
    process.off("SIGCONT", this.#continue);
    for (const signal of deadlySignals) process.off(signal, this.#die);
    process.off("exit", this.#leave);
    process.off("uncaughtExceptionMonitor", this.#leave);
    process.stdin.off("data", this.#typed);
  }

  #enter(): void {
    if (process.stdin.isTTY) process.stdin.setRawMode(true).resume();
    process.stderr.write(enterCodes);
    this.#isTaken = true;
  }

  readonly #leave = (): void => {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    process.stderr.write(leaveCodes);
    if (process.stdin.isTTY) process.stdin.setRawMode(false).pause();
  };

  readonly #resized = (): void => this.user.lost();

  readonly #suspend = (): void => {
    this.#leave();
    process.kill(process.pid, "SIGSTOP");
  };

  /** Who stopped it may have been the shell, or somebody who gave no warning. */
  readonly #continue = (): void => {
    this.#leave();
    this.#enter();
    this.user.lost();
  };

  readonly #die = (signal: NodeJS.Signals): void => {
    this.close();
    process.kill(process.pid, signal);
  };

  readonly #typed = (bytes: Buffer): void => {
    const text = bytes.toString();
    // Arrows and the like: several signs that are one key.
    if (text.startsWith("\u001b")) return;
    for (const key of text) this.#press(key);
  };

  #press(key: string): void {
    const signal = signalOfKey[key];
    if (signal === undefined) this.user.key(key);
    // To all that the shell started together, as the terminal does.
    else if (signal === "SIGTSTP") process.kill(0, signal);
    else process.kill(process.pid, signal);
  }

  readonly #ignore = (): void => undefined;
}
