import type { Logger } from "@lockstep/logging";
import { defaultHeldSequencesBytes, type RunBegin } from "@lockstep/protocol";
import type { RunCommand } from "@lockstep/training-run";
import type { ClusterEndpoint } from "../cluster-endpoint.js";
import { makeAssignment } from "../make-assignment.js";
import type { PreparedRun } from "../prepared-run.js";
import type { RowSource } from "../rows/row-source.js";
import { WorkerOutbox } from "../worker-outbox.js";
import type { WorkerSession } from "../worker-session.js";

type CommandOf<Type extends RunCommand["type"]> = Extract<RunCommand, { type: Type }>;
/** What a run has to say to workers. */
export type WorkerCommand = CommandOf<"begin" | "parameters" | "assign" | "revoke" | "refuse" | "dismiss">;

export interface WorkerLinesOptions {
  readonly run: PreparedRun;
  readonly rows: RowSource;
  readonly cluster: ClusterEndpoint;
  readonly logger: Logger;
  /** Rows could not be read. */
  readonly failed: (error: unknown) => void;
}

interface Line {
  readonly session: WorkerSession;
  readonly outbox: WorkerOutbox;
}

/** Bytes that are written in one turn of the event loop when many workers get the same. */
const bytesInTurn = 4 * 1024 * 1024;

/** What a stream takes at once of a large tensor. */
const bytesAtOnce = 512 * 1024;

/** A run's lines to its workers, those that the state machine knows: what it says goes to no newer connection. */
export class WorkerLines {
  readonly #lines = new Map<string, Line>();
  #runBegin: RunBegin | undefined;

  constructor(private readonly options: WorkerLinesOptions) {}

  /** From when the machine is told of the worker. */
  open(session: WorkerSession): void {
    this.#lines.get(session.workerId)?.outbox.close();
    const { cluster, failed } = this.options;
    const outbox = new WorkerOutbox((message) => cluster.send(session, message), failed);
    this.#lines.set(session.workerId, { session, outbox });
  }

  /** From when the machine is told that it left. */
  close({ workerId, incarnation }: Pick<WorkerSession, "workerId" | "incarnation">): void {
    const line = this.#lines.get(workerId);
    if (line?.session.incarnation !== incarnation) return;
    line.outbox.close();
    this.#lines.delete(workerId);
  }

  closeAll(): void {
    for (const { outbox } of this.#lines.values()) outbox.close();
    this.#lines.clear();
  }

  carryOut(command: WorkerCommand): void {
    const line = this.#lines.get(command.worker);
    // One that is gone will be told of by its session's end.
    if (!line) return;
    const { runId } = this.options.run;
    switch (command.type) {
      case "begin":
        line.outbox.add(() => this.#begin());
        return this.#sendParameters(line, command);
      case "parameters":
        return this.#sendParameters(line, command);
      case "assign":
        return line.outbox.add(() => this.#assignment(line, command));
      case "revoke": {
        const { round, node } = command;
        return line.outbox.add(() => ({ type: "revoke", runId, round: round.number, ...node }));
      }
      case "refuse":
        this.options.logger.warn({ worker: command.worker }, `a worker was refused: ${command.reason}`);
        return this.options.cluster.refuse(line.session, command.code, command.reason);
      case "dismiss":
        return this.options.cluster.dismiss(line.session);
    }
  }

  /**
   * Sends parameters to the workers who wait for them, some in each turn of the event loop where they are large.
   * @param done called in the turn after the last, when what is written has left
   * @returns false: nobody waits, and `done` is not called
   */
  broadcast(command: CommandOf<"broadcast">, done: () => void): boolean {
    const lines = command.workers.flatMap((worker) => this.#lines.get(worker) ?? []);
    if (lines.length === 0) return false;
    const { byteLength } = command.parameters;
    const inTurn = Math.max(1, Math.floor(bytesInTurn / Math.min(bytesAtOnce, byteLength + 1)));
    const goOn = (from: number): void => {
      for (const line of lines.slice(from, from + inTurn)) this.#sendParameters(line, command);
      if (from + inTurn >= lines.length) setImmediate(done);
      else setImmediate(() => goOn(from + inTurn));
    };
    goOn(0);
    return true;
  }

  #sendParameters(
    { outbox }: Line,
    { version, parameters: values }: CommandOf<"begin" | "parameters" | "broadcast">,
  ): void {
    const { runId } = this.options.run;
    outbox.add(() => ({ type: "parameters", runId, version, values }));
  }

  #assignment(
    { session }: Line,
    command: CommandOf<"assign">,
  ): ReturnType<typeof makeAssignment> | undefined {
    const { run, rows } = this.options;
    const held = session.heldOf(run.runId);
    // It was not told of the run: it is a line of before.
    return held && makeAssignment(run, rows, command, held);
  }

  /** The same for all workers. */
  #begin(): RunBegin {
    const { job, plan, definition, data, runId } = this.options.run;
    return (this.#runBegin ??= {
      type: "run-begin",
      runId,
      jobJson: JSON.stringify(job),
      inputs: plan.inputs.map(({ name, shape }) => ({ name, sizes: shape })),
      layoutsJson: JSON.stringify(data.layouts),
      heldSequencesBytes: defaultHeldSequencesBytes,
      heartbeatIntervalMs: Math.min(1000, Math.max(10, Math.floor(definition.leaseDurationMs / 4))),
    });
  }
}
