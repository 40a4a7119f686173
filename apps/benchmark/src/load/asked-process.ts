import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { OutputTail } from "../processes/output-tail.js";

interface Typed {
  readonly type: string;
}

/** A child that is asked in a word and answers with messages. It ends when its channel is closed. */
export class AskedProcess<Asked extends string, Said extends Typed> {
  readonly #child: ChildProcess;
  readonly #tail: OutputTail;
  readonly #waiting = new Map<string, ((message: Said) => void)[]>();
  readonly #early: Said[] = [];
  #closing = false;
  /** Rejects when it ends before it was closed, or says that it is lost; never resolves. */
  readonly failure: Promise<never>;

  /** @param file relative to this one */
  constructor(file: string, args: readonly string[]) {
    this.#child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    this.#tail = new OutputTail(this.#child.stderr);
    this.failure = new Promise((_, reject) => {
      this.#child.on("exit", (code, signal) => {
        const how = signal ?? `exit code ${code ?? "unknown"}`;
        if (!this.#closing) reject(new Error(`${file} ended with ${how}: ${this.#tail.text}`));
      });
      this.#child.on("message", (message: Said & { reason?: string }) => {
        if (message.type === "lost") reject(new Error(`${file}: a worker was lost: ${message.reason ?? ""}`));
        else this.#hear(message);
      });
    });
    // Nobody may be waiting at that moment.
    this.failure.catch(() => undefined);
  }

  ask(question: Asked): void {
    this.#child.send(question);
  }

  /** The next message of that type. */
  async next<Type extends Said["type"]>(type: Type): Promise<Extract<Said, { type: Type }>> {
    const at = this.#early.findIndex((message) => message.type === type);
    const early = at < 0 ? undefined : this.#early.splice(at, 1)[0];
    const message =
      early ??
      (await Promise.race([
        new Promise<Said>((resolve) =>
          this.#waiting.set(type, [...(this.#waiting.get(type) ?? []), resolve]),
        ),
        this.failure,
      ]));
    return message as Extract<Said, { type: Type }>;
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.disconnect();
    await ended;
  }

  #hear(message: Said): void {
    const waiting = this.#waiting.get(message.type)?.shift();
    if (waiting) waiting(message);
    else this.#early.push(message);
  }
}
