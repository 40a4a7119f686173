import type { TreeNode } from "@lockstep/reduction";
import type { Measures, RunEventBody } from "@lockstep/telemetry";
import type { ResumePoint } from "./resume-point.js";
import type { Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import type { ResultValues, RunCommand, RunInput, RunResult } from "./run-messages.js";
import { TrainingRun } from "./training-run.js";

/** A range of a round's micro-batches to be computed. */
export interface RangeWork {
  readonly round: Round;
  readonly node: TreeNode;
  /** Carried states that it starts from, (its sequences, plan.stateSize). Absent: zeros. */
  readonly states?: Float32Array;
}

/** Computes a range with these parameters, as a worker does. */
export type ComputeRange = (work: RangeWork, parameters: Float32Array) => ResultValues;

/** An epoch as it ended. */
export interface InProcessEpoch {
  readonly measures: Measures;
  /** After its last step. */
  readonly parameters: Float32Array;
}

/** All that a run did, from where it began. */
export interface InProcessOutcome {
  readonly result: RunResult;
  readonly epochs: readonly InProcessEpoch[];
  readonly events: readonly RunEventBody[];
  readonly checkpoints: readonly Checkpoint[];
  /** What was saved as the best so far, the newest last. */
  readonly bests: readonly SavedBest[];
}

export interface InProcessOptions {
  /** Among whom the work is divided; it must not matter for any number. Default: 1. */
  readonly workers?: number | undefined;
  /** Absent: from the beginning. */
  readonly resumeFrom?: ResumePoint | undefined;
  /** False: the outcome has the result alone, so that memory does not grow with the run. Default: true. */
  readonly keep?: boolean | undefined;
}

export interface WatchedRunOptions extends InProcessOptions {
  /** Told of every event as it happens. */
  readonly onEvent?: (event: RunEventBody) => void;
  /** Asked after every event; true: the run is stopped there, and nothing further is told. */
  readonly until?: (event: RunEventBody) => boolean;
}

type Untimed<Input> = Input extends RunInput ? Omit<Input, "time"> : never;
type Assignment = Extract<RunCommand, { type: "assign" }>;
type Checkpoint = Extract<RunCommand, { type: "checkpoint" }>;
type SavedBest = Extract<RunCommand, { type: "save-best" }>;

/**
 * A run on the calling thread: the state machine as in a cluster, without a network. Time stands still. What the
 * definition says of how many workers there are, and of audits, is passed over: it matters for no number.
 * @throws Error where nobody can go on before the run's end, and whatever `compute` throws
 */
export function runInProcess(
  definition: RunDefinition,
  compute: ComputeRange,
  { onEvent, until, ...options }: WatchedRunOptions = {},
): InProcessOutcome {
  const run = new InProcessRun(definition, compute, options);
  for (const event of run.events()) {
    onEvent?.(event);
    if (until?.(event)) run.stop();
  }
  return run.outcome;
}

/**
 * The same, event by event: nothing is computed but what the next event needs, and nothing further once no more are
 * drawn.
 */
export function* streamInProcess(
  definition: RunDefinition,
  compute: ComputeRange,
  options: InProcessOptions = {},
): Generator<RunEventBody, InProcessOutcome> {
  const run = new InProcessRun(definition, compute, options);
  yield* run.events();
  return run.outcome;
}

class InProcessRun {
  readonly #machine: TrainingRun;
  readonly #workers: readonly string[];
  readonly #keeps: boolean;
  readonly #told: RunEventBody[] = [];
  readonly #epochs: InProcessEpoch[] = [];
  readonly #checkpoints: Checkpoint[] = [];
  readonly #bests: SavedBest[] = [];
  #work: Assignment[] = [];
  #sent: { version: number; parameters: Float32Array };
  #isStopped = false;
  #result: RunResult | undefined;

  constructor(
    definition: RunDefinition,
    private readonly compute: ComputeRange,
    { workers = 1, resumeFrom, keep = true }: InProcessOptions,
  ) {
    const alone = { minWorkers: workers, startWorkers: workers, maxWorkers: workers, auditShare: 0 };
    // Nobody can wait for what is done beside the thread.
    this.#machine = new TrainingRun({ ...definition, ...alone, arithmetic: undefined }, resumeFrom);
    this.#keeps = keep;
    const { step, parameters } = resumeFrom?.state ?? definition.initial;
    this.#sent = { version: step, parameters };
    this.#workers = Array.from({ length: workers }, (_, index) => `in-process-${index}`);
  }

  /** Goes on as events are drawn. */
  *events(): Generator<RunEventBody, void> {
    const member = { incarnation: 1, slots: 1, credit: Infinity };
    for (const worker of this.#workers) {
      const numerics = { backend: "in-process", fingerprint: "in-process" };
      yield* this.#say({ type: "worker-joined", worker, ...member, ...numerics });
    }
    while (!this.#result) yield* this.#isStopped ? this.#end() : this.#answer();
  }

  /** Nothing further is told or computed. */
  stop(): void {
    this.#isStopped = true;
  }

  get outcome(): InProcessOutcome {
    if (!this.#result) throw new Error("the run has not ended");
    return {
      result: this.#result,
      epochs: this.#epochs,
      events: this.#told,
      checkpoints: this.#checkpoints,
      bests: this.#bests,
    };
  }

  /** The next round's data are assigned ahead: only what has its parameters can be computed. */
  *#answer(): Generator<RunEventBody, void> {
    const work = this.#work.find(({ round }) => round.parametersVersion === this.#sent.version);
    if (!work) throw new Error("the run has not ended, and nobody has anything to compute");
    this.#work = this.#work.filter((other) => other !== work);
    const { worker, round, node } = work;
    const values = this.compute(work, this.#sent.parameters);
    yield* this.#say({ type: "result", worker, incarnation: 1, round: round.number, node, values });
  }

  /** A step that nobody computes is not waited for. */
  *#end(): Generator<RunEventBody, void> {
    const reason = "stopped";
    for (const worker of this.#workers)
      yield* this.#say({ type: "worker-left", worker, incarnation: 1, reason });
    yield* this.#say({ type: "stop", reason });
  }

  *#say(input: Untimed<RunInput>): Generator<RunEventBody, void> {
    for (const command of this.#machine.handle({ ...input, time: 0 })) {
      if (command.type !== "emit") this.#carryOut(command);
      else if (!this.#isStopped) yield* this.#tell(command.event);
    }
  }

  #carryOut(command: Exclude<RunCommand, { type: "emit" }>): void {
    switch (command.type) {
      case "begin":
      case "broadcast":
      case "parameters":
        this.#sent = command;
        return;
      case "assign":
        this.#work.push(command);
        return;
      case "revoke":
        this.#work = this.#work.filter((work) => !isRevoked(work, command));
        return;
      case "checkpoint":
        if (this.#keeps) this.#checkpoints.push(command);
        return;
      case "save-best":
        if (this.#keeps) this.#bests.push(command);
        return;
      case "breathe":
        return;
      case "finish":
        this.#result = command.result;
        return;
      case "refuse":
        throw new Error(`${command.worker} was refused: ${command.reason}`);
      case "dismiss":
        throw new Error(`${command.worker} was dismissed`);
    }
  }

  *#tell(event: RunEventBody): Generator<RunEventBody, void> {
    if (event.type === "worker-quarantined")
      throw new Error(`${event.workerId} was quarantined: ${event.reason}`);
    if (this.#keeps) this.#told.push(event);
    if (this.#keeps && event.type === "epoch")
      this.#epochs.push({ measures: event.measures, parameters: this.#sent.parameters });
    yield event;
  }
}

function isRevoked(
  work: Assignment,
  { worker, round, node }: Extract<RunCommand, { type: "revoke" }>,
): boolean {
  return (
    work.worker === worker &&
    work.round.number === round.number &&
    work.node.first === node.first &&
    work.node.count === node.count
  );
}
