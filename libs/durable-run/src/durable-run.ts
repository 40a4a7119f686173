import type { CheckpointFolder, NewestCheckpoint, RunIdentity } from "@lockstep/checkpoint";
import type { RunEventBody } from "@lockstep/telemetry";
import {
  TrainingRun,
  type ResumePoint,
  type RunCommand,
  type RunDefinition,
  type RunInput,
  type RunResult,
  type RunState,
} from "@lockstep/training-run";
import { CheckpointWriter, type Asker, type SavedCheckpoint } from "./checkpoint-writer.js";
import type { EventSink, ToldBefore } from "./event-sink.js";
import { StorageTroubles } from "./storage-troubles.js";
import { retold } from "./told-before.js";

/** How a run is taken up again. */
export interface Recovery {
  /** What was found of it; absent: checkpoints are not written for it, it begins anew. */
  readonly newest?: NewestCheckpoint;
  readonly told: ToldBefore;
}

export interface DurableRunOptions {
  readonly runId: string;
  readonly definition: RunDefinition;
  readonly identity: RunIdentity;
  readonly events: EventSink;
  /** Absent: no checkpoints are written. */
  readonly folder?: Pick<CheckpointFolder, "write">;
  /** Absent: the run is new. */
  readonly recovery?: Recovery;
  /** Milliseconds on the clock of the inputs. */
  readonly now: () => number;
  /**
   * Something ended beside the run: hand it an input of type "storage" soon. Never called while an input is handled by
   * the run itself, but perhaps between two commands.
   */
  readonly wake: () => void;
  /** Told of what goes wrong and does no harm. */
  readonly warn?: (error: Error) => void;
}

/** What a durable run is told. */
export type DurableInput =
  | RunInput
  /** Something that was written, or could not be, is to be taken notice of. See {@link DurableRunOptions.wake}. */
  | { readonly type: "storage"; readonly time: number };

/** What is left to whoever has the network: events and checkpoints are seen to. */
export type DurableCommand = Exclude<RunCommand, { readonly type: "emit" | "checkpoint" }>;

type Commands = Generator<DurableCommand, void>;

/** Askers for checkpoints that may wait at once. */
const maxAskers = 100;

/**
 * A run that outlives crashes: the state machine, its events in an {@link EventSink}, its checkpoints in a folder. All
 * events of a commit go to the sink as one group; a checkpoint is written only when all that was told before it is on
 * disk. While anything cannot be written the run stands still. What an earlier life told is not told again, and must
 * be the same.
 */
export class DurableRun {
  readonly #machine: TrainingRun;
  readonly #writer: CheckpointWriter | undefined;
  readonly #troubles = new StorageTroubles();
  /** Events of the input at hand that the sink does not have yet. */
  #group: RunEventBody[] = [];
  #isPaused = false;
  /** Whether the next checkpoint is one that somebody asked for, and who. */
  #isAsked = false;
  #askers: Asker[] = [];
  /** Askers that the machine has not heard of. */
  #hasNewAskers = false;

  /**
   * Tells the sink at once of what was recovered.
   * @throws where the checkpoint's progress is not that of a run with this definition
   */
  constructor(private readonly options: DurableRunOptions) {
    const { definition, recovery, folder } = options;
    // Progress is plain data: it comes out of JSON.
    const point = recovery?.newest?.checkpoint as ResumePoint | undefined;
    this.#machine = new TrainingRun(definition, point, recovery?.told);
    this.#writer = folder && this.#writerTo(folder);
    if (recovery) this.#tellOfRecovery(recovery);
  }

  get state(): RunState {
    return this.#machine.state;
  }

  /** See {@link TrainingRun.deadline}. */
  get deadline(): number {
    return this.#machine.deadline;
  }

  /** Why it stands still, or is about to, as something cannot be written; undefined: all can. */
  get storageTrouble(): string | undefined {
    return this.#troubles.reason;
  }

  /** For whoever looks at it: it is not to be given inputs. */
  get machine(): TrainingRun {
    return this.#machine;
  }

  /**
   * Takes one input and gives what is to be done, lazily, as {@link TrainingRun.handle}. Never waits.
   */
  *handle(input: DurableInput): Commands {
    yield* this.#settle(input.time);
    if (input.type === "tick") this.#writer?.retry();
    if (input.type === "storage") return;
    if (input.type === "checkpoint") this.#isAsked = true;
    yield* this.#carryOut(this.#machine.handle(input));
  }

  /** Ends the run for a reason from outside; see {@link TrainingRun.fail}. */
  fail(reason: string): RunResult {
    this.#flush();
    this.#end();
    return this.#machine.fail(reason);
  }

