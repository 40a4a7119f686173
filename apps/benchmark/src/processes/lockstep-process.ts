import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { OutputTail } from "./output-tail.js";

/** What npm links the command `lockstep` to, run by node. */
export const lockstepProgram = fileURLToPath(
  new URL("../bin/lockstep.mjs", import.meta.resolve("@lockstep/cli")),
);

/** Where a coordinator listens, each host:port. */
export interface ListeningAt {
  readonly grpc: string;
  readonly http: string;
}

/** A child that does not end by itself within this time is killed. */
const graceMs = 5_000;

/** A coordinator or worker in a process of its own. It ends with this one: its channel tells it. */
export class LockstepProcess {
  readonly #child: ChildProcess;
  readonly #tail: OutputTail;
  readonly #exited: Promise<unknown>;
  #closing = false;

  /** Of a coordinator, once it listens. */
  readonly listening: Promise<ListeningAt>;
  /** Rejects when the process ends before it was closed; never resolves. */
  readonly failure: Promise<never>;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [lockstepProgram, ...args], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#tail = new OutputTail(this.#child.stderr);
    // Not `close`: Node does not emit it where this side closed the channel.
    this.#exited = once(this.#child, "exit");
    this.listening = this.#listening();
    this.failure = this.#failing(args[0] ?? "");
    // Nobody may be waiting at that moment.
    this.failure.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#child.connected) this.#child.disconnect();
    const killing = setTimeout(() => this.#child.kill("SIGKILL"), graceMs);
    await this.#exited;
    clearTimeout(killing);
  }

  #listening(): Promise<ListeningAt> {
    return new Promise((resolve) => {
      this.#child.on("message", ({ type, grpc, http }: Readonly<Record<string, unknown>>) => {
        if (type === "ready" && typeof grpc === "string" && typeof http === "string") resolve({ grpc, http });
      });
    });
  }

  #failing(name: string): Promise<never> {
    return new Promise((_, reject) => {
      this.#child.on("error", reject);
      this.#child.on("exit", (code, signal) => {
        if (!this.#closing)
          reject(
            new Error(
              `lockstep ${name} ended with ${signal ?? `exit code ${code ?? "unknown"}`}: ${this.#tail.text}`,
            ),
          );
      });
    });
  }
}
