import type { RunOutcome } from "@lockstep/telemetry";
import { OpenRounds } from "./open-rounds.js";
import { finalises } from "./final-parameters.js";
import { lengthProblem, nonFiniteProblem } from "./result-check.js";
import { Roster } from "./roster.js";
import { RoundSchedule } from "./round-schedule.js";
import type { DataPart } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import {
  emit,
  type DroppedResults,
  type PauseCause,
  type RunCommand,
  type RunInput,
  type RunResult,
} from "./run-messages.js";
import { RunProgress } from "./run-progress.js";

/** Where a run is. */
export type RunState =
  | "waiting" // fewer workers have joined than it wants for its start
  | "running" // rounds are computed as long as a worker is there
  | "paused" // it stands still between two rounds, until nobody wants that any more
  | "finished"; // nothing more happens

type Commands = Generator<RunCommand, void>;
type InputOf<Type extends RunInput["type"]> = Extract<RunInput, { type: Type }>;

/** Dropped results that are told one by one; beyond them only the counts go up. */
const toldDrops = 100;

/**
 * A run as a state machine: inputs carry the time, commands come out. It knows no sockets, timers, files or
 * randomness, so equal inputs give equal commands.
 */
export class TrainingRun {
  #state: RunState = "waiting";
  #waitingFor: string | undefined;
  #stopReason: string | undefined;
  /** When to stop as it stands, if the current step is not done by then. */
  #stopBy = Infinity;
  /** Numerics that the run is bound to, from its first result on. */
  #fingerprint: string | undefined;
  readonly #pauses = new Set<PauseCause>();
  readonly #roster: Roster;
  readonly #rounds: OpenRounds;
  readonly #progress: RunProgress;
  readonly #dropped: DroppedResults = { stale: 0, duplicate: 0, unsolicited: 0 };

  constructor(private readonly run: RunDefinition) {
    this.#roster = new Roster(run.leaseDurationMs);
    this.#rounds = new OpenRounds(new RoundSchedule(run.shape, finalises(run)));
    this.#progress = new RunProgress(run);
  }

  get state(): RunState {
    return this.#state;
  }

  /** Earliest time, in milliseconds, at which a tick would do something that heartbeats do not postpone. */
  get deadline(): number {
    return this.#stopBy;
  }

