import type { ModelPlan } from "@lockstep/model";
import type { Objective } from "@lockstep/objective";
import type { Optimizer, OptimizerState } from "@lockstep/optimizer";
import type { RunShape } from "./round-schedule.js";

/** What a run trains, evaluates or predicts with. */
export interface RunDefinition {
  readonly shape: RunShape;
  readonly plan: ModelPlan;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly initial: OptimizerState;
  /** Workers that must have joined before the first step. */
  readonly minWorkers: number;
  readonly leaseDurationMs: number;
  /** Strict: workers whose fingerprint differs from the first one's are refused. */
  readonly determinism: "strict" | "relaxed";
  /** SHA-256 of the parameters, in hexadecimal. */
  readonly digest: (parameters: Float32Array) => string;
}
