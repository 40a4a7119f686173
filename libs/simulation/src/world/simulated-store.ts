import type { EventSink, ToldBefore } from "@lockstep/durable-run";
import type { RunEventBody } from "@lockstep/telemetry";
import type { Random } from "../random.js";
import type { Process, Timeline } from "./timeline.js";

/** What the world wants to know of a store. */
export interface StoreWatcher {
  /** Events are on the disk. */
  readonly stored: (events: readonly RunEventBody[]) => void;
  /** Nothing can be written for that reason, which the process is told at once; undefined: it can again. */
  readonly troubled: (reason: string | undefined) => void;
  /** A promise of the store is settled. */
  readonly settled: () => void;
}

/** A life's events that are not on the disk, group by group, as they were appended. */
interface Unstored {
  readonly owner: Process;
  groups: (readonly RunEventBody[])[];
  /** Groups that are being written. */
  writing: number;
  waiting: { resolve: () => void; reject: (error: Error) => void; upTo: number }[];
  /** Groups that were written. */
  written: number;
  /** The last attempt to write failed. */
  isTroubled: boolean;
}

/** The events of a run as they outlive crashes: written in groups, each whole or not at all, some time after they came. */
export class SimulatedStore {
  /** Simulated time until which nothing can be written. */
  troubledUntil = 0;
  readonly events: RunEventBody[] = [];
  #open: Unstored | undefined;

  /** Whether nothing is taken. */
  get isTroubled(): boolean {
    return this.timeline.now < this.troubledUntil;
  }

  constructor(
    private readonly timeline: Timeline,
    private readonly random: Random,
    private readonly watcher: StoreWatcher,
  ) {}

  /** The store as a process has it. */
  of(owner: Process): EventSink {
    const open: Unstored = { owner, groups: [], writing: 0, waiting: [], written: 0, isTroubled: false };
    this.#open = open;
    return {
      append: (_, events) => {
        if (events.length === 0) return;
        open.groups.push(events);
        this.#write(open);
      },
      flushed: () =>
        new Promise<void>((resolve, reject) => {
          if (open.groups.length === 0) {
            this.watcher.settled();
            return resolve();
          }
          open.waiting.push({ resolve, reject, upTo: open.written + open.groups.length });
          this.#write(open);
        }),
    };
  }

  /** The process is gone, and with it what was not written; a write under way is done as a whole or not at all. */
  crash(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open && open.writing > 0 && this.random.chance(0.5)) this.#store(open);
  }

  /** Events that are not written. */
  get unstored(): number {
    return this.#open?.groups.reduce((sum, { length }) => sum + length, 0) ?? 0;
  }

  /** As the next life of the run is told of this one. */
  get told(): ToldBefore {
    const rounds = this.events.flatMap((event) =>
      "round" in event && isOfRound(event) ? [event.round] : [],
    );
    const digests = new Map(
      this.events.flatMap((event) => (event.type === "step" ? [[event.step, event.digest] as const] : [])),
    );
    return {
      round: Math.max(-1, ...rounds),
      steps: Math.max(0, ...digests.keys()),
      digestOf: (step) => digests.get(step),
    };
  }

  #write(open: Unstored): void {
    if (open.writing > 0 || open.groups.length === 0) return;
    open.writing = open.groups.length;
    this.timeline.after(this.random.skewed(0.2, 12), open.owner, () => {
      this.watcher.settled();
      if (this.isTroubled) return this.#fail(open);
      this.#store(open);
      if (open.isTroubled) this.watcher.troubled(undefined);
      open.isTroubled = false;
      for (const waiting of open.waiting) if (waiting.upTo <= open.written) waiting.resolve();
      open.waiting = open.waiting.filter(({ upTo }) => upTo > open.written);
      this.#write(open);
    });
  }

  #store(open: Unstored): void {
    const groups = open.groups.splice(0, open.writing);
    open.written += groups.length;
    open.writing = 0;
    const events = groups.flat();
    this.events.push(...events);
    this.watcher.stored(events);
  }

  /** What it has is kept and tried again when somebody asks, or later. */
  #fail(open: Unstored): void {
    open.writing = 0;
    const error = new Error("the store cannot be written: no space left on device");
    open.isTroubled = true;
    this.watcher.troubled(error.message);
    for (const { reject } of open.waiting.splice(0)) reject(error);
    this.timeline.after(50, open.owner, () => this.#write(open));
  }
}

/** Events of commits, which are told once. */
function isOfRound(event: RunEventBody): boolean {
  return ["step", "epoch", "callback", "evaluation-progress", "tested"].includes(event.type);
}
