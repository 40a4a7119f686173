import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Losses } from "../contenders/training-step.js";
import { OutputTail } from "../processes/output-tail.js";
import { parsePeerMessage, type ListedContender, type PeerMessage } from "./peer-messages.js";
import type { PeerLibrary } from "./peer-packages.js";
import { peersFolder } from "./peer-pythons.js";

/** One thread each, as a slot of a worker has, and no chatter. */
function environment(): Record<string, string | undefined> {
  return {
    ...process.env,
    OMP_NUM_THREADS: "1",
    MKL_NUM_THREADS: "1",
    OPENBLAS_NUM_THREADS: "1",
    // Set for old builds that choose their kernels badly: today's choose well, and would be slowed down.
    OPENBLAS_CORETYPE: undefined,
    OPENBLAS_L2_SIZE: undefined,
    TF_NUM_INTRAOP_THREADS: "1",
    TF_NUM_INTEROP_THREADS: "1",
    // Threads of XLA's own pool, in JAX.
    NPROC: "1",
    XLA_FLAGS: "--xla_cpu_multi_thread_eigen=false",
    TF_CPP_MIN_LOG_LEVEL: "3",
    CUDA_VISIBLE_DEVICES: "",
    // torch.compile takes minutes the first time.
    TORCHINDUCTOR_CACHE_DIR: join(peersFolder(process.env), "torchinductor"),
  };
}

export type PeerScript = `${PeerLibrary}_steps.py`;

/** What was measured. */
export type PeerFigure = Omit<Extract<PeerMessage, { type: "measured" }>, "type">;

/** A Python process that measures on request, one request at a time. */
export class PeerProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #tail: OutputTail;
  readonly #exited: Promise<void>;
  #startError: string | undefined;

  constructor(python: string, script: PeerScript) {
    const path = fileURLToPath(new URL(`../../peers/${script}`, import.meta.url));
    // A leftover bytecode folder has no place in the checkout.
    const args = ["-B", path];
    this.#child = spawn(python, args, { env: environment(), stdio: ["pipe", "pipe", "pipe"] });
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

  /** Reads a case and forgets the one before. @throws Error with the script's reason, as the next ones do */
  async open(folder: string): Promise<readonly ListedContender[]> {
    return (await this.#ask({ open: folder }, "opened")).contenders;
  }

  /** Makes a contender and takes its first steps, which compiles what it compiles. */
  async prepare(contender: string, steps: number): Promise<Losses> {
    const { lossBefore, lossAfter } = await this.#ask({ prepare: contender, steps }, "prepared");
    return { before: lossBefore, after: lossAfter };
  }

  /** @param ms what it shall take about */
  async measure(contender: string, ms: number): Promise<PeerFigure> {
    return this.#ask({ measure: contender, ms }, "measured");
  }

  async close(): Promise<void> {
    this.#child.stdin?.end();
    await this.#exited;
  }

  async #ask<Type extends PeerMessage["type"]>(
    request: object,
    type: Type,
  ): Promise<Extract<PeerMessage, { type: Type }>> {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    const message = await this.next();
    if (message.type === type) return message as Extract<PeerMessage, { type: Type }>;
    throw new Error(message.type === "failed" ? message.reason : `expected ${type}, got ${message.type}`);
  }
}
