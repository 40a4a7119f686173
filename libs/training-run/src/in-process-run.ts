import type { TreeNode } from "@lockstep/reduction";
import type { Measures, RunEventBody } from "@lockstep/telemetry";
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

/** All that a run did. */
export interface InProcessOutcome {
  readonly result: RunResult;
  readonly epochs: readonly InProcessEpoch[];
  readonly events: readonly RunEventBody[];
  readonly checkpoints: readonly Extract<RunCommand, { type: "checkpoint" }>[];
}

type Untimed<Input> = Input extends RunInput ? Omit<Input, "time"> : never;
type Assignment = Extract<RunCommand, { type: "assign" }>;

/**
 * A whole run on the calling thread: the state machine as in a cluster, without a network. Time stands still.
 * @param workers among whom the work is divided; it must not matter for any number
 * @throws Error where nobody can go on before the run's end, and whatever `compute` throws
 */
export function runInProcess(
  definition: RunDefinition,
  compute: ComputeRange,
  workers = 1,
): InProcessOutcome {
  return new InProcessRun(definition, compute).finish(workers);
}

class InProcessRun {
  readonly #machine: TrainingRun;
  readonly #events: RunEventBody[] = [];
  readonly #epochs: InProcessEpoch[] = [];
  readonly #checkpoints: InProcessOutcome["checkpoints"][number][] = [];
  #work: Assignment[] = [];
  #sent: { version: number; parameters: Float32Array };
  #result: RunResult | undefined;

  constructor(
    definition: RunDefinition,
    private readonly compute: ComputeRange,
  ) {
    this.#machine = new TrainingRun(definition);
    this.#sent = { version: definition.initial.step, parameters: definition.initial.parameters };
  }

  finish(workers: number): InProcessOutcome {
    for (let index = 0; index < workers; index++) {
      const worker = `in-process-${index}`;
      this.#say({
        type: "worker-joined",
        worker,
        slots: 1,
        backend: "in-process",
        fingerprint: "in-process",
      });
    }
    while (!this.#result) this.#answer();
    return {
      result: this.#result,
      epochs: this.#epochs,
      events: this.#events,
      checkpoints: this.#checkpoints,
    };
  }

  /** The next round's data are assigned ahead: only what has its parameters can be computed. */
  #answer(): void {
    const work = this.#work.find(({ round }) => round.parametersVersion === this.#sent.version);
    if (!work) throw new Error("the run has not ended, and nobody has anything to compute");
    this.#work = this.#work.filter((other) => other !== work);
    const values = this.compute(work, this.#sent.parameters);
    this.#say({ type: "result", worker: work.worker, round: work.round.number, node: work.node, values });
  }

  #say(input: Untimed<RunInput>): void {
    for (const command of this.#machine.handle({ ...input, time: 0 })) this.#carryOut(command);
  }

  #carryOut(command: RunCommand): void {
    switch (command.type) {
      case "begin":
      case "broadcast":
        this.#sent = command;
        return;
      case "assign":
        this.#work.push(command);
        return;
      case "revoke":
        this.#work = this.#work.filter(({ round }) => round.number !== command.round.number);
        return;
      case "checkpoint":
        this.#checkpoints.push(command);
        return;
      case "emit":
        return this.#tell(command.event);
      case "finish":
        this.#result = command.result;
        return;
      case "refuse":
        throw new Error(`${command.worker} was refused: ${command.reason}`);
      case "dismiss":
        throw new Error(`${command.worker} was dismissed`);
    }
  }

  #tell(event: RunEventBody): void {
    this.#events.push(event);
    if (event.type === "epoch")
      this.#epochs.push({ measures: event.measures, parameters: this.#sent.parameters });
  }
}
