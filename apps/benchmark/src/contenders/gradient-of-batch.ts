import type {
  GradientBackend,
  MicroBatch,
  MicroBatchRange,
  PreparedModel,
  RangeModel,
} from "@lockstep/backend";
import { ReductionTree, type Sums } from "@lockstep/reduction";
import { microBatches, microBatchRows, wholeBatch, type TrainingSample } from "../shapes/training-sample.js";

/** The sums of a batch with these parameters. */
export type GradientOfBatch = (parameters: Float32Array) => Sums | Promise<Sums>;

/** Micro-batch by micro-batch, added up in the canonical tree, on the calling thread. */
export function onThisThread(
  backend: GradientBackend,
  sample: TrainingSample,
  microBatchSize: number,
): GradientOfBatch {
  const model = backend.prepare(sample.plan, sample.objective);
  const batches = microBatches(sample, microBatchSize);
  return (parameters) => {
    model.setParameters(parameters);
    return summed(model, batches);
  };
}

/** In one call, on the calling thread; undefined: the backend has no such call. */
export function inOneCall(
  backend: GradientBackend,
  sample: TrainingSample,
  microBatchSize: number,
): GradientOfBatch | undefined {
  const model: RangeModel | undefined = backend.prepareForRanges?.(sample.plan, sample.objective);
  const computeHere = model?.computeRangeHere?.bind(model);
  if (!model || !computeHere) return undefined;
  const range = rangeOf(sample, microBatchSize);
  return (parameters) => {
    model.setParameters(parameters);
    return computeHere(range);
  };
}

/** In one call, on a thread of the backend's own; undefined: it has none. */
export function onBackendThread(
  backend: GradientBackend,
  sample: TrainingSample,
  microBatchSize: number,
): GradientOfBatch | undefined {
  const model: RangeModel | undefined = backend.prepareForRanges?.(sample.plan, sample.objective);
  if (!model) return undefined;
  const range = rangeOf(sample, microBatchSize);
  const { signal } = new AbortController();
  return (parameters) => {
    model.setParameters(parameters);
    return model.computeRange(range, signal);
  };
}

function rangeOf(sample: TrainingSample, microBatchSize: number): MicroBatchRange {
  return { purpose: "gradient", rows: microBatchRows(sample, microBatchSize), batch: wholeBatch(sample) };
}

function summed(model: PreparedModel, batches: readonly MicroBatch[]): Sums {
  const tree = new ReductionTree(batches.length);
  for (const [first, batch] of batches.entries()) tree.add({ first, count: 1 }, model.gradient(batch));
  if (!tree.root) throw new Error("expected at least one micro-batch");
  return tree.root;
}
