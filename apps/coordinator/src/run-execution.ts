import type { Logger } from "@lockstep/logging";
import {
  defaultHeldSequencesBytes,
  type CoordinatorMessage,
  type Failure,
  type Result,
  type WorkerMessage,
} from "@lockstep/protocol";
import type { EventLog, RunEventBody } from "@lockstep/telemetry";
import { TrainingRun, type RunCommand, type RunInput, type RunResult } from "@lockstep/training-run";
import type { ClusterEndpoint } from "./cluster-endpoint.js";
import { CoordinatorError, requestError } from "./coordinator-error.js";
import { makeAssignment } from "./make-assignment.js";
import type { PreparedRun } from "./prepared-run.js";
import type { RunFiles } from "./run-files.js";
import type { WorkerSession } from "./worker-session.js";

export interface RunExecutionOptions {
  readonly run: PreparedRun;
  readonly files: RunFiles;
  readonly events: EventLog;
  readonly logger: Logger;
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
  readonly cluster: ClusterEndpoint;
  /** Called once, after the last command. */
  readonly finished: (ending: RunEnding) => void;
}

/** How the state machine ended: with a result, or by a fault of ours. */
export type RunEnding = { readonly result: RunResult } | { readonly fault: Error };

/** Signs of life that are no messages are told to the run at most this often. */
const aliveIntervalMs = 100;

/** Carries out what a run's state machine wants: the machine decides, this talks to workers. */
export class RunExecution {
  readonly #machine: TrainingRun;
  readonly #inputs: RunInput[] = [];
  readonly #ticks: NodeJS.Timeout;
  readonly #tickMs: number;
  readonly #aliveAt = new WeakMap<WorkerSession, number>();
  #tickedAt: number;
  /** Of the input at hand. */
  #commands: Iterator<RunCommand, void> | undefined;
  #isOver = false;

  constructor(private readonly options: RunExecutionOptions) {
    const { definition } = options.run;
    this.#machine = new TrainingRun(definition);
    this.#tickMs = Math.min(250, Math.ceil(definition.leaseDurationMs / 4));
    this.#tickedAt = options.now();
    this.#ticks = setInterval(() => this.#tick(), this.#tickMs);
  }

  get runId(): string {
    return this.options.run.runId;
  }

  join(session: WorkerSession): void {
    const { slots, backend, fingerprint } = session.hello;
    session.allowTensorBytes(this.#tensorBytes());
    const worker = session.workerId;
    this.#input({ type: "worker-joined", time: this.options.now(), worker, slots, backend, fingerprint });
  }

  leave(session: WorkerSession, reason: string): void {
    this.#input({ type: "worker-left", time: this.options.now(), worker: session.workerId, reason });
  }

  stop(reason: string): void {
    this.#input({ type: "stop", time: this.options.now(), reason });
  }

  /** Does nothing more: no commands, no ticks, no ending. */
  abandon(): void {
    this.#isOver = true;
    clearInterval(this.#ticks);
  }

  /** Something came from the worker. */
  alive(session: WorkerSession): void {
    const time = this.options.now();
    if (time - (this.#aliveAt.get(session) ?? -Infinity) < aliveIntervalMs) return;
    this.#aliveAt.set(session, time);
    this.#input({ type: "heartbeat", time, worker: session.workerId });
  }

  hear(session: WorkerSession, message: WorkerMessage): void {
    const time = this.options.now();
    const worker = session.workerId;
    switch (message.type) {
      case "heartbeat":
        return this.#input({ type: "heartbeat", time, worker });
      case "leaving":
        return this.#input({ type: "worker-leaving", time, worker });
      case "failure":
      case "result":
        return this.#hearAnswer(worker, message, time);
      case "hello":
        return this.options.cluster.refuse(session, "INVALID_MESSAGE", "hello: expected once, got it again");
    }
  }

  #hearAnswer(worker: string, answer: Result | Failure, time: number): void {
    const { first, count } = answer;
    // What is about another run is about no round of this one.
    const round = answer.runId === this.runId ? answer.round : noRound;
    const common = { time, worker, round, node: { first, count } };
    if (answer.type === "failure") return this.#input({ type: "failure", ...common, reason: answer.reason });
    const { gradient, statistics, predictions, states, nonFinite } = answer;
    const values = { gradient, statistics, predictions, states, ...(nonFinite ? { nonFinite } : {}) };
    this.#input({ type: "result", ...common, values });
  }

  /** Bytes of the largest tensors of the run: parameters, and a global batch's data, outputs and states. */
  #tensorBytes(): number {
    const { plan, definition, data } = this.options.run;
    const outputSize = plan.outputShape.reduce((product, size) => product * size, 1);
    const rowBytes = data.largestRowBytes + 4 * (outputSize + 2 * plan.stateSize);
    return 4 * plan.parameterCount + definition.shape.batchSize * rowBytes + 65_536;
  }

  /** A tick that comes late was held up here, not by workers: what they said meanwhile is read first. */
  #tick(): void {
    const time = this.options.now();
    const isLate = time - this.#tickedAt > 2 * this.#tickMs;
    this.#tickedAt = time;
    if (!isLate) this.#input({ type: "tick", time });
  }

  /** Inputs are taken one after the other: one that comes while commands are carried out waits for its turn. */
  #input(input: RunInput): void {
    if (this.#isOver) return;
    this.#inputs.push(input);
    if (!this.#commands) this.#goOn();
  }

  #goOn(): void {
    try {
      for (let command = this.#nextCommand(); command && !this.#isOver; command = this.#nextCommand()) {
        this.#carryOut(command);
        // What is written leaves when this turn of the event loop ends: workers shall have their parameters before
        // they are hashed and the step is told of.
        if (command.type === "broadcast") {
          setImmediate(() => this.#goOn());
          return;
        }
      }
    } catch (error) {
      this.#end(this.#endingBy(error));
    }
  }

  /** A file that cannot be read any more takes nothing from the steps that were taken. */
  #endingBy(error: unknown): RunEnding {
    const known = requestError(error);
    if (known instanceof CoordinatorError) return { result: this.#machine.fail(known.message) };
    this.options.logger.error({ error }, "a run failed by a fault of the coordinator");
    return { fault: known };
  }

  /** The next command of the input at hand, or of the one after it. */
  #nextCommand(): RunCommand | undefined {
    for (;;) {
      if (!this.#commands) {
        const input = this.#inputs.shift();
        if (!input) return undefined;
        this.#commands = this.#machine.handle(input);
      }
      const { value } = this.#commands.next();
      if (value) return value;
      this.#commands = undefined;
    }
  }

  #end(ending: RunEnding): void {
    this.abandon();
    this.options.finished(ending);
  }

