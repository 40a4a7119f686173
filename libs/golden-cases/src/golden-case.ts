import type { Tensor } from "@lockstep/safetensors";

/** What a case is a reference for; golden/README.md describes each kind. */
export type GoldenKind = "layer" | "loss" | "optimizer" | "schedule" | "model" | "fit";

/** A layer, loss or optimizer in Keras's own words. */
export interface KerasObject {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** `case.json` as Keras's run wrote it; what a kind does not have is missing. */
export interface GoldenDescription {
  readonly name: string;
  readonly kind: GoldenKind;
  readonly description: string;
  readonly layers?: readonly KerasObject[];
  readonly loss?: KerasObject;
  readonly optimizer?: KerasObject;
  readonly metrics?: readonly string[];
  /** Of a loss case: applied to `logits` before the loss; "probabilities" where they are the prediction already. */
  readonly activation?: string;
  /** Of an optimizer case: number of steps. */
  readonly steps?: number;
  /** Of a fit case: arguments of `model.fit`. */
  readonly fit?: { readonly batch_size: number; readonly epochs: number; readonly shuffle: boolean };
  readonly expected?: GoldenExpectation;
  readonly expected64?: GoldenExpectation;
  /** Largest deviation of Keras's float32 from its float64, by the first part of the name. */
  readonly float32Deviation: Readonly<Record<string, number>>;
}

/** Plain numbers of a case. */
export interface GoldenExpectation {
  readonly metrics?: Readonly<Record<string, number>>;
  readonly history?: Readonly<Record<string, readonly number[]>>;
  readonly evaluate?: Readonly<Record<string, number>>;
  readonly learningRates?: readonly number[];
  readonly epochs?: number;
}

/** One case with its tensors by name. */
export interface GoldenCase extends GoldenDescription {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The float32 tensor of that name. @throws Error naming case and tensor where there is none */
  float32(name: string): Float32Array;
  /** The float64 tensor of that name, such as `gradients64/dense/kernel`. @throws Error where there is none */
  float64(name: string): Float64Array;
  /** Shape of the tensor of that name. @throws Error where there is none */
  shape(name: string): readonly number[];
}
