import { CheckpointError } from "@lockstep/checkpoint";
import type { DurableCommand } from "@lockstep/durable-run";
import type { RunEventBody } from "@lockstep/telemetry";
import type { PauseCause, ResultValues, RunInput, RunResult } from "@lockstep/training-run";
import type { Random } from "../random.js";
import type { Connection, End } from "./connection.js";
import type { CoordinatorMessage, WorkerMessage } from "./messages.js";
import type { OpenedRun } from "./open-run.js";
import type { Timeline } from "./timeline.js";

/** An input without its time, which the coordinator adds. */
type Untimed<Input> = Input extends CoordinatorInput ? Omit<Input, "time"> : never;
export type UntimedInput = Untimed<CoordinatorInput>;
/** Also what a durable run is told by itself. */
export type CoordinatorInput = RunInput | { readonly type: "storage"; readonly time: number };

/** What a coordinator finds in its world. */
export interface CoordinatorSurroundings {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly tickMs: number;
  /** Opens the run as the disk has it. */
  open(life: CoordinatorLife): Promise<OpenedRun>;
  /** Before and after each input, and for each command, invariants are checked. */
  before(input: CoordinatorInput, run: OpenedRun): void;
  command(command: DurableCommand, run: OpenedRun): void;
  after(input: CoordinatorInput, run: OpenedRun): void;
  /** Somebody asks the run for a checkpoint, without an input. */
  asked(run: OpenedRun): void;
  isDiskTroubled(): boolean;
  /** Promises go on before anything else happens. */
  settled(): void;
  /** The run is over, and everybody may know. */
  finished(result: RunResult): void;
  /** An invariant does not hold, or something was thrown. */
  failed(error: unknown): void;
  trace(line: () => string): void;
}

/** A coordinator's process: one life of the run, from its recovery to its crash or end. */
export class CoordinatorLife implements End<WorkerMessage> {
  readonly name: string;
  alive = true;
  pausedUntil = 0;
  /** Simulated time until which ticks come late. */
  ticksLateUntil = 0;
  #run: OpenedRun | undefined;
  /** How far its steady clock has jumped, in milliseconds. */
  #jumpedMs = 0;
  #incarnations = 0;
  #deadlineAt = Infinity;
  #result: RunResult | undefined;
  readonly #bornAt: number;
  readonly #connections = new Set<Connection>();
  /** By worker, those whose hello came. */
  readonly #sessions = new Map<string, Connection>();

  constructor(
    life: number,
    private readonly surroundings: CoordinatorSurroundings,
  ) {
    this.name = `coordinator.${life}`;
    this.#bornAt = surroundings.timeline.now;
  }

  /** Recovers the run; workers may connect afterwards. */
  start(): void {
    void this.surroundings.open(this).then(
      (run) => {
        if (!this.alive) return;
        this.#run = run;
        this.#tick();
      },
      (error: unknown) => {
        if (!this.alive) return;
        // It says so and ends; whoever watches over it starts it again.
        if (error instanceof CheckpointError && this.surroundings.isDiskTroubled())
          return this.surroundings.timeline.after(100, this, () => this.start());
        this.surroundings.failed(error);
      },
    );
  }

  /** Whether workers can connect. */
  get isOpen(): boolean {
    return this.alive && this.#run !== undefined;
  }

  get run(): OpenedRun | undefined {
    return this.#run;
  }

  /** Milliseconds of its steady clock. */
  get clock(): number {
    return this.surroundings.timeline.now - this.#bornAt + this.#jumpedMs;
  }

  jump(byMs: number): void {
    this.#jumpedMs += byMs;
  }

