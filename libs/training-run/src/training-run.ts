import { Pace } from "@lockstep/numerics";
import type { RunOutcome } from "@lockstep/telemetry";
import { audienceOf } from "./audience.js";
import { Audits } from "./audits.js";
import { Dispatch } from "./dispatch.js";
import { Membership } from "./membership.js";
import type { OpenRounds } from "./open-rounds.js";
import { Pause } from "./pause.js";
import type { ResumePoint } from "./resume-point.js";
import { ResultIntake } from "./result-intake.js";
import { Roster } from "./roster.js";
import { isTraining } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import { inspectionOf, type RunInspection } from "./run-inspection.js";
import { RunMemory, type MachineMemory } from "./run-memory.js";
import { emit, type RunInput, type RunResult } from "./run-messages.js";
import type { Commands, RunParts } from "./run-parts.js";
import type { RunProgress } from "./run-progress.js";
import { Speculation } from "./speculation.js";
import { Stop, type ToldProgress } from "./stop.js";
import { wantedWorkers, Waiting, whoIsMissing } from "./waiting.js";

/** Where a run is. */
export type RunState =
  | "waiting" // fewer workers have joined than it wants for its start
  | "running" // rounds are computed as long as enough workers are there
  | "paused" // it stands still between two rounds, until nobody wants that any more
  | "finished"; // nothing more happens

type InputOf<Type extends RunInput["type"]> = Extract<RunInput, { type: Type }>;

/**
 * A run as a state machine: inputs carry the time, commands come out. It knows no sockets, timers, files or
 * randomness, so equal inputs give equal commands.
 */
export class TrainingRun {
  #state: RunState = "waiting";
  #hasStarted = false;
  readonly #stop: Stop;
  readonly #pace: Pace;
  readonly #memory: RunMemory;
  readonly #rounds: OpenRounds;
  readonly #progress: RunProgress;
  readonly #roster: Roster;
  readonly #parts: RunParts;
  readonly #membership: Membership;
  readonly #audits: Audits;
  readonly #dispatch: Dispatch;
  readonly #speculation: Speculation;
  readonly #intake: ResultIntake;
  readonly #pause = new Pause();
  readonly #waiting = new Waiting();

