import type { LinkDirection } from "../scenario/fault.js";
import type { SimulatedWorkerPlan } from "../scenario/scenario.js";
import { keepaliveMs } from "./apply-fault.js";
import type { Connection } from "./connection.js";
import { Link } from "./link.js";
import { SimulatedWorker, type WorkerSurroundings, type WorkerTrouble } from "./simulated-worker.js";

/** A worker that was told to go and is there still is killed after that time. */
const gracePeriodMs = 3000;

/** What is there of a worker for the whole simulation: its name, its link, and one process after the other. */
export class WorkerSeat {
  readonly name: string;
  readonly link = new Link();
  /** Whether it may be given up for good: one worker must be left. */
  readonly isSpare: boolean;
  #process: SimulatedWorker | undefined;
  #lives = 0;
  #returnsAfterMs: number | undefined;
  readonly #trouble: WorkerTrouble = { slowness: 1, slowUntil: 0, failsUntil: 0 };

  constructor(
    index: number,
    private readonly plan: SimulatedWorkerPlan,
    private readonly surroundings: WorkerSurroundings,
    private readonly seed: number,
    isSpare: boolean,
  ) {
    this.name = `w${index}`;
    this.isSpare = isSpare;
  }

  get connection(): Connection | undefined {
    return this.#process?.connection;
  }

  get process(): SimulatedWorker | undefined {
    return this.#process;
  }

  start(): void {
    if (this.#process?.alive) return;
    this.#returnsAfterMs = undefined;
    const { name, plan, surroundings, seed } = this;
    this.#process = new SimulatedWorker(name, plan, this.#trouble, surroundings, seed, ++this.#lives);
    this.#process.onEnd = () => this.#comeBack();
    this.#process.start();
  }

  crash(downMs: number): void {
    const process = this.#process;
    if (!process?.alive) return;
    process.alive = false;
    process.connection?.break(0, this.#random(downMs), true);
    this.#startAfter(downMs);
  }

  /** A second process begins while the first one is there for a while. */
  startTwin(forMs: number): void {
    const older = this.#process;
    if (!older?.alive) return;
    this.#process = undefined;
    this.start();
    this.surroundings.timeline.after(forMs, undefined, () => {
      older.alive = false;
      older.connection?.break(0, 0, true);
    });
  }

  pause(forMs: number): void {
    const process = this.#process;
    if (!process?.alive) return;
    process.pausedUntil = Math.max(process.pausedUntil, this.#now + forMs);
    if (forMs >= keepaliveMs) this.#breakAfter(keepaliveMs, process.connection);
  }

  hang(forMs: number): void {
    if (!this.#process) return;
    const lasts = forMs === Infinity && !this.isSpare ? 600 : forMs;
    this.#process.hungUntil = Math.max(this.#process.hungUntil, this.#now + lasts);
  }

  slowDown(factor: number, forMs: number): void {
    this.#trouble.slowness = factor;
    this.#trouble.slowUntil = this.#now + forMs;
  }

  failFor(forMs: number): void {
    if (this.isSpare) this.#trouble.failsUntil = this.#now + forMs;
  }

  get mayFail(): boolean {
    return this.#trouble.failsUntil > 0;
  }

  get lies(): boolean {
    return this.plan.lieShare > 0;
  }

  leave(): void {
    if (this.#process?.alive) this.#process.leave();
  }

  /** Once it was let go, or did not end for long, it starts anew after that time. */
  returnAfterLeaving(downMs: number): void {
    this.#returnsAfterMs = downMs;
    const process = this.#process;
    this.surroundings.timeline.after(gracePeriodMs, undefined, () => {
      if (process === this.#process) this.crash(downMs);
    });
  }

  lendCredit(sequences: number, forMs: number): void {
    this.#process?.setCredit(sequences);
    this.surroundings.timeline.after(forMs, undefined, () => {
      if (this.#process?.alive) this.#process.setCredit(this.plan.credit);
    });
  }

  partition(direction: LinkDirection, forMs: number): void {
    this.link.block(direction, this.#now + forMs);
    if (forMs >= keepaliveMs) this.#breakAfter(keepaliveMs, this.connection);
  }

  get #now(): number {
    return this.surroundings.timeline.now;
  }

  /** Both ends give up a connection over which nothing comes. */
  #breakAfter(ms: number, connection: Connection | undefined): void {
    this.surroundings.timeline.after(ms, undefined, () => connection?.break(0, 0, false));
  }

  #comeBack(): void {
    this.#startAfter(this.#returnsAfterMs ?? 100);
  }

  #startAfter(ms: number): void {
    this.surroundings.timeline.after(ms, undefined, () => this.start());
  }

  /** When the coordinator learns of a crash: at once, or by silence. */
  #random(downMs: number): number {
    return downMs % 20 === 0 ? 1 : keepaliveMs;
  }
}