  /** A worker has connected; its hello is under way. */
  connected(connection: Connection): void {
    for (const older of this.#connections) if (older.isBroken) this.#connections.delete(older);
    this.#connections.add(connection);
  }

  /** Those that are not broken, and perhaps others. */
  get connections(): Iterable<Connection> {
    return this.#connections;
  }

  take(message: WorkerMessage, connection: Connection): void {
    const worker = connection.worker.name;
    if (message.type === "hello") return this.#admit(message, connection);
    const { incarnation } = connection;
    switch (message.type) {
      case "heartbeat":
        return this.give({ type: "heartbeat", worker, incarnation });
      case "leaving":
        return this.give({ type: "worker-leaving", worker, incarnation });
      case "credit":
        return this.give({ type: "credit", worker, incarnation, sequences: message.sequences });
      case "failure": {
        const { round, node, reason } = message;
        return this.give({ type: "failure", worker, incarnation, round, node, reason });
      }
      case "result": {
        const { round, node, values } = message;
        return this.give({ type: "result", worker, incarnation, round, node, values: copyOf(values) });
      }
    }
  }

  lost(connection: Connection): void {
    const { incarnation, worker } = connection;
    if (this.#sessions.get(worker.name) === connection) this.#sessions.delete(worker.name);
    if (incarnation > 0)
      this.give({ type: "worker-left", worker: worker.name, incarnation, reason: "connection lost" });
  }

  pause(cause: PauseCause, reason: string): void {
    this.give({ type: "pause", cause, reason });
  }

  /** Somebody asks for a checkpoint and waits for it. */
  askForCheckpoint(): void {
    const { surroundings } = this;
    if (!this.#run || this.#result) return;
    surroundings.asked(this.#run);
    void this.#run.askForCheckpoint().then(
      () => surroundings.trace(() => `${this.name} ! the checkpoint that was asked for is written`),
      (error: unknown) => surroundings.trace(() => `${this.name} ! ${String(error)}`),
    );
  }

  /** Gives the run an input and carries its commands out. */
  give(untimed: UntimedInput): void {
    const { surroundings } = this;
    const run = this.#run;
    if (!run || !this.alive || this.#result) return;
    const input: CoordinatorInput = { ...untimed, time: this.clock };
    surroundings.trace(() => `${this.name} < ${describeInput(input)}`);
    try {
      surroundings.before(input, run);
      for (const command of run.handle(input)) this.#carryOut(command, run);
      surroundings.after(input, run);
    } catch (error) {
      surroundings.failed(error);
    }
    this.#tickAtDeadline();
  }

  /** The sink's events, as they are appended. */
  told(event: RunEventBody): void {
    this.surroundings.trace(() => `${this.name} ! ${JSON.stringify(event)}`);
  }

  #admit({ slots, credit }: Extract<WorkerMessage, { type: "hello" }>, connection: Connection): void {
    const worker = connection.worker.name;
    connection.incarnation = ++this.#incarnations;
    const before = this.#sessions.get(worker);
    this.#sessions.set(worker, connection);
    // Both ends learn of the older stream's end when they learn of it; what the worker says until then may come.
    const { random } = this.surroundings;
    before?.break(random.skewed(0, 150), random.skewed(0, 300), true);
    const { incarnation } = connection;
    this.give({
      type: "worker-joined",
      worker,
      incarnation,
      slots,
      credit,
      backend: "toy",
      fingerprint: "toy",
    });
  }

  #carryOut(command: DurableCommand, run: OpenedRun): void {
    this.surroundings.trace(() => `${this.name} > ${describeCommand(command)}`);
    this.surroundings.command(command, run);
    switch (command.type) {
      case "begin":
      case "parameters":
      case "revoke":
      case "refuse":
      case "dismiss":
        return this.#send(command.worker, command);
      case "assign":
        // What goes over the network is copied there.
        return this.#send(command.worker, {
          ...command,
          ...(command.states ? { states: command.states.slice() } : {}),
        });
      case "broadcast":
        for (const worker of command.workers) this.#send(worker, command);
        return;
      case "finish":
        this.#result = command.result;
        return this.#conclude(command.result);
      case "breathe":
      case "save-best":
        return;
    }
  }

  #send(worker: string, message: CoordinatorMessage): void {
    this.#sessions.get(worker)?.sendToWorker(message);
  }

  /** The run is over when its end is on the disk. */
  #conclude(result: RunResult): void {
    const { surroundings } = this;
    surroundings.settled();
    void this.#run?.conclude(result).then(
      () => {
        if (this.alive) surroundings.finished(result);
      },
      () => {
        if (this.alive) surroundings.timeline.after(100, this, () => this.#conclude(result));
      },
    );
  }

  #tick(): void {
    const { timeline, random, tickMs } = this.surroundings;
    this.give({ type: "tick" });
    if (this.#result) return;
    const isLate = timeline.now < this.ticksLateUntil;
    const bunch = isLate && random.chance(0.5) ? random.below(3) : 0;
    for (let index = 0; index < bunch; index++) this.give({ type: "tick" });
    timeline.after(isLate ? random.between(tickMs, 6 * tickMs) : tickMs, this, () => this.#tick());
  }

  /** Beside the regular ones. */
  #tickAtDeadline(): void {
    const { timeline } = this.surroundings;
    const deadline = this.#run?.deadline ?? Infinity;
    if (deadline === this.#deadlineAt || !Number.isFinite(deadline)) return;
    this.#deadlineAt = deadline;
    timeline.after(Math.max(0, deadline - this.clock) + 0.01, this, () => {
      if (this.#deadlineAt !== deadline) return;
      this.#deadlineAt = Infinity;
      this.give({ type: "tick" });
    });
  }
}

/** The run takes the arrays of a result over. */
function copyOf({ gradient, statistics, predictions, states }: ResultValues): ResultValues {
  return {
    gradient: gradient.slice(),
    statistics: statistics.slice(),
    predictions: predictions.slice(),
    states: states.slice(),
  };
}

function describeInput(input: CoordinatorInput): string {
  const shown = "values" in input ? { ...input, values: undefined } : input;
  return JSON.stringify({ ...shown, time: Math.round(input.time * 1000) / 1000 });
}

function describeCommand(command: DurableCommand): string {
  switch (command.type) {
    case "begin":
    case "parameters":
      return `${command.type} ${command.worker} with version ${command.version}`;
    case "broadcast":
      return `broadcast version ${command.version} to ${command.workers.join(", ")}`;
    case "assign":
    case "revoke":
      return `${command.type} ${command.worker} round ${command.round.number} [${command.node.first}, +${command.node.count})`;
    case "refuse":
      return `refuse ${command.worker}: ${command.reason}`;
    case "dismiss":
      return `dismiss ${command.worker}`;
    case "finish":
      return `finish: ${command.result.outcome} ${command.result.reason ?? ""}`;
    case "breathe":
    case "save-best":
      return command.type;
  }
}
