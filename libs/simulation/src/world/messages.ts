import type { TreeNode } from "@lockstep/reduction";
import type { ResultValues, RunCommand } from "@lockstep/training-run";

/** What a worker says. */
export type WorkerMessage =
  | { readonly type: "hello"; readonly slots: number; readonly credit: number }
  | { readonly type: "heartbeat" }
  | { readonly type: "credit"; readonly sequences: number }
  | {
      readonly type: "result";
      readonly round: number;
      readonly node: TreeNode;
      readonly values: ResultValues;
    }
  | { readonly type: "failure"; readonly round: number; readonly node: TreeNode; readonly reason: string }
  | { readonly type: "leaving" };

/** What a coordinator says: the commands of the run that are for one worker. */
export type CoordinatorMessage = Extract<
  RunCommand,
  { type: "begin" | "broadcast" | "parameters" | "assign" | "revoke" | "refuse" | "dismiss" }
>;
