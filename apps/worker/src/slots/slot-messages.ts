import type { BackendChoice, UsableBackendName } from "../backend-choice.js";
import type { RangeTask } from "./range-part.js";

/** What a slot's thread is started with. */
export interface SlotSettings {
  readonly backend: BackendChoice;
}

export interface SlotModel {
  /** The job with all defaults filled in. */
  readonly jobJson: string;
  /** Of one sequence. */
  readonly inputShape: readonly number[];
}

/** A range to compute in one go: a node of the canonical tree. */
export interface SlotTask extends RangeTask {
  readonly id: number;
}

export type ToSlot =
  | ({ readonly type: "model" } & SlotModel)
  /** `parameters` where they are others than before. */
  | ({ readonly type: "compute"; readonly parameters?: Float32Array } & SlotTask)
  | { readonly type: "close" };

export interface SlotResult {
  readonly gradient: Float32Array;
  readonly statistics: Float64Array;
  readonly predictions: Float32Array;
}

export interface BackendDescription {
  readonly name: string;
  readonly version: string;
  readonly fingerprint: string;
  readonly passedOver: readonly { readonly name: UsableBackendName; readonly reason: string }[];
}

export type FromSlot =
  | ({ readonly type: "ready" } & BackendDescription)
  | { readonly type: "unavailable"; readonly reason: string }
  | ({ readonly type: "computed"; readonly id: number } & SlotResult)
  | { readonly type: "failed"; readonly id: number; readonly reason: string };