  /**
   * Takes one input and gives what is to be done, lazily: each command is carried out before the next is computed, so
   * that parameters are on their way before they are hashed. The commands must be drawn to their end.
   */
  *handle(input: RunInput): Commands {
    if (this.#is("finished")) return;
    yield* this.#take(input);
    if (this.#is("waiting")) yield* this.#tryStart(input.time);
    if (this.#is("running")) yield* this.#goOn(input.time);
    if (!this.#is("finished")) yield* this.#dismissIdle();
  }

  /** Ends the run for a reason from outside, such as data that cannot be read any more. Gives what its steps left. */
  fail(reason: string): RunResult {
    this.#state = "finished";
    return this.#resultOf("failed", reason);
  }

  /** A method, as the state changes between one command and the next. */
  #is(state: RunState): boolean {
    return this.#state === state;
  }

  *#take(input: RunInput): Commands {
    if ("incarnation" in input && input.type !== "worker-joined" && !this.#roster.isCurrent(input)) {
      if (input.type === "result") yield* this.#drop(input.worker, "stale");
      return;
    }
    switch (input.type) {
      case "worker-joined":
        return yield* this.#join(input);
      case "drain":
        return yield* this.#startLeaving(input.worker);
      case "credit":
      case "checkpoint":
        return;
      case "pause":
        this.#pauses.add(input.cause);
        return;
      case "continue":
        this.#pauses.delete(input.cause);
        return;
      case "worker-left":
        return yield* this.#leave(input.worker, input.reason);
      case "worker-leaving":
        return yield* this.#startLeaving(input.worker);
      case "heartbeat":
        return yield* this.#hear(input.worker, input.time);
      case "failure":
        yield* this.#hear(input.worker, input.time);
        return yield* this.#takeFailure(input);
      case "result":
        yield* this.#hear(input.worker, input.time);
        return yield* this.#takeResult(input);
      case "stop":
        return yield* this.#stop(input.reason, input.time);
      case "tick":
        if (input.time >= this.#stopBy) return yield* this.#finish("stopped", this.#stopReason);
        return yield* this.#expireLeases(input.time);
    }
  }

  // Who is there

  *#join({ worker, incarnation, slots, backend, fingerprint, time }: InputOf<"worker-joined">): Commands {
    if (this.#roster.knows({ worker, incarnation })) return;
    const expected = this.#fingerprint ?? this.#roster.fingerprint ?? fingerprint;
    if (fingerprint !== expected && this.run.determinism === "strict") {
      const reason = `fingerprint: expected ${expected} as the run's first worker has, got ${fingerprint}; a job with "determinism: relaxed" takes both`;
      return yield* this.#refuse(worker, "FINGERPRINT", reason);
    }
    this.#rounds.release(worker);
    this.#roster.add({ worker, incarnation, slots, backend, fingerprint, heardAt: time });
    yield emit({ type: "worker-joined", workerId: worker, slots, backend, fingerprint });
    yield* this.#bringUpToDate(worker);
  }

  *#leave(worker: string, reason: string): Commands {
    if (!this.#roster.remove(worker)) return;
    const returnedMicroBatches = this.#rounds.release(worker);
    yield emit({ type: "worker-left", workerId: worker, reason, returnedMicroBatches });
  }

  *#refuse(worker: string, code: "FINGERPRINT" | "INVALID_MESSAGE", reason: string): Commands {
    yield { type: "refuse", worker, code, reason };
    yield emit({ type: "worker-refused", workerId: worker, reason });
    yield* this.#leave(worker, `refused: ${reason}`);
  }

  *#startLeaving(worker: string): Commands {
    if (!this.#roster.has(worker)) return yield* this.#dismiss(worker);
    this.#roster.markLeaving(worker);
    yield* this.#rounds.revokeNext(worker);
  }

  *#dismissIdle(): Commands {
    for (const { worker } of this.#roster.leaving) {
      if (!this.#rounds.isHeld(worker)) yield* this.#dismiss(worker);
    }
  }

  *#dismiss(worker: string): Commands {
    yield { type: "dismiss", worker };
    yield* this.#leave(worker, "drained");
  }

  *#hear(worker: string, time: number): Commands {
    if (!this.#roster.hear(worker, time)) return;
    yield emit({ type: "worker-recovered", workerId: worker });
    yield* this.#bringUpToDate(worker);
  }

  *#expireLeases(time: number): Commands {
    for (const { worker } of this.#roster.expire(time)) {
      const returnedMicroBatches = this.#rounds.release(worker);
      yield emit({ type: "lease-expired", workerId: worker, returnedMicroBatches });
    }
  }

  /** Tells a worker of the run and its parameters, if it does not have the current ones already. */
  *#bringUpToDate(worker: string): Commands {
    const { version, state } = this.#progress;
    if (!this.#is("running") || this.#roster.versionOf(worker) === version) return;
    this.#roster.sent(worker, version);
    yield { type: "begin", worker, version, parameters: state.parameters };
  }

  // Start, commit, dispatch

