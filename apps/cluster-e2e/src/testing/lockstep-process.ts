import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const program = join(dirname(createRequire(import.meta.url).resolve("@lockstep/cli")), "main.js");

/** How a process ended and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const running = new Set<LockstepProcess>();

/** A `lockstep` command as a process of its own. */
export class LockstepProcess {
  stdout = "";
  stderr = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<Ended>;
  readonly #messages: Record<string, unknown>[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(
    args: readonly string[],
    options: {
      cwd: string;
      env?: Readonly<Record<string, string>>;
      ipc?: boolean;
      /** In place of `lockstep`. */
      program?: string;
    },
  ) {
    const stdio = ["ignore", "pipe", "pipe", ...(options.ipc ? (["ipc"] as const) : [])] as const;
    const env = { ...process.env, NO_COLOR: "1", ...options.env };
    this.#child = spawn(process.execPath, [options.program ?? program, ...args], {
      cwd: options.cwd,
      env,
      stdio: [...stdio],
    });
    this.#child.stdout?.on("data", (text: Buffer) => this.#hear(() => (this.stdout += text.toString())));
    this.#child.stderr?.on("data", (text: Buffer) => this.#hear(() => (this.stderr += text.toString())));
    this.#child.on("message", (message: Record<string, unknown>) =>
      this.#hear(() => this.#messages.push(message)),
    );
    running.add(this);
    this.#ended = once(this.#child, "close").then(([code, signal]) => {
      running.delete(this);
      return {
        code: code as number | null,
        signal: signal as NodeJS.Signals | null,
        stdout: this.stdout,
        stderr: this.stderr,
      };
    });
    void this.#ended.then(() => this.#hear(() => undefined));
  }

  get ended(): Promise<Ended> {
    return this.#ended;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The message of that type that the process sent to its parent. */
  async message(type: string): Promise<Record<string, unknown>> {
    return this.#until(() => this.#messages.find((message) => message.type === type));
  }

  /** Waits until the process has printed the text, on stdout or stderr. */
  async printed(text: string | RegExp): Promise<void> {
    const fits = (output: string): boolean =>
      typeof text === "string" ? output.includes(text) : text.test(output);
    await this.#until(() => fits(this.stdout) || fits(this.stderr) || undefined);
  }

  async #until<Value>(look: () => Value | undefined): Promise<Value> {
    for (let value = look(); ; value = look()) {
      if (value !== undefined) return value;
      if (!running.has(this))
        throw new Error(`the process ended first; it printed: ${this.stdout}${this.stderr}`);
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  #hear(change: () => void): void {
    change();
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Ends what a test left running. */
export async function endAll(): Promise<void> {
  for (const process of [...running]) {
    process.kill("SIGCONT");
    process.kill("SIGKILL");
    await process.ended;
  }
}

/** Runs a command to its end. */
export function lockstep(
  args: readonly string[],
  options: { cwd: string; env?: Readonly<Record<string, string>> },
): Promise<Ended> {
  return new LockstepProcess(args, options).ended;
}
