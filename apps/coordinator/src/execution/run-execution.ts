import type { DurableCommand, DurableInput, DurableRun } from "@lockstep/durable-run";
import type { Logger } from "@lockstep/logging";
import type { Failure, Result } from "@lockstep/protocol";
import type { EventLog } from "@lockstep/telemetry";
import type { RunInput, RunResult } from "@lockstep/training-run";
import type { ClusterEndpoint, MemberMessage } from "../cluster-endpoint.js";
import { CoordinatorError, requestError } from "../coordinator-error.js";
import type { PreparedRun } from "../prepared-run.js";
import { openRows } from "../rows/open-rows.js";
import type { RowSource } from "../rows/row-source.js";
import type { ObservedAnswer, RunObserver } from "../observation/run-observer.js";
import type { RunFiles } from "../run-files.js";
import { tellOfJoining, tellOfLeaving } from "../worker-events.js";
import type { WorkerSession } from "../worker-session.js";
import { RunClock } from "./run-clock.js";
import { creditOf, tensorBytesOf } from "./run-sizes.js";
import { WorkerLines, type WorkerCommand } from "./worker-lines.js";

export interface RunExecutionOptions {
  readonly run: PreparedRun;
  readonly machine: DurableRun;
  readonly files: RunFiles;
  readonly events: EventLog;
  readonly logger: Logger;
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
  readonly cluster: ClusterEndpoint;
  readonly observer: RunObserver;
  /** Called once, after the last command. */
  readonly finished: (ending: RunEnding) => void;
}

/** How the state machine ended: with a result, or by a fault of ours. */
export type RunEnding = { readonly result: RunResult } | { readonly fault: Error };

type Untimed<Input> = Input extends unknown ? Omit<Input, "time"> : never;
/** What the run is told, at the time at which it is. */
export type RunWord = Untimed<RunInput>;

interface Taking {
  readonly input: DurableInput;
  /** To be done right before the machine takes it. */
  readonly before?: () => void;
  /** To be done where the run ends before it. */
  readonly missed?: () => void;
}

/** Signs of life that are no messages are told to the run at most this often. */
const aliveIntervalMs = 100;

/** Carries out what a run's state machine wants: the machine decides, this talks to workers. */
export class RunExecution {
  readonly #inputs: Taking[] = [];
  readonly #clock: RunClock;
  readonly #rows: RowSource;
  readonly #lines: WorkerLines;
  readonly #aliveAt = new WeakMap<WorkerSession, number>();
  readonly #members = new WeakSet<WorkerSession>();
  readonly #tensorBytes: number;
  /** Of the input at hand. */
  #commands: Iterator<DurableCommand, void> | undefined;
  /** Why the run ends once the input at hand is taken. */
  #failure: string | undefined;
  #isOver = false;

