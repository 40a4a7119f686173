import type { TreeNode } from "@lockstep/reduction";
import type { RunOutcome } from "@lockstep/telemetry";
import { Membership } from "./membership.js";
import { lengthProblem, nonFiniteValue } from "./result-check.js";
import { RoundInProgress } from "./round-in-progress.js";
import { roundSchedule, stepsPerEpoch } from "./round-schedule.js";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import { emit, type DroppedResults, type RunCommand, type RunInput } from "./run-messages.js";
import { RunProgress } from "./run-progress.js";
import { divideWork } from "./work-division.js";

/** Where a run is. */
export type RunState =
  | "waiting" // fewer workers have joined than it wants for its start
  | "running" // rounds are computed as long as a worker is there
  | "finished"; // nothing more happens

type Commands = Generator<RunCommand, void>;

/**
 * A run as a state machine: inputs carry the time, commands come out. It knows no sockets, timers, files or
 * randomness, so equal inputs give equal commands.
 *
 * Two rounds are open at a time: the current one, and the next, whose data travel ahead while only the parameters
 * are waited for.
 */
export class TrainingRun {
  #state: RunState = "waiting";
  #waitingFor: string | undefined;
  #stopReason: string | undefined;
  #fingerprint: string | undefined;
  #current: RoundInProgress | undefined;
  #next: RoundInProgress | undefined;
  #startedAt = 0;
  readonly #members: Membership;
  readonly #progress: RunProgress;
  readonly #schedule: Generator<Round, undefined>;
  readonly #dropped: DroppedResults = { stale: 0, duplicate: 0, unsolicited: 0 };

  constructor(private readonly run: RunDefinition) {
    this.#members = new Membership(run.leaseDurationMs);
    this.#schedule = roundSchedule(run.shape);
    this.#progress = new RunProgress(run);
  }

  get state(): RunState {
    return this.#state;
  }

  /**
   * Takes one input and gives what is to be done, lazily: each command is carried out before the next is computed, so
   * that parameters are on their way before they are hashed. The commands must be drawn to their end.
   */
  *handle(input: RunInput): Commands {
    if (this.#is("finished")) return;
    yield* this.#take(input);
    if (!this.#is("finished")) yield* this.#expireLeases(input.time);
    if (this.#is("waiting")) yield* this.#tryStart(input.time);
    if (this.#is("running")) yield* this.#goOn(input.time);
  }

  /** A method, as the state changes between one command and the next. */
  #is(state: RunState): boolean {
    return this.#state === state;
  }

  *#take(input: RunInput): Commands {
    switch (input.type) {
      case "worker-joined":
        return yield* this.#join(input);
      case "worker-left":
        return yield* this.#leave(input.worker, input.reason);
      case "worker-leaving":
        return yield* this.#startLeaving(input.worker);
      case "failure":
        return yield* this.#refuse(input.worker, "FAILURE", input.reason);
      case "heartbeat":
        return yield* this.#hear(input.worker, input.time);
      case "result":
        yield* this.#hear(input.worker, input.time);
        return yield* this.#takeResult(input);
      case "stop":
        this.#stopReason = input.reason;
        return yield* this.#stop(input.time);
      case "tick":
        return;
    }
  }

  // Membership

  *#join(joined: Extract<RunInput, { type: "worker-joined" }>): Commands {
    const { worker, slots, backend, fingerprint, time } = joined;
    this.#fingerprint ??= fingerprint;
    if (fingerprint !== this.#fingerprint && this.run.determinism === "strict") {
      const reason = `fingerprint: expected ${this.#fingerprint} as the run's first worker has, got ${fingerprint}; a job with "determinism: relaxed" takes both`;
      return yield* this.#refuse(worker, "FINGERPRINT", reason);
    }
    this.#members.add({ worker, slots, backend, fingerprint, heardAt: time });
    yield emit({ type: "worker-joined", workerId: worker, slots, backend, fingerprint });
    if (this.#state === "running") yield this.#begin(worker);
  }

  *#leave(worker: string, reason: string): Commands {
    if (!this.#members.remove(worker)) return;
    const returned = this.#release(worker);
    yield emit({ type: "worker-left", workerId: worker, reason, returnedMicroBatches: returned });
  }

  *#refuse(worker: string, code: "FINGERPRINT" | "FAILURE" | "INVALID_MESSAGE", reason: string): Commands {
    yield { type: "refuse", worker, code, reason };
    yield emit({ type: "worker-refused", workerId: worker, reason });
    yield* this.#leave(worker, `refused: ${reason}`);
  }

  *#startLeaving(worker: string): Commands {
    if (!this.#members.startLeaving(worker)) {
      yield { type: "dismiss", worker };
      return;
    }
    for (const node of this.#next?.board.release(worker) ?? []) {
      if (this.#next) yield { type: "revoke", worker, round: this.#next.round, node };
    }
  }

  *#hear(worker: string, time: number): Commands {
    if (this.#members.hear(worker, time)) yield emit({ type: "worker-recovered", workerId: worker });
  }

  *#expireLeases(time: number): Commands {
    for (const { worker } of this.#members.expire(time)) {
      const returned = this.#release(worker);
      yield emit({ type: "lease-expired", workerId: worker, returnedMicroBatches: returned });
    }
  }

  /** What the worker held is pending again. Gives the number of micro-batches. */
  #release(worker: string): number {
    const nodes = [this.#current, this.#next].flatMap((progress) => progress?.board.release(worker) ?? []);
    return nodes.reduce((sum, node) => sum + node.count, 0);
  }

