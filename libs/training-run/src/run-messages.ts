import type { TreeNode } from "@lockstep/reduction";
import type { RunEventBody, RunOutcome } from "@lockstep/telemetry";
import type { OptimizerState } from "@lockstep/optimizer";
import type { Round } from "./round.js";

/** What happens to a run from outside. `time` is in milliseconds on any steady clock. */
export type RunInput =
  | {
      readonly type: "worker-joined";
      readonly time: number;
      readonly worker: string;
      readonly slots: number;
      readonly backend: string;
      readonly fingerprint: string;
    }
  | { readonly type: "worker-left"; readonly time: number; readonly worker: string; readonly reason: string }
  /** The worker takes nothing new and goes when it holds nothing. */
  | { readonly type: "worker-leaving"; readonly time: number; readonly worker: string }
  | { readonly type: "heartbeat"; readonly time: number; readonly worker: string }
  | {
      readonly type: "result";
      readonly time: number;
      readonly worker: string;
      readonly round: number;
      readonly node: TreeNode;
      /** As they came; taken over. */
      readonly values: ResultValues;
    }
  /** The worker could not compute a range. */
  | {
      readonly type: "failure";
      readonly time: number;
      readonly worker: string;
      readonly round: number;
      readonly node: TreeNode;
      readonly reason: string;
    }
  /** Time goes on: leases may expire. */
  | { readonly type: "tick"; readonly time: number }
  /** Finish the current step, then end. */
  | { readonly type: "stop"; readonly time: number; readonly reason: string };

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
  /** Send new parameters. They do not change afterwards. */
  | {
      readonly type: "broadcast";
      readonly workers: readonly string[];
      readonly version: number;
      readonly parameters: Float32Array;
    }
  | {
      readonly type: "assign";
      readonly worker: string;
      readonly round: Round;
      readonly node: TreeNode;
      /** Carried states that the range starts from, (its sequences, plan.stateSize). Absent: zeros. */
      readonly states?: Float32Array;
    }
  | { readonly type: "revoke"; readonly worker: string; readonly round: Round; readonly node: TreeNode }
  /** The worker has no place in the run. */
  | {
      readonly type: "refuse";
      readonly worker: string;
      readonly code: "FINGERPRINT" | "INVALID_MESSAGE";
      readonly reason: string;
    }
  /** The leaving worker holds nothing any more: it may go. */
  | { readonly type: "dismiss"; readonly worker: string }
  /** Save the parameters under that name, in place of what was saved so before. They do not change afterwards. */
  | {
      readonly type: "checkpoint";
      readonly name: "best";
      readonly parameters: Float32Array;
      /** Steps taken. */
      readonly step: number;
      /** From 1. */
      readonly epoch: number;
    }
  | { readonly type: "emit"; readonly event: RunEventBody }
  | { readonly type: "finish"; readonly result: RunResult };

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

export interface DroppedResults {
  stale: number;
  duplicate: number;
  unsolicited: number;
}

export function emit(event: RunEventBody): RunCommand {
  return { type: "emit", event };
}
