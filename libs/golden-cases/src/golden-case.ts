import type { Tensor } from "@lockstep/safetensors";

/** What a case is a reference for; golden/README.md describes each kind. */
export type GoldenKind = "layer" | "loss" | "optimizer" | "schedule" | "model" | "fit";

/** A layer, loss, optimizer, schedule or callback in Keras's own words. */
export interface KerasObject {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Arguments of `model.fit`. */
export interface GoldenFit {
  readonly batch_size: number;
  readonly epochs: number;
  readonly shuffle: boolean;
  readonly validation_split?: number;
  /** Weight of each class, by its number as text. */
  readonly class_weight?: Readonly<Record<string, number>>;
  readonly callbacks?: readonly KerasObject[];
}

/**
 * `case.json` as Keras's run wrote it; what a kind does not have is missing. What else a case has is in its tensors:
 * `mask`, `sampleWeight`, `initialState/i`, `stateCotangent/i`, `xValidation`, `yValidation`, `order`.
 */
export interface GoldenDescription {
  readonly name: string;
  readonly kind: GoldenKind;
  readonly description: string;
  readonly layers?: readonly KerasObject[];
  readonly loss?: KerasObject;
  readonly optimizer?: KerasObject;
  readonly schedule?: KerasObject;
  /** Unweighted ones, by the names that the expected numbers have. */
  readonly metrics?: readonly string[];
  /** Those that sample and class weights count in. */
  readonly weightedMetrics?: readonly string[];
  /** Of a loss case: weight of each class, by its number as text. */
  readonly classWeight?: Readonly<Record<string, number>>;
  /** Of a loss case: applied to `logits` before the loss; "probabilities" where they are the prediction already. */
  readonly activation?: string;
  /** Of an optimizer case: number of steps. */
  readonly steps?: number;
  /** Of a schedule case: the steps, from 0, that `expected.learningRates` is for. (`steps` of its file.) */
  readonly scheduleSteps?: readonly number[];
  readonly fit?: GoldenFit;
  /** `x` has token ids. */
  readonly integerInput?: boolean;
  /** Gradients of embeddings were summed before the optimizer saw them. */
  readonly denseEmbeddingGradients?: boolean;
  /** The trained model is in the case's folder, see {@link goldenFile}. */
  readonly saveModel?: boolean;
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
  /** Loss of each batch, by epoch. */
  readonly batchLosses?: readonly (readonly number[])[];
  /** Epochs that ran. */
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
  /** The float32 tensors `<name>/0`, `<name>/1` and so on, such as those of `initialState`; empty where there are none. */
  numbered(name: string): Float32Array[];
}