  /**
   * @param resumeFrom absent: from the beginning
   * @param told by an earlier life, perhaps of more than the point knows; absent: nothing
   * @throws RangeError where the point is not of such a run, naming the field
   */
  constructor(
    private readonly run: RunDefinition,
    resumeFrom?: ResumePoint,
    told?: ToldProgress,
  ) {
    this.#stop = new Stop(run.leaseDurationMs, told);
    this.#pace = new Pace(run.sliceLength, run.arithmetic);
    this.#memory = new RunMemory(run, this.#pace, resumeFrom);
    const { rounds, progress, machine } = this.#memory;
    this.#rounds = rounds;
    this.#progress = progress;
    this.#roster = new Roster(run.leaseDurationMs, run.maxWorkers);
    for (const [worker, reason] of machine.quarantined) this.#roster.quarantine(worker, reason);
    const current = (): RunProgress | undefined => (this.#hasStarted ? progress : undefined);
    const parts = (this.#parts = { run, roster: this.#roster, rounds, current });
    this.#membership = new Membership(parts);
    // What was told before must come out again: only who computes the same bits can see to that.
    this.#membership.bind(machine.fingerprint ?? told?.fingerprint);
    this.#audits = new Audits(parts, () => this.#state === "running" && this.#hasEnoughWorkers);
    this.#dispatch = new Dispatch(parts, this.#audits);
    this.#speculation = new Speculation(parts, this.#audits);
    this.#intake = new ResultIntake(parts, this.#membership, this.#audits, this.#pace);
    Object.assign(this.#intake.dropped, machine.dropped);
  }

  get state(): RunState {
    return this.#state;
  }

  /**
   * Earliest time, in milliseconds, at which a tick would do something that heartbeats do not postpone; Infinity: none.
   * Leases are found to be over by ticks at any time.
   */
  get deadline(): number {
    if (this.#state === "finished") return Infinity;
    if (this.#state !== "running" || !this.#hasEnoughWorkers) return this.#stop.by;
    return Math.min(this.#stop.by, this.#speculation.deadline, this.#audits.deadline);
  }

  /**
   * Takes one input and gives what is to be done, lazily: each command is carried out before the next is computed, so
   * that parameters are on their way before they are hashed. The commands must be drawn to their end.
   */
  *handle(input: RunInput): Commands {
    if (this.#is("finished")) return;
    this.#pace.restart();
    let failure = yield* this.#take(input);
    if (this.#isReviewed(input)) failure ??= yield* this.#intake.reviewAudits(input.time);
    if (failure !== undefined) yield* this.#finish("failed", failure, input.time);
    if (this.#is("waiting")) yield* this.#tryStart(input.time);
    if (this.#is("running")) yield* this.#goOn(input.time);
    if (!this.#is("finished")) yield* this.#membership.dismissIdle(input.time);
  }

  /**
   * Ends the run for a reason from outside, such as data that cannot be read any more. Gives what its steps left, so it
   * is for between two inputs: in the middle of a step's commands, parameters are ahead of their digest.
   */
  fail(reason: string): RunResult {
    this.#state = "finished";
    return this.#resultOf("failed", reason);
  }

  /** A view of who holds what, for those who check it. */
  inspect(): RunInspection {
    return inspectionOf(this.#roster, this.#rounds, this.#audits);
  }

  /** Whether open audits are looked at: results look at their own, heartbeats change nothing. */
  #isReviewed({ type }: RunInput): boolean {
    if (this.#audits.openCount === 0 || this.#state !== "running" || type === "heartbeat") return false;
    return type !== "result" || this.#audits.isAnyUnattended;
  }

  /** A method, as the state changes between one command and the next. */
  #is(state: RunState): boolean {
    return this.#state === state;
  }

  /** Gives why the run cannot go on, where it cannot. */
  *#take(input: RunInput): Commands<string | undefined> {
    if ("incarnation" in input && input.type !== "worker-joined" && !this.#roster.isCurrent(input))
      return yield* this.#takeFromNobody(input);
    if (input.type === "failure" || input.type === "result") return yield* this.#takeAnswer(input);
    if (input.type !== "heartbeat") this.#speculation.disturb();
    yield* this.#takeNews(input);
    return undefined;
  }

  *#takeAnswer(input: InputOf<"result" | "failure">): Commands<string | undefined> {
    yield* this.#hear(input.worker, input.time);
    const failure = yield* input.type === "result" ? this.#intake.result(input) : this.#intake.failure(input);
    if (input.type === "result") this.#speculation.answered(input.worker);
    else this.#speculation.disturb();
    return failure;
  }

  *#takeNews(input: Exclude<RunInput, { type: "result" | "failure" }>): Commands {
    switch (input.type) {
      case "worker-joined":
        return yield* this.#membership.join(input);
      case "worker-left":
        return yield* this.#membership.leave(input.worker, input.reason, input.time);
      case "worker-leaving":
        return yield* this.#membership.startLeaving(input.worker, input.time);
      case "drain":
        if (this.#roster.get(input.worker)) yield* this.#membership.startLeaving(input.worker, input.time);
        return;
      case "credit":
        this.#membership.giveCredit(input.worker, input.sequences);
        return;
      case "heartbeat":
        return yield* this.#hear(input.worker, input.time);
      case "pause":
        return yield* this.#wantPause(input);
      case "continue":
        return yield* this.#settlePause(input);
      case "checkpoint":
        return yield* this.#askForCheckpoint(input.time);
      case "stop":
        return yield* this.#askToStop(input.reason, input.time);
      case "tick":
        return yield* input.time >= this.#stop.by
          ? this.#finish("stopped", this.#stop.reason, input.time)
          : this.#membership.expireLeases(input.time);
    }
  }

  /** What is about another membership than the present one is dropped. Who has no part in the run may go. */
  *#takeFromNobody(input: Extract<RunInput, { incarnation: number }>): Commands<undefined> {
    const isKnown = this.#roster.newestOf(input.worker) > -Infinity;
    if (input.type === "result") yield* this.#intake.drop(input.worker, isKnown ? "stale" : "unsolicited");
    else if (input.type === "worker-leaving" && !this.#roster.get(input.worker))
      yield* this.#membership.startLeaving(input.worker, input.time);
  }

  *#hear(worker: string, time: number): Commands {
    if (yield* this.#membership.hear(worker, time)) this.#speculation.disturb();
  }

  // Start, commit, dispatch

  *#tryStart(time: number): Commands {
    const { live } = this.#roster;
    if (this.#memory.isOver) {
      yield* this.#progress.saveBestAgain();
      return yield* this.#finish("completed", undefined, time);
    }
    if (this.#pause.isWanted) return yield* this.#standStill(time);
    const wanted = this.#memory.isResumed
      ? this.run.minWorkers
      : Math.max(this.run.minWorkers, this.run.startWorkers ?? 0);
    if (live.length < wanted)
      return yield* this.#waiting.for(
        wanted > 1 ? `${wanted} workers to join (${live.length} so far)` : "a worker to join",
      );
    this.#state = "running";
    this.#hasStarted = true;
    this.#waiting.end();
    this.#progress.start(time);
    this.#memory.checkpoints.start(time);
    yield emit({ type: "run-started", workers: live.length, fingerprint: this.#roster.fingerprint ?? "" });
    if (this.#memory.isResumed) yield* this.#progress.saveBestAgain();
    yield* this.#memory.writeFirst(this.#machineMemory, time);
    this.#rounds.start();
    yield* this.#membership.bringUpToDate(time);
  }

  /** Commits what is complete and gives out what is pending. */
  *#goOn(time: number): Commands {
    let isBetweenRounds = false;
    while (this.#rounds.current?.board.complete && !(isBetweenRounds && this.#pause.isWanted)) {
      yield* this.#commit(time);
      if (this.#is("finished")) return;
      isBetweenRounds = true;
    }
    const { current } = this.#rounds;
    if (!current) return yield* this.#finish("completed", undefined, time);
    if (isBetweenRounds && this.#pause.isWanted) return yield* this.#standStill(time);
    const isHeld = current.board.isHeld();
    // A stop waits for the step's end only while somebody works on it.
    if (this.#stop.reason !== undefined && !isHeld && !this.#stop.isCatchingUp(current.round.number))
      return yield* this.#finish("stopped", this.#stop.reason, time);
    const canGo = isHeld || (this.#hasEnoughWorkers && !current.board.isUntouched);
    if (this.#pause.isWanted && !canGo) return yield* this.#standStill(time);
    yield* this.#giveOut(time);
    if (current.board.isHeld()) return;
    // Nobody computes anything, and who knows when: what waits for the step's end waits no longer.
    if (this.#pause.isWanted) return yield* this.#standStill(time);
    yield* this.#memory.write(this.#memory.checkpoints.asked(time), this.#machineMemory, time);
  }

  *#commit(time: number): Commands {
    const { current } = this.#rounds;
    if (!current) return;
    const { round } = current;
    const progress = this.#progress;
    this.run.watch?.completed(round);
    const outcome = yield* progress.commit(current, audienceOf(this.#parts, time), time);
    if (outcome.failure !== undefined) return yield* this.#finish("failed", outcome.failure, time);
    this.run.watch?.committed(round, progress.state.step);
    if (this.#stop.reason !== undefined && !this.#stop.isCatchingUp(round.number + 1))
      return yield* this.#finish("stopped", this.#stop.reason, time);
    this.#stop.postpone(time);
    if (outcome.endsTraining && this.#rounds.following?.part === "train") {
      yield* this.#membership.takeBackAhead();
      this.#rounds.endTraining(progress.state.step, progress.epochs);
    }
    if (isTraining(round.part) && !isTraining(this.#rounds.following?.part))
      yield* progress.leaveFinal(audienceOf(this.#parts, time));
    this.#rounds.advance();
    this.#audits.forgetCounted();
    this.#speculation.disturb();
    const { epochMeasures } = outcome;
    const committed = { step: progress.state.step, tookStep: round.purpose === "gradient", epochMeasures };
    yield* this.#memory.write(this.#memory.checkpoints.after(committed, time), this.#machineMemory, time);
  }

  get #hasEnoughWorkers(): boolean {
    return this.#roster.live.length >= Math.max(1, this.run.minWorkers);
  }

  *#giveOut(time: number): Commands {
    const board = this.#rounds.current?.board;
    if (!this.#hasEnoughWorkers) {
      if (this.#rounds.hasPending || board?.isHeld() === false)
        yield* this.#waiting.for(wantedWorkers(this.#roster, this.run.minWorkers));
      return;
    }
    const isEnding = this.#pause.isWanted || this.#stop.reason !== undefined;
    if (this.#rounds.hasPending) {
      yield* this.#dispatch.giveOut(time, !isEnding);
      this.#speculation.disturb();
    }
    if (board?.isHeld() === false) return yield* this.#waiting.for(whoIsMissing(board));
    this.#waiting.end();
    yield* this.#speculation.act(time);
  }

  // Pauses and checkpoints

  *#wantPause({ cause, reason }: InputOf<"pause">): Commands {
    if (!this.#pause.want(cause, reason)) return;
    if (this.#is("paused")) yield* this.#tellPause([{ cause, reason }]);
    else yield* this.#membership.takeBackAhead();
  }

  *#settlePause({ cause }: InputOf<"continue">): Commands {
    if (!this.#pause.settle(cause) || !this.#is("paused")) return;
    if (this.#pause.isWanted) return yield* this.#tellPause(this.#pause.wishes);
    this.#state = this.#hasStarted ? "running" : "waiting";
    this.#waiting.end();
    yield emit({ type: "run-continued", step: this.#progress.state.step });
  }

  /** Nothing is held any more. */
  *#standStill(time: number): Commands {
    if (this.#stop.reason !== undefined) return yield* this.#finish("stopped", this.#stop.reason, time);
    this.#state = "paused";
    yield* this.#tellPause(this.#pause.wishes);
    yield* this.#askForCheckpoint(time);
  }

  *#tellPause(wishes: Pause["wishes"]): Commands {
    for (const wish of wishes) yield emit({ type: "run-paused", ...wish, step: this.#progress.state.step });
  }

  /** Written at once where no round is waited for. */
  *#askForCheckpoint(time: number): Commands {
    const { checkpoints } = this.#memory;
    checkpoints.ask();
    if (this.#is("running") && this.#rounds.current?.board.isHeld()) return;
    yield* this.#memory.write(checkpoints.asked(time), this.#machineMemory, time);
  }

  get #machineMemory(): MachineMemory {
    const { quarantined } = this.#roster;
    return { fingerprint: this.#membership.fingerprint, dropped: this.#intake.dropped, quarantined };
  }

  // End

  /** At once, but for a step that somebody computes, and for what was told before and is computed again. */
  *#askToStop(reason: string, time: number): Commands {
    if (!this.#stop.ask(reason, time)) return;
    const { current, position } = this.#rounds;
    const isInStep = this.#is("running") && current?.round.purpose === "gradient" && current.board.isHeld();
    const isCatchingUp = !this.#is("paused") && this.#stop.isCatchingUp(position);
    if (isCatchingUp) yield* this.#waiting.for(this.#stop.waitingFor);
    else if (!isInStep) yield* this.#finish("stopped", reason, time);
  }

  *#finish(outcome: RunOutcome, reason: string | undefined, time: number): Commands {
    this.#state = "finished";
    yield* this.#membership.dismissLeaving(time);
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
      droppedResults: this.#intake.dropped,
    };
  }
}