  *#tryStart(time: number): Commands {
    const { live } = this.#roster;
    if (live.length < this.run.minWorkers) {
      return yield* this.#wait(`${this.run.minWorkers} workers to join (${live.length} so far)`);
    }
    this.#state = "running";
    this.#waitingFor = undefined;
    this.#progress.start(time);
    yield emit({ type: "run-started", workers: live.length, fingerprint: this.#roster.fingerprint ?? "" });
    for (const { worker } of this.#roster.reachable) yield* this.#bringUpToDate(worker);
    this.#rounds.start();
  }

  /** Commits what is complete and gives out what is pending. */
  *#goOn(time: number): Commands {
    while (this.#rounds.current?.board.complete) {
      const { round } = this.#rounds.current;
      const outcome = yield* this.#progress.commit(this.#rounds.current, this.#audience(), time);
      if (outcome.failure !== undefined) return yield* this.#finish("failed", outcome.failure);
      if (this.#stopReason !== undefined) return yield* this.#finish("stopped", this.#stopReason);
      if (outcome.endsTraining)
        yield* this.#rounds.endTraining(this.#progress.state.step, this.#progress.epochs);
      if (isTraining(round.part) && !isTraining(this.#rounds.following?.part))
        yield* this.#progress.leaveFinal(this.#audience());
      this.#rounds.advance();
    }
    if (!this.#rounds.current) return yield* this.#finish("completed");
    // A stop waits for the step's end only while somebody works on it.
    if (this.#stopReason !== undefined && !this.#rounds.current.board.isHeld()) {
      return yield* this.#finish("stopped", this.#stopReason);
    }
    yield* this.#dispatch();
  }

  /** Those who get the parameters that the commit at hand makes, if it makes any. */
  #audience(): { workers: string[]; liveCount: number; sent: (version: number) => void } {
    const workers = this.#roster.reachable.map(({ worker }) => worker);
    const sent = (version: number): void => {
      for (const worker of workers) this.#roster.sent(worker, version);
    };
    return { workers, liveCount: this.#roster.live.length, sent };
  }

  *#dispatch(): Commands {
    if (!this.#rounds.hasPending) return;
    const shares = this.#roster.live.map(({ worker, slots }) => ({ worker, weight: slots }));
    if (shares.length === 0) return yield* this.#wait("a worker to join");
    this.#waitingFor = undefined;
    yield* this.#rounds.assignPending(shares);
  }

  *#wait(what: string): Commands {
    if (this.#waitingFor === what) return;
    this.#waitingFor = what;
    yield emit({ type: "waiting", for: what });
  }

  // Results

  *#takeResult(result: InputOf<"result">): Commands {
    const { worker, node, values } = result;
    const progress = this.#rounds.byNumber(result.round);
    if (!progress)
      return yield* this.#drop(worker, this.#rounds.isPast(result.round) ? "stale" : "unsolicited");
    const standing = progress.board.standing(worker, node);
    if (standing !== "first") return yield* this.#drop(worker, standing);
    const problem = lengthProblem(progress.round, node, values, this.run);
    if (problem !== undefined) return yield* this.#refuse(worker, "INVALID_MESSAGE", problem);
    const bad = nonFiniteProblem(progress.round, result, this.run);
    if (bad !== undefined) return yield* this.#finish("failed", bad);
    this.#fingerprint ??= this.#roster.fingerprint;
    for (const other of progress.accept(worker, node, values))
      yield { type: "revoke", round: progress.round, ...other };
  }

  *#drop(worker: string, reason: keyof DroppedResults): Commands {
    this.#dropped[reason]++;
    const { stale, duplicate, unsolicited } = this.#dropped;
    if (stale + duplicate + unsolicited > toldDrops) return;
    yield emit({ type: "result-dropped", workerId: worker, reason });
  }

  /** A worker that cannot compute gets nothing more of this run. When nobody is left who can, it is the run's fault. */
  *#takeFailure({ worker, round, node, reason }: InputOf<"failure">): Commands {
    if (this.#rounds.byNumber(round)?.board.standing(worker, node) !== "first") return;
    this.#roster.markUnfit(worker);
    this.#rounds.release(worker);
    yield emit({ type: "worker-quarantined", workerId: worker, reason });
    if (this.#roster.live.length === 0)
      yield* this.#finish("failed", `${worker} could not compute: ${reason}`);
  }

  // End

  /** The current step is finished first where somebody computes it; a worker that hangs is waited for no longer than a lease. */
  *#stop(reason: string, time: number): Commands {
    if (this.#stopReason !== undefined) return;
    this.#stopReason = reason;
    this.#stopBy = time + this.run.leaseDurationMs;
    const { current } = this.#rounds;
    const isInStep = current?.round.purpose === "gradient" && current.board.isHeld();
    if (!isInStep) yield* this.#finish("stopped", reason);
  }

  *#finish(outcome: RunOutcome, reason?: string): Commands {
    this.#state = "finished";
    for (const { worker } of this.#roster.leaving) yield* this.#dismiss(worker);
    yield { type: "finish", result: this.#resultOf(outcome, reason) };
  }

  #resultOf(outcome: RunOutcome, reason: string | undefined): RunResult {
    const { state, digest, epochs, test, predictions } = this.#progress;
    return {
      outcome,
      ...(reason === undefined ? {} : { reason }),
      state,
      digest,
      epochs,
      ...(test ? { test } : {}),
      ...(this.run.shape.kind === "predict" && outcome === "completed" ? { predictions } : {}),
      droppedResults: this.#dropped,
    };
  }
}

/** Whether rounds of the part belong to the training, which the test comes after. */
function isTraining(part: DataPart | undefined): boolean {
  return part === "train" || part === "validation";
}
