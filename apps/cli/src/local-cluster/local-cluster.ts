import { deferred } from "@lockstep/async";
import { CliError } from "../cli-error.js";
import type { ChildEnd, ClusterChild, SpawnChild } from "./cluster-child.js";
import type { ChildLine } from "./child-log.js";

export interface LocalClusterOptions {
  readonly workers: number;
  /** Arguments of `lockstep` for the coordinator. */
  readonly coordinatorArguments: readonly string[];
  /** Arguments of `lockstep` for a worker, which is told where the coordinator is. */
  workerArguments(workerId: string): readonly string[];
  /** What runs `lockstep`: arguments of node. */
  readonly program: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line for people. */
  readonly note: (text: string) => void;
}

/** What the coordinator listens on, host:port. */
export interface Addresses {
  readonly grpc: string;
  readonly http: string;
}

/** How long released children may take to end. */
const releaseMs = 5_000;

/**
 * A coordinator and workers, each a process of this machine. A child that cannot start, the loss of the coordinator
 * and the loss of the last worker are failures; of another worker it is only told.
 */
export class LocalCluster {
  readonly #options: LocalClusterOptions;
  readonly #spawn: SpawnChild;
  readonly #children = new Set<ClusterChild>();
  readonly #coordinator: ClusterChild;
  readonly #workers: readonly ClusterChild[];
  readonly #listening = deferred<Addresses>();
  /** Lines that were shown: workers that say the same are heard once. */
  readonly #shown = new Set<string>();
  #workersLeft: number;
  #running = false;
  #closing = false;
  #fail: (error: CliError) => void = () => undefined;

  /** Rejects when the cluster cannot go on; never resolves. */
  readonly failure = new Promise<never>((_, reject) => (this.#fail = reject));

  /** Starts the processes. They make themselves ready, and touch nothing that others see. */
  constructor(options: LocalClusterOptions, spawn: SpawnChild) {
    this.#options = options;
    this.#spawn = spawn;
    this.#workersLeft = options.workers;
    // Who waits for something else at that moment hears of the failure later.
    this.failure.catch(() => undefined);
    this.#coordinator = this.#startCoordinator();
    const names = Array.from({ length: options.workers }, (_, index) => `worker-${index + 1}`);
    this.#workers = names.map((name) => this.#startWorker(name));
  }

  /**
   * Has the coordinator begin; the workers are told where it listens as soon as it does.
   * @returns the addresses that the coordinator listens on
   */
  async begin(): Promise<Addresses> {
    this.#coordinator.tell({ type: "begin" });
    const addresses = await Promise.race([this.#listening.promise, this.failure]);
    for (const worker of this.#workers) worker.tell({ type: "coordinator", address: addresses.grpc });
    return addresses;
  }

  /** From now on a worker may be lost. */
  runStarted(): void {
    this.#running = true;
  }

  /** Lets the children go and waits until they are gone. */
  async close(schedule: (callback: () => void, delayMs: number) => () => void): Promise<void> {
    this.#closing = true;
    const ended = Promise.all([...this.#children].map((child) => child.ended));
    for (const child of this.#children) child.release();
    const cancel = schedule(() => this.kill(), releaseMs);
    await ended;
    cancel();
  }

  /** Ends the children now. */
  kill(): void {
    this.#closing = true;
    for (const child of this.#children) child.kill();
  }

  #startCoordinator(): ClusterChild {
    const child = this.#add("coordinator", this.#options.coordinatorArguments, (message) => {
      if (message.type === "ready") this.#listening.resolve({ grpc: message.grpc, http: message.http });
    });
    void child.ended.then((end) => this.#lost(child, end, true));
    return child;
  }

  #startWorker(name: string): ClusterChild {
    const child = this.#add(name, this.#options.workerArguments(name), () => undefined);
    void child.ended.then((end) => this.#lost(child, end, --this.#workersLeft === 0 || !this.#running));
    return child;
  }

  #add(
    name: string,
    args: readonly string[],
    onMessage: Parameters<SpawnChild>[0]["onMessage"],
  ): ClusterChild {
    const { program, env } = this.#options;
    const onLine = (line: ChildLine): void => this.#show(name, line);
    const child = this.#spawn({ name, command: [...program, ...args], env, onLine, onMessage });
    this.#children.add(child);
    return child;
  }

  #lost(child: ClusterChild, end: ChildEnd, fatal: boolean): void {
    this.#children.delete(child);
    if (this.#closing) return;
    const what = `${child.name} ended ${how(end)}`;
    const why = end.message === "" ? "" : `:\n${indented(end.message)}`;
    if (fatal) this.#fail(new CliError("failed", what + why, end.code ? { exitCode: end.code } : {}));
    else this.#options.note(what + why);
  }

  #show(name: string, { level, text }: ChildLine): void {
    if (this.#closing || (level !== "warn" && level !== "error") || this.#shown.has(text)) return;
    // A bound: what repeats beyond it is shown again.
    if (this.#shown.size < 1000) this.#shown.add(text);
    this.#options.note(`${name}: ${text}`);
  }
}

function how({ code, signal }: ChildEnd): string {
  if (signal !== null) return `by ${signal}`;
  return code === null ? "before it began" : `with exit code ${code}`;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