  /**
   * Something else that must outlive a crash cannot be written: the run stands still until it can.
   * @param cause names it, such as `events`
   * @param reason for people; undefined: it is settled
   */
  storage(cause: string, reason: string | undefined): void {
    this.#troubles.set(cause, reason);
    this.options.wake();
  }

  /**
   * Has a checkpoint written after the current step.
   * @throws where the run ends before, writes none, or too many ask
   */
  askForCheckpoint(): Promise<SavedCheckpoint> {
    return new Promise((resolve, reject) => {
      const { checkpoints, shape } = this.options.definition;
      if (!this.#writer || !checkpoints || shape.kind !== "train")
        return reject(new Error("no checkpoint: the run writes none"));
      if (this.state === "finished") return reject(new Error("no checkpoint: the run has ended before"));
      if (this.#askers.length >= maxAskers)
        return reject(new Error(`no checkpoint: ${maxAskers} ask already`));
      this.#askers.push({ resolve, reject });
      this.#hasNewAskers = true;
      this.options.wake();
    });
  }

  /**
   * Resolves when no checkpoint is being written, and all that waited was tried.
   * @returns what could not be written, and why; empty: all is written
   */
  async settled(): Promise<readonly string[]> {
    return (await this.#writer?.settled()) ?? [];
  }

  /** Leaves everything as it is: nothing more is written or told, but what is being written. */
  abandon(): void {
    this.#writer?.abandon();
    this.#rejectAskers();
  }

  /** Takes notice of what ended since the last input. */
  *#settle(time: number): Commands {
    const fault = this.#writer?.fault;
    if (fault !== undefined && this.state !== "finished") return yield* this.#finishFailed(fault);
    this.#troubles.set("checkpoint", this.#writer?.trouble);
    // A backlog is worked off as a whole, so that the run does not stand still after every step.
    if (this.#writer?.backlog !== undefined) this.#troubles.set("backlog", this.#writer.backlog);
    if (this.#writer?.isBusy !== true) this.#troubles.set("backlog", undefined);
    const { reason } = this.#troubles;
    if (reason !== undefined && !this.#isPaused) {
      this.#isPaused = true;
      yield* this.#carryOut(this.#machine.handle({ type: "pause", cause: "storage", reason, time }));
    }
    if (reason === undefined && this.#isPaused) {
      this.#isPaused = false;
      yield* this.#carryOut(this.#machine.handle({ type: "continue", cause: "storage", time }));
    }
    if (!this.#hasNewAskers) return;
    this.#hasNewAskers = false;
    yield* this.#carryOut(this.#machine.handle({ type: "checkpoint", time }));
  }

  *#carryOut(commands: Iterable<RunCommand>): Commands {
    for (const command of commands) {
      switch (command.type) {
        case "emit": {
          const fate = retold(command.event, this.options.recovery?.told);
          if (fate.type === "differs") return yield* this.#finishFailed(fate.reason);
          if (fate.type === "new") this.#group.push(command.event);
          break;
        }
        case "checkpoint":
          // Between two rounds: what it is to be behind is complete.
          this.#flush();
          this.#order(command);
          break;
        case "finish":
          this.#flush();
          this.#end();
          yield command;
          break;
        default:
          yield command;
      }
    }
    this.#flush();
  }

  #order({ point, keep }: Extract<RunCommand, { type: "checkpoint" }>): void {
    const askers = this.#askers.splice(0);
    const isAsked = this.#isAsked || askers.length > 0;
    this.#isAsked = false;
    this.#writer?.add({ point, keep, isAsked, askers });
  }

  #flush(): void {
    const group = this.#group.splice(0);
    if (group.length > 0) this.options.events.append(this.options.runId, group);
  }

  *#finishFailed(reason: string): Commands {
    yield { type: "finish", result: this.fail(reason) };
  }

  #end(): void {
    this.#writer?.dropPassing();
    this.#rejectAskers();
  }

  #rejectAskers(): void {
    for (const asker of this.#askers.splice(0))
      asker.reject(new Error("no checkpoint: the run has ended before"));
  }

  #writerTo(folder: Pick<CheckpointFolder, "write">): CheckpointWriter {
    const { runId, identity, events, now, wake, warn } = this.options;
    const emit = (event: RunEventBody): void => events.append(runId, [event]);
    return new CheckpointWriter({ folder, identity, events, now, emit, changed: wake, warn });
  }

  #tellOfRecovery({ newest, told }: Recovery): void {
    const { checkpoint, file, damaged = [] } = newest ?? {};
    this.options.events.append(this.options.runId, [
      ...damaged.map((passedOver) => ({ type: "checkpoint-damaged", ...passedOver }) as const),
      {
        type: "run-recovered",
        step: checkpoint?.step ?? 0,
        toldSteps: told.steps,
        ...(file === undefined ? {} : { checkpoint: file }),
      },
    ]);
  }
}
