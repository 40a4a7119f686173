import {
  applyEvent,
  emptySnapshot,
  type EventOf,
  type Measures,
  type RunEvent,
  type RunSnapshot,
  type Snapshot,
  type WorkerSnapshot,
} from "@lockstep/telemetry/events";
import type { RunOverview } from "@lockstep/telemetry/views";
import { betterValue, type EpochValue } from "./better-value.js";
import { Curve } from "./curve.js";
import { eventLine, type EventLine } from "./event-line.js";
import { StepRate } from "./step-rate.js";

/** Lines of events that are kept: more than a terminal has rows. */
const mostLines = 200;

/** How far an evaluation has come. */
export interface EvaluationProgress {
  readonly part: "validation" | "test";
  readonly done: number;
  readonly total: number;
}

/** All that a live view shows of a run: what its events add up to. */
export class LiveRun {
  readonly rate = new StepRate();
  readonly #curves = new Map<string, Curve>();
  readonly #best = new Map<string, EpochValue>();
  /** Micro-batches that were given to others as well, by straggler. */
  readonly #straggled = new Map<string, number>();
  readonly #lines: EventLine[] = [];
  #snapshot: Snapshot;
  #step: EventOf<"step"> | undefined;
  #evaluation: EvaluationProgress | undefined;
  #newestMs: number | undefined;

  /** @param overview of one that is on already: events up to it are told once more, as history */
  constructor(
    readonly runId: string,
    overview?: RunOverview,
  ) {
    this.#snapshot = overview
      ? { sequence: overview.sequence, runs: [overview.run], workers: overview.workers }
      : emptySnapshot;
    for (const { epoch, measures } of overview?.run.history ?? []) this.#judge(epoch, measures);
  }

  take(event: RunEvent): void {
    if (event.sequence > this.#snapshot.sequence) this.#apply(event);
    this.#newestMs = event.time;
    const shown = eventLine(event);
    if (shown) this.#lines.push(shown);
    if (this.#lines.length > mostLines) this.#lines.shift();
    this.#note(event);
  }

  /** Absent until the run's first event. */
  get run(): RunSnapshot | undefined {
    return this.#snapshot.runs[0];
  }

  get workers(): readonly WorkerSnapshot[] {
    return this.#snapshot.workers;
  }

  /** The newest one that was seen. */
  get step(): EventOf<"step"> | undefined {
    return this.#step;
  }

  /** While one is going on. */
  get evaluation(): EvaluationProgress | undefined {
    return this.#evaluation;
  }

  /** The newest last. */
  get lines(): readonly EventLine[] {
    return this.#lines;
  }

  /** When the newest event was told, in milliseconds since 1970 by the coordinator's clock. */
  get newestMs(): number | undefined {
    return this.#newestMs;
  }

  /** Of the steps' global batches, as far as they were seen, the newest last. */
  stepsOf(measure: string): readonly number[] {
    return this.#curves.get(measure)?.points ?? [];
  }

  /** Of the epochs, the newest last. */
  epochsOf(measure: string): readonly number[] {
    return (this.run?.history ?? []).flatMap(({ measures }) => measures[measure] ?? []);
  }

  bestOf(measure: string): EpochValue | undefined {
    return this.#best.get(measure);
  }

  straggledOf(workerId: string): number {
    return this.#straggled.get(workerId) ?? 0;
  }

  #apply(event: RunEvent): void {
    this.#snapshot = applyEvent(this.#snapshot, event);
    // To a coordinator that takes the run up again, workers join anew.
    if (event.type === "run-recovered") this.#snapshot = { ...this.#snapshot, workers: [] };
  }

  #note(event: RunEvent): void {
    switch (event.type) {
      case "step":
        return this.#takeStep(event);
      case "epoch":
        this.#evaluation = undefined;
        return this.#judge(event.epoch, event.measures);
      case "evaluation-progress":
        this.#evaluation = event;
        return;
      case "tested":
      case "run-finished":
        this.#evaluation = undefined;
        return;
      case "run-paused":
      case "run-continued":
      case "run-recovered":
        return this.rate.forget();
      case "speculated":
        this.#straggled.set(event.straggler, this.straggledOf(event.straggler) + event.microBatches);
        return;
      default:
    }
  }

  #takeStep(event: EventOf<"step">): void {
    this.#step = event;
    this.#evaluation = undefined;
    this.rate.take(event.step, event.time);
    for (const [name, value] of Object.entries(event.measures)) {
      const curve = this.#curves.get(name) ?? new Curve();
      this.#curves.set(name, curve);
      curve.add(value);
    }
  }

  #judge(epoch: number, measures: Measures): void {
    for (const [name, value] of Object.entries(measures)) {
      const best = betterValue(name, this.#best.get(name), { epoch, value });
      if (best) this.#best.set(name, best);
    }
  }
}