  constructor(private readonly options: RunExecutionOptions) {
    const { run, cluster, logger, now, machine } = options;
    this.#tensorBytes = tensorBytesOf(run);
    this.#rows = openRows(run.data);
    const failed = (error: unknown): void => this.#fail(error);
    this.#lines = new WorkerLines({ run, rows: this.#rows, cluster, logger, failed });
    this.#clock = new RunClock({
      now,
      intervalMs: Math.min(250, Math.ceil(run.definition.leaseDurationMs / 4)),
      tick: (time) => this.#input({ input: { type: "tick", time } }),
      deadline: () => machine.deadline,
    });
  }

  get runId(): string {
    return this.options.run.runId;
  }

  get leaseDurationMs(): number {
    return this.options.run.definition.leaseDurationMs;
  }

  join(session: WorkerSession): void {
    const { hello, creditBytes } = session;
    const { slots, backend, fingerprint } = hello;
    this.#members.add(session);
    session.allowTensorBytes(this.#tensorBytes);
    const credit = creditOf(this.options.run, creditBytes);
    this.#input({
      input: this.#now({ type: "worker-joined", ...memberOf(session), slots, backend, fingerprint, credit }),
      before: () => this.#lines.open(session),
      missed: () => tellOfJoining(this.options.events, session),
    });
  }

  /** Whether it was told of the worker. */
  has(session: WorkerSession): boolean {
    return this.#members.has(session);
  }

  leave(session: WorkerSession, reason: string): void {
    this.#input({
      input: this.#now({ type: "worker-left", ...memberOf(session), reason }),
      before: () => {
        this.#lines.close(session);
        this.options.observer.lost(session.workerId);
      },
      missed: () => tellOfLeaving(this.options.events, session, reason),
    });
  }

  /** Somebody wants something of the run. */
  tell(word: RunWord): void {
    this.#input({ input: this.#now(word) });
  }

  /** Something ended beside the run, which its machine takes notice of. */
  wake(): void {
    this.#input({ input: { type: "storage", time: this.options.now() } });
  }

  /** Does nothing more: no commands, no ticks, no ending. */
  abandon(): void {
    this.#isOver = true;
    this.#inputs.length = 0;
    this.#clock.stop();
    this.#lines.closeAll();
    this.#rows.close();
  }

  /** Something came from the worker. */
  alive(session: WorkerSession): void {
    const time = this.options.now();
    if (time - (this.#aliveAt.get(session) ?? -Infinity) < aliveIntervalMs) return;
    this.#aliveAt.set(session, time);
    this.#input({ input: { type: "heartbeat", time, ...memberOf(session) } });
  }

  hear(session: WorkerSession, message: MemberMessage): void {
    const member = memberOf(session);
    switch (message.type) {
      case "heartbeat":
        return this.tell({ type: "heartbeat", ...member });
      case "credit":
        return this.tell({
          type: "credit",
          ...member,
          sequences: creditOf(this.options.run, message.bytes),
        });
      case "leaving":
        return this.tell({ type: "worker-leaving", ...member });
      case "failure":
        return this.tell(this.#answerOf(session, message));
      case "result":
        if (message.runId === this.runId)
          this.options.observer.heard({ ...message, workerId: session.workerId });
        return this.tell(this.#answerOf(session, message));
    }
  }

  #answerOf(session: WorkerSession, answer: Result | Failure): RunWord {
    const { first, count } = answer;
    // What is about another run is about no round of this one.
    const round = answer.runId === this.runId ? answer.round : noRound;
    const common = { ...memberOf(session), round, node: { first, count } };
    if (answer.type === "failure") return { type: "failure", ...common, reason: answer.reason };
    const { gradient, statistics, predictions, states, nonFinite } = answer;
    const values = { gradient, statistics, predictions, states, ...(nonFinite ? { nonFinite } : {}) };
    return { type: "result", ...common, values };
  }

  #now(word: RunWord): RunInput {
    return { ...word, time: this.options.now() };
  }

  /** Inputs are taken one after the other: one that comes while commands are carried out waits for its turn. */
  #input(taking: Taking): void {
    if (this.#isOver) return;
    this.#inputs.push(taking);
    if (!this.#commands) this.#goOn();
  }

  #goOn(): void {
    try {
      for (let command = this.#nextCommand(); command && !this.#isOver; command = this.#nextCommand()) {
        // What is written leaves when this turn of the event loop ends: workers shall have their parameters before
        // they are hashed and the step is told of.
        if (command.type === "broadcast") {
          this.options.observer.parametersSent(command.workers, command.version);
          if (this.#lines.broadcast(command, () => this.#goOnLater())) return;
        } else if (command.type === "breathe") {
          this.#breathe(command.until);
          return;
        } else this.#carryOut(command);
      }
    } catch (error) {
      return this.#fail(error);
    }
    if (!this.#isOver) this.#clock.look();
  }

  /** Lets the event loop go on, and waits for arithmetic that goes on beside it. */
  #breathe(until: Promise<void> | undefined): void {
    const goOn = (): void => this.#goOnLater();
    if (until) until.then(goOn, (error: unknown) => this.#fail(error));
    else setImmediate(goOn);
  }

  /** After the event loop went on: the run may have been left meanwhile. */
  #goOnLater(): void {
    if (!this.#isOver) this.#goOn();
  }

  /** The next command of the input at hand, or of the one after it. */
  #nextCommand(): DurableCommand | undefined {
    for (;;) {
      if (!this.#commands) {
        if (this.#failure !== undefined) {
          this.#endFailed(this.#failure);
          return undefined;
        }
        const taking = this.#inputs.shift();
        if (!taking) return undefined;
        taking.before?.();
        this.#observeTaking(taking.input);
        this.#commands = this.options.machine.handle(taking.input);
      }
      const { value } = this.#commands.next();
      if (value) return value;
      this.#commands = undefined;
    }
  }

  #carryOut(command: Exclude<DurableCommand, { type: "broadcast" | "breathe" }>): void {
    switch (command.type) {
      case "save-best":
        return this.options.files.keepBest(command);
      case "finish":
        return this.#end({ result: command.result });
      default:
        observe(this.options.observer, command);
        return this.#lines.carryOut(command);
    }
  }

  #observeTaking(input: DurableInput): void {
    if (input.type !== "result" && input.type !== "failure") return;
    const { worker: workerId, round, node } = input;
    const answer: ObservedAnswer = { workerId, round, ...node };
    if (input.type === "result") this.options.observer.taking(answer);
    else this.options.observer.failed(answer);
  }

  /**
   * A file that cannot be read any more takes nothing from the steps that were taken: one that is being taken, whose
   * parameters may be out and not yet hashed, is taken to its end.
   */
  #fail(error: unknown): void {
    if (this.#isOver) return;
    const known = requestError(error);
    if (!(known instanceof CoordinatorError)) {
      this.options.logger.error({ error }, "a run failed by a fault of the coordinator");
      return this.#end({ fault: known });
    }
    this.#failure ??= known.message;
    if (!this.#commands) this.#endFailed(this.#failure);
  }

  #endFailed(reason: string): void {
    this.#end({ result: this.options.machine.fail(reason) });
  }

  #end(ending: RunEnding): void {
    const missed = this.#inputs.splice(0);
    this.abandon();
    for (const taking of missed) taking.missed?.();
    this.options.finished(ending);
  }
}

/** Notes what is said to a worker. */
function observe(observer: RunObserver, command: WorkerCommand): void {
  switch (command.type) {
    case "assign":
      return observer.assigned(command);
    case "revoke":
      return observer.revoked(command);
    case "begin":
    case "parameters":
      return observer.parametersSent([command.worker], command.version);
    default:
  }
}

/** Rounds count from 0. */
const noRound = -1;

function memberOf({ workerId, incarnation }: WorkerSession): { worker: string; incarnation: number } {
  return { worker: workerId, incarnation };
}
