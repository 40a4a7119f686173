import type { InputShape, NonFinite } from "@lockstep/protocol";
import type { BackendChoice, PassedOver } from "../backend-choice.js";
import type { PartLayouts } from "../part-layouts.js";
import type { PackedRows } from "./packed-rows.js";
import type { RangeTask } from "./range-task.js";

/** What a slot's thread is started with. */
export interface SlotSettings {
  readonly backend: BackendChoice;
  /** Number of the task that is not wanted any more, an Int32; looked at before every micro-batch. */
  readonly unwanted: SharedArrayBuffer;
}

export interface SlotModel {
  /** The job with all defaults filled in and its layers written out. */
  readonly jobJson: string;
  /** In the model's order. */
  readonly inputs: readonly InputShape[];
  readonly layouts: PartLayouts;
}

/** A range to compute in one go: a node of the canonical tree. */
export interface SlotTask extends Omit<RangeTask, "data"> {
  /** An Int32. */
  readonly id: number;
  readonly data: PackedRows;
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
  /** Carried states after the range, (sequences, state size). */
  readonly states: Float32Array;
  /** Where the sums are not finite and the reason was found; `microBatch` counts from the range's first. */
  readonly nonFinite?: NonFinite;
}

export interface BackendDescription {
  readonly name: string;
  readonly version: string;
  readonly fingerprint: string;
  readonly passedOver: readonly PassedOver[];
}

export type FromSlot =
  | ({ readonly type: "ready" } & BackendDescription)
  | { readonly type: "unavailable"; readonly reason: string }
  | { readonly type: "computed"; readonly id: number; readonly result: SlotResult }
  /** It was not wanted any more. */
  | { readonly type: "abandoned"; readonly id: number }
  | { readonly type: "failed"; readonly id: number; readonly reason: string };
