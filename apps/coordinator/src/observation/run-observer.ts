import type { RoundTimeline } from "@lockstep/telemetry/views";
import type { Round, RoundWatch, RunCommand } from "@lockstep/training-run";
import { ObservedRound, type ObservedSpan } from "./observed-round.js";
import { WorkerCounts } from "./worker-counts.js";

type CommandOf<Type extends RunCommand["type"]> = Extract<RunCommand, { type: Type }>;

/** A worker's answer about a range. */
export interface ObservedAnswer {
  readonly workerId: string;
  readonly round: number;
  readonly first: number;
  readonly count: number;
  readonly computeMs?: number;
}

/** Rounds that are kept. */
const maxRounds = 64;

/**
 * Watches who computes what of a run, and when, for people to look at: the state machine does not know of it. In the hot
 * path it notes times and small objects; views are made when somebody asks.
 */
export class RunObserver implements RoundWatch {
  readonly counts: WorkerCounts;
  /** By number, going up. */
  readonly #rounds = new Map<number, ObservedRound>();
  /** When each worker was sent the parameters of its newest version. */
  readonly #sent = new Map<string, { readonly version: number; readonly time: number }>();

  /** @param now milliseconds on a steady clock */
  constructor(
    readonly runId: string,
    private readonly now: () => number,
  ) {
    this.counts = new WorkerCounts(now);
  }

  // What is said to workers

  assigned({ worker, round, node, role }: CommandOf<"assign">): void {
    const time = this.now();
    const observed = this.#rounds.get(round.number) ?? this.#open(round, time);
    // Data travel ahead of the parameters: it is begun when those are there.
    const sent = this.#sent.get(worker);
    const isReady = sent?.version === round.parametersVersion;
    observed.add({
      ...{ workerId: worker, first: node.first, count: node.count, kind: role, assignedAt: time },
      beganAt: isReady ? Math.max(time, sent.time) : time,
      ...{ endedAt: undefined, computeMs: undefined, outcome: "open" },
    });
    this.counts.gave(worker, node.count);
  }

  parametersSent(workers: readonly string[], version: number): void {
    const time = this.now();
    for (const worker of workers) this.#sent.set(worker, { version, time });
    for (const observed of this.#rounds.values()) {
      if (observed.isCommitted || observed.round.parametersVersion !== version) continue;
      for (const span of observed.spans)
        if (span.outcome === "open" && workers.includes(span.workerId)) span.beganAt = time;
    }
  }

  revoked({ worker, round, node }: CommandOf<"revoke">): void {
    this.#end(this.#spanOf({ workerId: worker, round: round.number, ...node }), "revoked");
  }

  // What is heard of them

  /** A result was read; it waits for its turn. */
  heard(answer: ObservedAnswer): void {
    const span = this.#spanOf(answer);
    if (span) {
      span.computeMs = answer.computeMs;
      span.endedAt = this.now();
    }
  }

  /** It is its turn. */
  taking(answer: ObservedAnswer): void {
    const span = this.#spanOf(answer);
    const observed = this.#rounds.get(answer.round);
    if (!span || !observed) {
      this.counts.dropped(answer.workerId);
      return;
    }
    observed.take(span, this.now());
    this.#end(span, "counted");
    this.counts.counted(answer.workerId, answer.count);
  }

  failed(answer: ObservedAnswer): void {
    this.#end(this.#spanOf(answer), "failed");
  }

  /** A worker is gone, or its lease is over: what it held goes to others. */
  lost(workerId: string): void {
    this.#sent.delete(workerId);
    this.counts.forget(workerId);
    for (const observed of this.#rounds.values())
      for (const span of observed.spans)
        if (span.workerId === workerId && span.outcome === "open") this.#end(span, "lost");
  }

  // What becomes of rounds

  completed(round: Round): void {
    this.#rounds.get(round.number)?.complete(this.now());
  }

  committed(round: Round, step: number): void {
    const time = this.now();
    const observed = this.#rounds.get(round.number);
    if (observed)
      for (const span of observed.spans)
        if (span.outcome === "open") this.counts.returned(span.workerId, span.count);
    observed?.commit(time, round.purpose === "gradient" ? step : undefined);
    for (const other of this.#rounds.values()) if (!other.isCommitted) other.follow(time);
  }

  /** The newest rounds, the newest last. */
  timelines(count: number): readonly RoundTimeline[] {
    const time = this.now();
    const epochMs = Date.now() - time;
    return [...this.#rounds.values()].slice(-count).map((observed) => observed.timeline(epochMs, time));
  }

  #open(round: Round, time: number): ObservedRound {
    const observed = new ObservedRound(round, time);
    this.#rounds.set(round.number, observed);
    const [oldest] = this.#rounds.keys();
    if (this.#rounds.size > maxRounds && oldest !== undefined) this.#rounds.delete(oldest);
    return observed;
  }

  #spanOf({ workerId, round, first, count }: ObservedAnswer): ObservedSpan | undefined {
    return this.#rounds.get(round)?.openSpan(workerId, first, count);
  }

  #end(span: ObservedSpan | undefined, outcome: ObservedSpan["outcome"]): void {
    if (!span) return;
    span.outcome = outcome;
    span.endedAt ??= this.now();
    this.counts.returned(span.workerId, span.count);
  }
}