  #carryOut(command: RunCommand): void {
    const { runId } = this;
    switch (command.type) {
      case "begin": {
        const { worker, version, parameters: values } = command;
        this.#send(worker, this.#runBegin());
        return this.#send(worker, { type: "parameters", runId, version, values });
      }
      case "broadcast": {
        const { workers, version, parameters: values } = command;
        for (const worker of workers) this.#send(worker, { type: "parameters", runId, version, values });
        return;
      }
      case "assign":
        return this.#assign(command);
      case "revoke":
        return this.#send(command.worker, {
          type: "revoke",
          runId,
          round: command.round.number,
          ...command.node,
        });
      case "refuse": {
        this.options.logger.warn({ worker: command.worker }, `a worker was refused: ${command.reason}`);
        const session = this.options.cluster.session(command.worker);
        return session && this.options.cluster.refuse(session, command.code, command.reason);
      }
      case "dismiss": {
        const session = this.options.cluster.session(command.worker);
        return session && this.options.cluster.dismiss(session);
      }
      case "emit":
        return this.#emit(command.event);
      case "checkpoint":
        return this.options.files.keepBest(command);
      case "finish":
        return this.#end({ result: command.result });
    }
  }

  /** A worker that is gone will be told of by its session's end. */
  #send(worker: string, message: CoordinatorMessage): void {
    const session = this.options.cluster.session(worker);
    if (session) this.options.cluster.send(session, message);
  }

  #assign(command: Extract<RunCommand, { type: "assign" }>): void {
    const session = this.options.cluster.session(command.worker);
    // Without an account of what it holds, it is a newer connection of the worker, which the run will hear of.
    const held = session?.heldOf(this.runId);
    if (!session || !held) return;
    this.options.cluster.send(session, makeAssignment(this.options.run, command, held));
  }

  #emit(event: RunEventBody): void {
    this.options.events.append(this.runId, event);
    if (event.type === "epoch") this.options.files.endEpoch(event.epoch - 1, event.measures);
  }

  #runBegin(): CoordinatorMessage {
    const { job, plan, definition, data } = this.options.run;
    const heartbeatIntervalMs = Math.min(1000, Math.max(10, Math.floor(definition.leaseDurationMs / 4)));
    return {
      type: "run-begin",
      runId: this.runId,
      jobJson: JSON.stringify(job),
      inputs: plan.inputs.map(({ name, shape }) => ({ name, sizes: shape })),
      layoutsJson: JSON.stringify(data.layouts),
      heldSequencesBytes: defaultHeldSequencesBytes,
      heartbeatIntervalMs,
    };
  }
}

/** Rounds count from 0. */
const noRound = -1;
