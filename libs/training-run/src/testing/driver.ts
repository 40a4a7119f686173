import type { TreeNode } from "@lockstep/reduction";
import type { RunEventBody } from "@lockstep/telemetry";
import { boardProblems } from "../board-problems.js";
import type { ResumePoint } from "../resume-point.js";
import type { Round } from "../round.js";
import type { RunDefinition } from "../run-definition.js";
import type { RunCommand, RunInput, RunResult } from "../run-messages.js";
import type { ToldProgress } from "../stop.js";
import { TrainingRun } from "../training-run.js";
import { toyResult, toyRun } from "./toy-cluster.js";

/** An input without what the driver adds: its time, and the present incarnation of its worker where none is given. */
type Untimed<Input> = Input extends RunInput
  ? Omit<Input, "time" | "incarnation"> & { readonly incarnation?: number }
  : never;

/** How a worker joins. */
export interface JoinOptions {
  readonly fingerprint?: string;
  readonly slots?: number;
  readonly credit?: number;
}

/** What a worker makes of a range; a liar makes something else of it. */
type Computing = typeof toyResult;

export interface Work {
  readonly worker: string;
  /** Of the worker when it was given. */
  readonly incarnation: number;
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
  readonly revoked: Omit<Work, "incarnation">[] = [];
  readonly checkpoints: Extract<RunCommand, { type: "checkpoint" }>[] = [];
  readonly bests: Extract<RunCommand, { type: "save-best" }>[] = [];
  readonly incarnations = new Map<string, number>();
  /** Workers that compute otherwise than others. */
  readonly liars = new Map<string, Computing>();
  /** Every assignment that was ever made. */
  readonly assigned: Work[] = [];
  /** What each worker holds, as it would: the newest version that it was sent. */
  readonly held = new Map<string, { version: number; parameters: Float32Array }>();
  work: Work[] = [];
  result: RunResult | undefined;
  time = 0;

  constructor(
    private readonly definition: RunDefinition = toyRun(),
    resumeFrom?: ResumePoint,
    told?: ToldProgress,
  ) {
    this.machine = new TrainingRun(definition, resumeFrom, told);
  }

  /** @throws Error where something is wrong with who holds what afterwards */
  say(input: Untimed<RunInput>): void {
    const isOfMember = "worker" in input && input.type !== "drain";
    const member = isOfMember ? { incarnation: this.incarnations.get(input.worker) ?? 0 } : {};
    const whole = { ...member, ...input, time: this.time } as RunInput;
    for (const command of this.machine.handle(whole)) this.#take(command);
    const problems = this.result ? [] : boardProblems(this.machine.inspect());
    if (problems.length > 0) throw new Error(`after ${input.type}: ${problems.join("; ")}`);
  }

  join(worker: string, { fingerprint = "f", slots = 1, credit = Infinity }: JoinOptions = {}): void {
    this.gone.delete(worker);
    // A new connection: what was under way on the old one is lost.
    this.work = this.work.filter((work) => work.worker !== worker);
    this.held.delete(worker);
    this.incarnations.set(worker, (this.incarnations.get(worker) ?? 0) + 1);
    this.say({ type: "worker-joined", worker, slots, backend: "toy", fingerprint, credit });
  }

  isMember(worker: string): boolean {
    return this.machine.inspect().members.some((member) => member.worker === worker);
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
    const { worker, incarnation, round, node } = work;
    const compute = this.liars.get(worker) ?? toyResult;
    const values = compute(work, parameters, this.definition.plan.stateSize);
    this.say({ type: "result", worker, incarnation, round: round.number, node, values });
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
      case "parameters":
        this.held.set(command.worker, command);
        return;
      case "broadcast":
        for (const worker of command.workers) this.held.set(worker, command);
        return;
      case "assign":
        return this.#assign(command);
      case "revoke":
        this.revoked.push(command);
        this.work = this.work.filter(
          ({ worker, round, node }) =>
            worker !== command.worker ||
            round !== command.round ||
            node.first !== command.node.first ||
            node.count !== command.node.count,
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
      case "save-best":
        this.bests.push(command);
        return;
      case "breathe":
        return;
      case "emit":
        this.events.push(command.event);
        return;
      case "finish":
        this.result = command.result;
        return;
    }
  }

  /** A worker computes once what it is given twice. */
  #assign(command: Extract<RunCommand, { type: "assign" }>): void {
    const { worker, round, node } = command;
    const work = { ...command, incarnation: this.incarnations.get(worker) ?? 0 };
    this.assigned.push(work);
    const holds = this.work.some(
      (other) =>
        other.worker === worker &&
        other.round === round &&
        other.node.first === node.first &&
        other.node.count === node.count,
    );
    if (!holds) this.work.push(work);
  }
}

/** A run to its end, with a single worker. */
export function undisturbed(definition?: RunDefinition): Driver {
  const driver = new Driver(definition);
  driver.join("only");
  driver.finish();
  return driver;
}
