import type { RoundTimeline, StepSplit, WorkSpan } from "@lockstep/telemetry/views";
import { microBatchCount, type Round, type RunCommand } from "@lockstep/training-run";

type Role = Extract<RunCommand, { type: "assign" }>["role"];

/** A worker's range while it is watched. Times are milliseconds on the steady clock. */
export interface ObservedSpan {
  readonly workerId: string;
  readonly first: number;
  readonly count: number;
  readonly kind: Role;
  readonly assignedAt: number;
  beganAt: number;
  endedAt: number | undefined;
  computeMs: number | undefined;
  outcome: WorkSpan["outcome"];
}

/** Ranges of a round that are kept: more say nothing more to people. */
const maxSpans = 500;

/** A round as it goes: who was given what and when, and when its parts were done. */
export class ObservedRound {
  readonly spans: ObservedSpan[] = [];
  /** The one whose result was read last before the round was complete. */
  #last: ObservedSpan | undefined;
  #takenAt = 0;
  #completedAt = 0;
  #committedAt: number | undefined;
  #step: number | undefined;

  /** @param openedAt when the round before was committed, or the first range of this one was given */
  constructor(
    readonly round: Round,
    private openedAt: number,
  ) {}

  get isCommitted(): boolean {
    return this.#committedAt !== undefined;
  }

  /** The round before was committed: what was given before that travelled ahead. */
  follow(time: number): void {
    this.openedAt = Math.max(this.openedAt, time);
  }

  add(span: ObservedSpan): void {
    if (this.spans.length < maxSpans) this.spans.push(span);
  }

  openSpan(workerId: string, first: number, count: number): ObservedSpan | undefined {
    return this.spans.find(
      (span) =>
        span.outcome === "open" && span.workerId === workerId && span.first === first && span.count === count,
    );
  }

  /** A result was read, and is added up next. */
  take(span: ObservedSpan | undefined, time: number): void {
    this.#last = span;
    this.#takenAt = time;
  }

  complete(time: number): void {
    this.#completedAt = time;
  }

  /** @param step that it led to; undefined: it took none */
  commit(time: number, step: number | undefined): void {
    this.#committedAt = time;
    this.#step = step;
    for (const span of this.spans) {
      if (span.outcome !== "open") continue;
      span.outcome = "revoked";
      span.endedAt = time;
    }
  }

  /** @param epochMs what is to be added to the steady clock for milliseconds since 1970 */
  timeline(epochMs: number, now: number): RoundTimeline {
    const endedAt = this.#committedAt ?? now;
    return {
      round: this.round.number,
      purpose: this.round.purpose,
      ...(this.#step === undefined ? {} : { step: this.#step }),
      beganMs: epochMs + this.openedAt,
      endedMs: epochMs + endedAt,
      microBatches: microBatchCount(this.round),
      split: this.#split(endedAt),
      spans: this.spans.map((span) => spanOf(span, epochMs, endedAt)),
    };
  }

  /**
   * By the way of the result that was waited for last. What passes between giving out a range and hearing of it that the
   * worker did not compute is taken to be half on the way there and half on the way back: clocks of machines differ.
   */
  #split(endedAt: number): StepSplit {
    const wholeMs = endedAt - this.openedAt;
    const last = this.#last;
    if (!last?.endedAt || !this.isCommitted) {
      const nothing = { parametersMs: 0, computeMs: 0, resultsMs: 0, reductionMs: 0, optimizerMs: 0 };
      return { ...nothing, waitingMs: wholeMs };
    }
    const beganAt = Math.max(last.beganAt, this.openedAt);
    const outAndBackMs = Math.max(0, last.endedAt - beganAt);
    const computeMs = Math.min(last.computeMs ?? 0, outAndBackMs);
    const onTheWayMs = outAndBackMs - computeMs;
    const queuedMs = Math.max(0, this.#takenAt - last.endedAt);
    const reductionMs = Math.max(0, this.#completedAt - this.#takenAt);
    const optimizerMs = Math.max(0, endedAt - this.#completedAt);
    const known = outAndBackMs + queuedMs + reductionMs + optimizerMs;
    return {
      parametersMs: onTheWayMs / 2,
      computeMs,
      resultsMs: onTheWayMs / 2 + queuedMs,
      reductionMs,
      optimizerMs,
      waitingMs: Math.max(0, wholeMs - known),
    };
  }
}

function spanOf(span: ObservedSpan, epochMs: number, now: number): WorkSpan {
  const { workerId, first, count, kind, computeMs, outcome } = span;
  return {
    ...{ workerId, first, count, kind, outcome },
    assignedMs: epochMs + span.assignedAt,
    beganMs: epochMs + span.beganAt,
    endedMs: epochMs + (span.endedAt ?? Math.max(now, span.beganAt)),
    ...(computeMs === undefined ? {} : { computeMs }),
  };
}
