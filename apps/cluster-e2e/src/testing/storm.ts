import { Dice } from "./dice.js";
import type { LastingCoordinator } from "./lasting-coordinator.js";
import { LockstepProcess } from "./lockstep-process.js";
import { TcpProxy } from "./tcp-proxy.js";
import type { Workspace } from "./workspace.js";

interface StormWorker {
  readonly workerId: string;
  readonly process: LockstepProcess;
  readonly proxy: TcpProxy;
}

/** Workers at a time: each has an engine of its own, which takes a while to start. */
const leastWorkers = 2;
const mostWorkers = 4;

/** All that goes wrong, one thing after the other, at random. Each worker has a network of its own. */
export class Storm {
  readonly #dice: Dice;
  readonly #counts = new Map<string, number>();
  readonly #workers: StormWorker[] = [];
  #count = 0;
  #ended: Promise<void> = Promise.resolve();
  #hasBegun = false;
  #isOver = false;

  constructor(
    readonly seed: number,
    private readonly workspace: Workspace,
    private readonly coordinator: LastingCoordinator,
  ) {
    this.#dice = new Dice(seed);
  }

  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Rejects where something could not be done. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** What happened how often. */
  get report(): string {
    return [...this.#counts].map(([what, count]) => `${what} ${count}`).join(", ");
  }

  begin(seconds: number): void {
    this.#hasBegun = true;
    this.#ended = this.#rage(Date.now() + seconds * 1000).finally(() => (this.#isOver = true));
    // Whoever waits for it hears of it.
    this.#ended.catch(() => undefined);
  }

  async addWorker(): Promise<void> {
    const proxy = await TcpProxy.open(this.coordinator.address);
    const workerId = `worker-${++this.#count}`;
    const args = ["worker", "--coordinator", proxy.address, "--worker-id", workerId, "--backend", "wasm"];
    const process = new LockstepProcess([...args, "--slots", "1"], { cwd: this.workspace.folder });
    this.#workers.push({ workerId, process, proxy });
  }

  async #rage(endMs: number): Promise<void> {
    const blows = {
      "kill a worker": () => this.#kill(),
      "stop a worker": () => this.#stop(),
      "add a worker": () => this.addWorker(),
      "drain a worker": () => this.#drain(),
      "cut a connection": () => this.#cut(),
      "silence a connection": () => this.#silence(),
      "kill the coordinator": () => this.#killCoordinator(),
    };
    while (Date.now() < endMs) {
      while (this.#workers.length < leastWorkers) await this.addWorker();
      const blow = this.#dice.pick(Object.keys(blows)) as keyof typeof blows;
      if (blow === "add a worker" && this.#workers.length >= mostWorkers) continue;
      await blows[blow]();
      this.#counts.set(blow, (this.#counts.get(blow) ?? 0) + 1);
      await pause(this.#dice.below(1200));
    }
    while (this.#workers.length < leastWorkers) await this.addWorker();
  }

  #take(): StormWorker {
    const worker = this.#dice.pick(this.#workers);
    this.#workers.splice(this.#workers.indexOf(worker), 1);
    return worker;
  }

  async #kill(): Promise<void> {
    const { process, proxy } = this.#take();
    process.kill("SIGKILL");
    await process.ended;
    await proxy.close();
  }

  /** Past its lease or not, by chance. */
  async #stop(): Promise<void> {
    const { process } = this.#dice.pick(this.#workers);
    process.kill("SIGSTOP");
    await pause(this.#dice.below(2500));
    process.kill("SIGCONT");
  }

  async #drain(): Promise<void> {
    const { process, proxy } = this.#take();
    process.kill("SIGTERM");
    await process.ended;
    await proxy.close();
  }

  #cut(): Promise<void> {
    this.#dice.pick(this.#workers).proxy.cut();
    return Promise.resolve();
  }

  async #silence(): Promise<void> {
    const { proxy } = this.#dice.pick(this.#workers);
    proxy.silence();
    await pause(this.#dice.below(2500));
    if (this.#dice.below(2) === 0) proxy.cut();
    proxy.restore();
  }

  async #killCoordinator(): Promise<void> {
    await this.coordinator.kill();
    await pause(this.#dice.below(500));
    await this.coordinator.restart();
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
