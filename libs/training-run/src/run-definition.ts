import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { Optimizer, OptimizerState, ParameterPenalty } from "@lockstep/optimizer";
import type { CallbackOptions } from "./callbacks/callback-list.js";
import type { RunShape } from "./run-shape.js";

/** What a run trains, evaluates or predicts with. */
export interface RunDefinition {
  readonly shape: RunShape;
  readonly plan: ModelPlan;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly initial: OptimizerState;
  /** What regularisers add to the loss. Absent: nothing. */
  readonly penalty?: ParameterPenalty;
  /** Asked at the end of every epoch, in this order. */
  readonly callbacks?: readonly CallbackOptions[];
  /** Workers that must have joined before the first step. */
  readonly minWorkers: number;
  readonly leaseDurationMs: number;
  /** Strict: workers whose fingerprint differs from the first one's are refused. */
  readonly determinism: "strict" | "relaxed";
  /** SHA-256 of the parameters, in hexadecimal. */
  readonly digest: (parameters: Float32Array) => string;
}
