import type { Logger } from "@lockstep/logging";
import type { Assignment, RefusalCode, Result, WorkerMessage } from "@lockstep/protocol";
import type { EventLog } from "@lockstep/telemetry";
import {
  rowsOf,
  sequencesOf,
  TrainingRun,
  type Round,
  type RunCommand,
  type RunInput,
  type RunResult,
} from "@lockstep/training-run";
import type { PreparedRun } from "./prepared-run.js";
import type { WorkerSession } from "./worker-session.js";

export interface RunExecutionOptions {
  readonly run: PreparedRun;
  readonly events: EventLog;
  readonly logger: Logger;
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
  readonly session: (workerId: string) => WorkerSession | undefined;
  readonly refuse: (session: WorkerSession, code: RefusalCode, reason: string) => void;
  /** Called once, after the last command. */
  readonly finished: (result: RunResult) => void;
}

/** Carries out what a run's state machine wants: the machine decides, this talks to workers. */
export class RunExecution {
  readonly #machine: TrainingRun;
  readonly #inputs: RunInput[] = [];
  readonly #ticks: NodeJS.Timeout;
  #busy = false;

  constructor(private readonly options: RunExecutionOptions) {
    const { definition } = options.run;
    this.#machine = new TrainingRun(definition);
    const tickMs = Math.min(250, Math.ceil(definition.leaseDurationMs / 4));
    this.#ticks = setInterval(() => this.#input({ type: "tick", time: options.now() }), tickMs);
  }

  get runId(): string {
    return this.options.run.runId;
  }

  join(session: WorkerSession): void {
    const { slots, backend, fingerprint } = session.hello;
    session.allowTensorBytes(2 * this.#resultBytes());
    const worker = session.workerId;
    this.#input({ type: "worker-joined", time: this.options.now(), worker, slots, backend, fingerprint });
  }

  leave(session: WorkerSession, reason: string): void {
    this.#input({ type: "worker-left", time: this.options.now(), worker: session.workerId, reason });
  }

  stop(reason: string): void {
    this.#input({ type: "stop", time: this.options.now(), reason });
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
        return this.#input({ type: "failure", time, worker, reason: message.reason });
      case "result":
        return this.#hearResult(session, message, time);
      case "hello":
        return this.options.refuse(session, "INVALID_MESSAGE", "hello: expected once, got it again");
    }
  }

  #hearResult(session: WorkerSession, result: Result, time: number): void {
    const { round, first, count, gradient, statistics, predictions } = result;
    this.#input({
      type: "result",
      time,
      worker: session.workerId,
      // A result of a run before this one is of no round of this one.
      round: result.runId === this.runId ? round : -1,
      node: { first, count },
      values: { gradient, statistics, predictions },
    });
  }

  #resultBytes(): number {
    const { plan, definition } = this.options.run;
    const outputs = plan.outputShape.reduce((product, size) => product * size, definition.shape.batchSize);
    return 4 * (plan.parameterCount + outputs) + 65_536;
  }

  /** Inputs are taken one after the other: one that comes while commands are carried out waits for its turn. */
  #input(input: RunInput): void {
    this.#inputs.push(input);
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let next = this.#inputs.shift(); next; next = this.#inputs.shift()) {
        for (const command of this.#machine.handle(next)) this.#carryOut(command);
      }
    } finally {
      this.#busy = false;
    }
  }

  #carryOut(command: RunCommand): void {
    const { runId, options } = this;
    switch (command.type) {
      case "begin": {
        const session = options.session(command.worker);
        session?.send(this.#runBegin());
        const { version, parameters: values } = command;
        return session?.send({ type: "parameters", runId, version, values });
      }
      case "broadcast": {
        const { version, parameters: values } = command;
        for (const worker of command.workers)
          options.session(worker)?.send({ type: "parameters", runId, version, values });
        return;
      }
      case "assign":
        return options.session(command.worker)?.send(this.#assignment(command.round, command.node));
      case "revoke":
        return options
          .session(command.worker)
          ?.send({ type: "revoke", runId, round: command.round.number, ...command.node });
      case "refuse": {
        options.logger.warn({ worker: command.worker }, `a worker was refused: ${command.reason}`);
        const session = options.session(command.worker);
        return session && options.refuse(session, command.code, command.reason);
      }
      case "dismiss": {
        const session = options.session(command.worker);
        session?.send({ type: "drain", reason: "all that was held is done" });
        return session?.end();
      }
      case "emit":
        options.events.append(runId, command.event);
        return;
      case "finish":
        clearInterval(this.#ticks);
        return options.finished(command.result);
    }
  }

  #runBegin() {
    const { job, plan, definition } = this.options.run;
    const heartbeatIntervalMs = Math.min(1000, Math.max(10, Math.floor(definition.leaseDurationMs / 4)));
    const jobJson = JSON.stringify(job);
    return {
      type: "run-begin",
      runId: this.runId,
      jobJson,
      inputShape: plan.inputShape,
      heartbeatIntervalMs,
    } as const;
  }

  #assignment(round: Round, { first, count }: { first: number; count: number }): Assignment {
    const { x, y } = this.options.run.data.gather(round.part, sequencesOf(round, first, count));
    return {
      type: "assignment",
      runId: this.runId,
      round: round.number,
      purpose: round.purpose,
      parametersVersion: round.parametersVersion,
      first,
      rows: rowsOf(round, first, count),
      x,
      y: round.purpose === "predict" ? new Float32Array() : y,
    };
  }
}
