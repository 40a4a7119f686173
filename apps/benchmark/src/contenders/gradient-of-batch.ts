import type {
  GradientBackend,
  MicroBatch,
  MicroBatchRange,
  PreparedModel,
  RangeModel,
} from "@lockstep/backend";
import { ReductionTree, type Sums } from "@lockstep/reduction";
import { microBatches, microBatchRows, wholeBatch, type TrainingSample } from "../shapes/training-sample.js";

/** The sums of a batch with these parameters, good until it is called again. */
export type GradientOfBatch = (parameters: Float32Array) => Sums | Promise<Sums>;

/** Micro-batch by micro-batch, added up in the canonical tree, on the calling thread. */
export function onThisThread(
  backend: GradientBackend,
  sample: TrainingSample,
  microBatchSize: number,
  gradientFlow = false,
): GradientOfBatch {
  const model = backend.prepare(sample.plan, sample.objective);
  const batches = microBatches(sample, microBatchSize);
  return (parameters) => {
    model.setParameters(parameters);
    return summed(model, batches, gradientFlow);
  };
}

/** In one call, on the calling thread; undefined: the backend has no such call. */
export function inOneCall(
  backend: GradientBackend,
  sample: TrainingSample,
  microBatchSize: number,
  gradientFlow = false,
): GradientOfBatch | undefined {
  const model: RangeModel | undefined = backend.prepareForRanges?.(sample.plan, sample.objective);
  const computeHere = model?.computeRangeHere?.bind(model);
  if (!model || !computeHere) return undefined;
  const range = { ...rangeOf(sample, microBatchSize), gradientFlow };
  const memory = gradientMemory(sample);
  return (parameters) => {
    model.setParameters(parameters);
    return computeHere(range, memory);
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
  const memory = gradientMemory(sample);
  return (parameters) => {
    model.setParameters(parameters);
    return model.computeRange(range, signal, memory);
  };
}

/** Used again for each step, as a worker does: nobody looks at a gradient after its update. */
function gradientMemory({ plan }: TrainingSample): Float32Array {
  return new Float32Array(plan.parameterCount);
}

function rangeOf(sample: TrainingSample, microBatchSize: number): MicroBatchRange {
  return { purpose: "gradient", rows: microBatchRows(sample, microBatchSize), batch: wholeBatch(sample) };
}

function summed(model: PreparedModel, batches: readonly MicroBatch[], gradientFlow: boolean): Sums {
  const tree = new ReductionTree(batches.length);
  for (const [first, batch] of batches.entries())
    tree.add({ first, count: 1 }, model.gradient(batch, { gradientFlow }));
  if (!tree.root) throw new Error("expected at least one micro-batch");
  return tree.root;
}
