import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { OutputTail } from "../processes/output-tail.js";
import { parsePeerMessage, type PeerMessage } from "./peer-messages.js";

/** One thread each, as a slot of a worker has, and no chatter. */
const environment = {
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
  XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false",
  TF_CPP_MIN_LOG_LEVEL: "3",
  CUDA_VISIBLE_DEVICES: "",
};

/** A Python process that measures on request, one request at a time. */
export class PeerProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #tail: OutputTail;
  readonly #exited: Promise<void>;
  #startError: string | undefined;

  constructor(python: string, script: "keras_steps.py" | "torch_steps.py") {
    const path = fileURLToPath(new URL(`../../peers/${script}`, import.meta.url));
    // A leftover bytecode folder has no place in the checkout.
    const args = ["-B", path];
    this.#child = spawn(python, args, {
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#exited = new Promise((resolve) => {
      this.#child.on("close", () => resolve());
      this.#child.on("error", ({ message }) => (this.#startError = message));
    });
    // A write to one that ended: its end is told by the answer that does not come.
    this.#child.stdin?.on("error", () => undefined);
    this.#tail = new OutputTail(this.#child.stderr);
    if (!this.#child.stdout) throw new Error("expected a pipe from the peer");
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @throws Error with the end of its stderr, where the process ended */
  async next(): Promise<PeerMessage> {
    const line = await this.#lines.next();
    if (line.done !== true) return parsePeerMessage(line.value);
    await this.#exited;
    throw new Error(`it ended without an answer: ${this.#startError ?? this.#tail.text}`);
  }

  /** Milliseconds per step of a block, after a block that is not counted. @throws Error with the script's reason */
  async measure(contender: string, steps: number): Promise<number> {
    this.#child.stdin?.write(`${JSON.stringify({ contender, steps })}\n`);
    const message = await this.next();
    if (message.type === "measured") return message.msPerStep;
    throw new Error(
      message.type === "failed" ? message.reason : `expected a measurement, got ${message.type}`,
    );
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.#exited;
  }
}
