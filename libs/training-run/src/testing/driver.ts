import type { TreeNode } from "@lockstep/reduction";
import type { RunEventBody } from "@lockstep/telemetry";
import type { Round } from "../round.js";
import type { RunDefinition } from "../run-definition.js";
import type { RunCommand, RunInput, RunResult } from "../run-messages.js";
import { TrainingRun } from "../training-run.js";
import { toyResult, toyRun } from "./toy-cluster.js";

/** An input without its time, which the driver adds. */
type Untimed<Input> = Input extends RunInput ? Omit<Input, "time"> : never;

export interface Work {
  readonly worker: string;
  readonly round: Round;
  readonly node: TreeNode;
  readonly states?: Float32Array;
}

/** A run with its workers, driven by hand: assignments pile up until a test lets a worker answer. */
export class Driver {
  readonly machine: TrainingRun;
  readonly events: RunEventBody[] = [];
  readonly refused: Extract<RunCommand, { type: "refuse" }>[] = [];
  readonly dismissed: string[] = [];
  /** Who was dismissed or left, and did not come back. */
  readonly gone = new Set<string>();
  readonly revoked: Work[] = [];
  readonly checkpoints: Extract<RunCommand, { type: "checkpoint" }>[] = [];
  /** Every assignment that was ever made. */
  readonly assigned: Work[] = [];
  /** What each worker holds, as it would: the newest version that it was sent. */
  readonly held = new Map<string, { version: number; parameters: Float32Array }>();
  work: Work[] = [];
  result: RunResult | undefined;
  time = 0;

  constructor(private readonly definition: RunDefinition = toyRun()) {
    this.machine = new TrainingRun(definition);
  }

  say(input: Untimed<RunInput>): void {
    for (const command of this.machine.handle({ ...input, time: this.time })) this.#take(command);
  }

  join(worker: string, fingerprint = "f"): void {
    this.gone.delete(worker);
    // A new connection: what was under way on the old one is lost.
    this.work = this.work.filter((work) => work.worker !== worker);
    this.held.delete(worker);
    this.say({ type: "worker-joined", worker, slots: 1, backend: "toy", fingerprint });
  }

  /** Lets a piece of work be answered, if its parameters are there. */
  answer(work: Work): boolean {
    const held = this.held.get(work.worker);
    if (held?.version !== work.round.parametersVersion) return false;
    this.work = this.work.filter((other) => other !== work);
    this.send(work, held.parameters);
    return true;
  }

  /** Sends a result once more, as a network may. */
  repeat(work: Work | undefined): void {
    const held = work && this.held.get(work.worker);
    if (held) this.send(work, held.parameters);
  }

  /** Sends the result, whatever became of the work. */
  send(work: Work, parameters: Float32Array): void {
    const { worker, round, node } = work;
    const values = toyResult(work, parameters, this.definition.plan.stateSize);
    this.say({ type: "result", worker, round: round.number, node, values });
  }

  /** Answers everything, first come first served. */
  finish(): RunResult {
    while (!this.result) {
      const ready = this.work.find((work) => this.answer(work));
      if (!ready) throw new Error("nobody has anything to compute, and the run has not ended");
    }
    return this.result;
  }

  get digests(): string[] {
    return this.events.flatMap((event) => (event.type === "step" ? [event.digest] : []));
  }

  of<Type extends RunEventBody["type"]>(type: Type): Extract<RunEventBody, { type: Type }>[] {
    return this.events.filter((event): event is Extract<RunEventBody, { type: Type }> => event.type === type);
  }

  #take(command: RunCommand): void {
    switch (command.type) {
      case "begin":
        // A worker that is told of a run forgets what it held of it.
        this.work = this.work.filter(({ worker }) => worker !== command.worker);
        this.held.set(command.worker, command);
        return;
      case "broadcast":
        for (const worker of command.workers) this.held.set(worker, command);
        return;
      case "assign":
        this.work.push(command);
        this.assigned.push(command);
        return;
      case "revoke":
        this.revoked.push(command);
        this.work = this.work.filter(
          ({ worker, round, node }) =>
            worker !== command.worker || round !== command.round || node.first !== command.node.first,
        );
        return;
      case "refuse":
        this.refused.push(command);
        return;
      case "dismiss":
        this.dismissed.push(command.worker);
        this.gone.add(command.worker);
        return;
      case "checkpoint":
        this.checkpoints.push(command);
        return;
      case "emit":
        this.events.push(command.event);
        return;
      case "finish":
        this.result = command.result;
        return;
    }
  }
}

/** A run to its end, with a single worker. */
export function undisturbed(definition?: RunDefinition): Driver {
  const driver = new Driver(definition);
  driver.join("only");
  driver.finish();
  return driver;
}
