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

export interface ResultValues {
  readonly gradient: Float32Array;
  readonly statistics: Float64Array;
  readonly predictions: Float32Array;
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
  | { readonly type: "assign"; readonly worker: string; readonly round: Round; readonly node: TreeNode }
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
  | { readonly type: "emit"; readonly event: RunEventBody }
  | { readonly type: "finish"; readonly result: RunResult };

/** What a run leaves. */
export interface RunResult {
  readonly outcome: RunOutcome;
  readonly reason?: string;
  readonly state: OptimizerState;
  readonly digest: string;
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
