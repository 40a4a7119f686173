import type { TreeNode } from "@lockstep/reduction";
import type { RunEventBody, RunOutcome } from "@lockstep/telemetry";
import type { OptimizerState } from "@lockstep/optimizer";
import type { Role } from "./assignment-board.js";
import type { ResumePoint } from "./resume-point.js";
import type { Round } from "./round.js";

/**
 * One membership of a worker. The incarnation goes up whenever the worker joins, be it the same process over a new
 * connection; what is said of an older one is dropped.
 */
export interface Member {
  /** Stable over incarnations. */
  readonly worker: string;
  readonly incarnation: number;
}

/** Who wants a run to stand still. It goes on when nobody wants it any more. */
export type PauseCause =
  | "user" // somebody asked for it
  | "storage"; // what must outlive a crash cannot be written

interface Timed {
  /** Milliseconds on any steady clock. */
  readonly time: number;
}

/** What happens to a run from outside. */
export type RunInput = Timed &
  (
    | ({
        readonly type: "worker-joined";
        readonly slots: number;
        readonly backend: string;
        readonly fingerprint: string;
        /** Sequences that it may hold unanswered; see `credit`. */
        readonly credit: number;
      } & Member)
    | ({ readonly type: "worker-left"; readonly reason: string } & Member)
    /** The worker takes nothing new and goes when it holds nothing. */
    | ({ readonly type: "worker-leaving" } & Member)
    /** Somebody wants the worker to leave, as if it had said so itself. */
    | { readonly type: "drain"; readonly worker: string }
    /** Sequences that the worker may hold unanswered, from now on. One range is always allowed; 0: none. */
    | ({ readonly type: "credit"; readonly sequences: number } & Member)
    | ({ readonly type: "heartbeat" } & Member)
    | ({
        readonly type: "result";
        readonly round: number;
        readonly node: TreeNode;
        /** As they came; taken over. */
        readonly values: ResultValues;
      } & Member)
    /** The worker could not compute a range. */
    | ({
        readonly type: "failure";
        readonly round: number;
        readonly node: TreeNode;
        readonly reason: string;
      } & Member)
    /** Time goes on: leases may expire, stragglers' ranges be given to others. See `TrainingRun.deadline`. */
    | { readonly type: "tick" }
    /** Finish the current step, then stand still. */
    | { readonly type: "pause"; readonly cause: PauseCause; readonly reason: string }
    | { readonly type: "continue"; readonly cause: PauseCause }
    /** Write a checkpoint after the current step. */
    | { readonly type: "checkpoint" }
    /** Finish the current step, then end. */
    | { readonly type: "stop"; readonly reason: string }
  );

/** What a worker made of a range. What the round's purpose does not ask for is empty. */
export interface ResultValues {
  readonly gradient: Float32Array;
  readonly statistics: Float64Array;
  readonly predictions: Float32Array;
  /** Carried states after the range, (its sequences, plan.stateSize). */
  readonly states: Float32Array;
  /** Where the worker found the first value that is not finite, if there is one. */
  readonly nonFinite?: NonFinitePlace;
}

/** Where a computation first left the finite numbers. */
export interface NonFinitePlace {
  /** Of the round. */
  readonly microBatch: number;
  /** Index of the sequence within its part of the data. */
  readonly sequence: number;
  /** Path of the layer. */
  readonly layer: string;
  /** In its output, or in the gradient of its output. */
  readonly pass: "forward" | "backward";
  /** From 0; absent where the value has no time axis. */
  readonly timeStep?: number;
  /** NaN, Infinity or -Infinity. */
  readonly value: number;
}

/** What the run wants done. Commands come one by one: each is carried out before the next is computed. */
export type RunCommand =
  /** Tell the worker about the run and send it the current parameters. */
  | {
      readonly type: "begin";
      readonly worker: string;
      readonly version: number;
      readonly parameters: Float32Array;
    }
  /** Send new parameters to all who wait for them with something that travelled ahead. They do not change afterwards. */
  | {
      readonly type: "broadcast";
      readonly workers: readonly string[];
      readonly version: number;
      readonly parameters: Float32Array;
    }
  /** Send a worker the present parameters: it is about to be given something that needs them. */
  | {
      readonly type: "parameters";
      readonly worker: string;
      readonly version: number;
      readonly parameters: Float32Array;
    }
  | {
      readonly type: "assign";
      readonly worker: string;
      readonly round: Round;
      readonly node: TreeNode;
      /** What it is given for; for people: the worker need not know. */
      readonly role: Role;
      /** Carried states that the range starts from, (its sequences, plan.stateSize). Absent: zeros. */
      readonly states?: Float32Array;
    }
  | { readonly type: "revoke"; readonly worker: string; readonly round: Round; readonly node: TreeNode }
  /** The worker has no place in the run. */
  | {
      readonly type: "refuse";
      readonly worker: string;
      readonly code: "FINGERPRINT";
      readonly reason: string;
    }
  /** The leaving worker holds nothing any more: it may go. */
  | { readonly type: "dismiss"; readonly worker: string }
  /**
   * Save the parameters as the best so far, in place of what was saved so before. They do not change afterwards. A run
   * that is resumed has its best saved once more, as nobody knows whether they were.
   */
  | {
      readonly type: "save-best";
      readonly parameters: Float32Array;
      /** Steps taken. */
      readonly step: number;
      /** From 1. */
      readonly epoch: number;
    }
  /** Keep what the run needs to go on after a crash. */
  | { readonly type: "checkpoint"; readonly point: ResumePoint; readonly keep: CheckpointKeep }
  /**
   * More arithmetic follows: whatever else waits for the thread may have it first. Nothing is to be done. With `until` it
   * goes on elsewhere: the next command must not be asked for before that has resolved, and what is thrown there is the
   * run's end. Only a definition with an `arithmetic` engine has such.
   */
  | { readonly type: "breathe"; readonly until?: Promise<void> }
  | { readonly type: "emit"; readonly event: RunEventBody }
  | { readonly type: "finish"; readonly result: RunResult };

/** Why a checkpoint is kept when newer ones come. */
export type CheckpointKeep =
  | "latest" // it is not, beyond the last few
  | "milestone" // every so many steps, and the first: for good
  | "best"; // until a better one comes

/** What a run leaves. */
export interface RunResult {
  readonly outcome: RunOutcome;
  readonly reason?: string;
  /** Of a completed run with the parameters that training leaves: averaged or restored where the job asks for it. */
  readonly state: OptimizerState;
  readonly digest: string;
  /** Epochs that were trained to their end. */
  readonly epochs: number;
  readonly test?: Readonly<Record<string, number>>;
  /** (sequences of the test part, ...output shape), where predictions were asked for. */
  readonly predictions?: Float32Array;
  readonly droppedResults: DroppedResults;
}

/**
 * Results that did not count. One that a worker owes to be measured by (its range was counted before, and not taken
 * back from it) is expected and not among them.
 */
export interface DroppedResults {
  /** Of a round that is over, or of an older incarnation, or of a worker in quarantine. */
  stale: number;
  /** Of a range that was counted before, or is answered and waits for a second result. */
  duplicate: number;
  /** Of a range that the worker was never given. */
  unsolicited: number;
}

export function emit(event: RunEventBody): RunCommand {
  return { type: "emit", event };
}