  #begin(worker: string): RunCommand {
    const { step: version, parameters } = this.#progress.state;
    return { type: "begin", worker, version, parameters };
  }

  // Start and dispatch

  *#tryStart(time: number): Commands {
    const live = this.#members.live;
    if (live.length < this.run.minWorkers) {
      return yield* this.#wait(`${this.run.minWorkers} workers to join (${live.length} so far)`);
    }
    this.#state = "running";
    this.#waitingFor = undefined;
    this.#startedAt = time;
    this.#progress.start(time);
    yield emit({ type: "run-started", workers: live.length, fingerprint: this.#fingerprint ?? "" });
    for (const { worker } of live) yield this.#begin(worker);
    this.#current = this.#plan(time);
    this.#next = this.#plan(time);
  }

  #plan(time: number): RoundInProgress | undefined {
    const { value: round } = this.#schedule.next();
    return round && new RoundInProgress(round, time);
  }

  /** Commits what is complete and gives out what is pending. */
  *#goOn(time: number): Commands {
    while (this.#current?.board.complete) {
      const audience = { workers: this.#members.workers, liveCount: this.#members.live.length };
      const failure = yield* this.#progress.commit(this.#current, audience, time);
      if (failure !== undefined) return yield* this.#finish("failed", time, failure);
      if (this.#stopReason !== undefined) return yield* this.#finish("stopped", time, this.#stopReason);
      this.#current = this.#next;
      this.#next = this.#plan(time);
    }
    if (!this.#current) return yield* this.#finish("completed", time);
    if (this.#stopReason !== undefined && this.#members.live.length === 0) {
      return yield* this.#finish("stopped", time, this.#stopReason);
    }
    yield* this.#dispatch();
    yield* this.#dismissIdle();
  }

  *#dispatch(): Commands {
    const shares = this.#members.live.map(({ worker, slots }) => ({ worker, weight: slots }));
    const pending = [this.#current, this.#next].filter((progress) => progress?.board.pending.length);
    if (shares.length === 0 && pending.length > 0) return yield* this.#wait("a worker to join");
    this.#waitingFor = undefined;
    for (const progress of pending) if (progress) yield* this.#assignPending(progress, shares);
  }

  *#assignPending(
    progress: RoundInProgress,
    shares: readonly { worker: string; weight: number }[],
  ): Commands {
    const { board, round } = progress;
    for (const { worker, node } of divideWork(board.pending, board.total, shares)) {
      board.hold(worker, node);
      yield { type: "assign", worker, round, node };
    }
  }

  *#dismissIdle(): Commands {
    for (const { worker } of this.#members.leaving) {
      if (this.#current?.board.holds(worker) || this.#next?.board.holds(worker)) continue;
      yield { type: "dismiss", worker };
      yield* this.#leave(worker, "drained");
    }
  }

  *#wait(what: string): Commands {
    if (this.#waitingFor === what) return;
    this.#waitingFor = what;
    yield emit({ type: "waiting", for: what });
  }

  // Results

  *#takeResult(result: Extract<RunInput, { type: "result" }>): Commands {
    const progress = [this.#current, this.#next].find((open) => open?.round.number === result.round);
    if (!progress)
      return yield* this.#drop(result.worker, this.#wasCommitted(result.round) ? "stale" : "unsolicited");
    const problem = lengthProblem(progress.round, result.node, result.values, this.run);
    if (problem !== undefined) return yield* this.#refuse(result.worker, "INVALID_MESSAGE", problem);
    const bad = nonFiniteValue(result.values, this.run);
    if (bad !== undefined)
      return yield* this.#finish("failed", result.time, describeBad(progress.round, result, bad));
    const acceptance = progress.accept(result.worker, result.node, result.values);
    if (acceptance.kind !== "accepted") return yield* this.#drop(result.worker, acceptance.kind);
    for (const { worker, node } of acceptance.revoked)
      yield { type: "revoke", worker, round: progress.round, node };
  }

  #wasCommitted(round: number): boolean {
    return this.#current !== undefined && round < this.#current.round.number;
  }

  *#drop(worker: string, reason: keyof DroppedResults): Commands {
    this.#dropped[reason]++;
    yield emit({ type: "result-dropped", workerId: worker, reason });
  }

  // End

  /** The current step is finished first where somebody computes it; otherwise there is nothing to wait for. */
  *#stop(time: number): Commands {
    const inStep = this.#current?.round.purpose === "gradient" && this.#members.live.length > 0;
    if (this.#state === "waiting" || !inStep) yield* this.#finish("stopped", time, this.#stopReason);
  }

  *#finish(outcome: RunOutcome, time: number, reason?: string): Commands {
    this.#state = "finished";
    const { state, digest, test, predictions } = this.#progress;
    const result = {
      outcome,
      ...(reason === undefined ? {} : { reason }),
      state,
      digest,
      epochs: Math.floor(state.step / Math.max(1, stepsPerEpoch(this.run.shape))),
      ...(test ? { test } : {}),
      ...(this.run.shape.kind === "predict" ? { predictions } : {}),
      droppedResults: this.#dropped,
      durationMs: time - this.#startedAt,
    };
    yield { type: "finish", result };
  }
}

function describeBad(round: Round, result: { worker: string; node: TreeNode }, bad: string): string {
  const { first, count } = result.node;
  const range = count === 1 ? `micro-batch ${first}` : `micro-batches ${first} to ${first + count - 1}`;
  const place =
    round.purpose === "gradient"
      ? `step ${round.parametersVersion + 1}`
      : `${round.part} batch ${round.batch + 1}`;
  return `${place}, ${range} (computed by ${result.worker}): ${bad}; the update is withheld`;
}
