import type { GradientBackend } from "@lockstep/backend";
import { incrementalParameterDigest } from "@lockstep/checkpoint";
import { Pace, type Sliced } from "@lockstep/numerics";
import { ReductionTree, type Sums } from "@lockstep/reduction";
import { drawn, type Arithmetic } from "../arithmetic/arithmetic.js";
import { ParameterUpdate } from "../arithmetic/parameter-update.js";
import { steppingContender, type BlockSize, type Contender } from "../contenders/contender.js";
import { microBatchRows, wholeBatch, type TrainingSample } from "../shapes/training-sample.js";

/** Parts of a step in one process that are timed by themselves. */
export type TimedPart =
  "forward" | "gradient" | "reduction" | "optimizer" | "digest" | "plain-reduction" | "plain-optimizer";

export function partId(shapeId: string, part: TimedPart): string {
  return `${shapeId}/profile-${part}`;
}

/** Each part of a step of the sample, again and again; the arithmetic also as plain TypeScript has it. */
export function processParts(
  sample: TrainingSample,
  backend: GradientBackend,
  arithmetic: Arithmetic,
  block: BlockSize,
): Contender[] {
  const steps: Readonly<Record<TimedPart, () => unknown>> = {
    ...computing(sample, backend),
    reduction: reducing(sample, arithmetic),
    optimizer: optimizing(sample, arithmetic),
    digest: digesting(sample),
    "plain-reduction": reducing(sample, {}),
    "plain-optimizer": optimizing(sample, {}),
  };
  return Object.entries(steps).map(([part, step]) =>
    steppingContender(partId(sample.shape.id, part as TimedPart), part, block, step),
  );
}

/** Evaluation is the way forward and the loss. */
function computing(
  sample: TrainingSample,
  backend: GradientBackend,
): Record<"forward" | "gradient", () => unknown> {
  const model = backend.prepare(sample.plan, sample.objective);
  const batch = wholeBatch(sample);
  model.setParameters(sample.parameters);
  return { forward: () => model.evaluate(batch), gradient: () => model.gradient(batch) };
}

/** The sums of all micro-batches of the default size; zeros, as they are added to each other again and again. */
function reducing({ rows, job, plan, objective }: TrainingSample, { engine }: Arithmetic): () => unknown {
  const sums = microBatchRows({ rows }, job.cluster.microBatchSize).map(() => ({
    gradient: new Float32Array(plan.parameterCount),
    statistics: new Float64Array(objective.statisticsLength),
  }));
  const pace = new Pace(Infinity, engine);
  return () => drawn(added(sums, pace));
}

function* added(sums: readonly Sums[], pace: Pace): Sliced<void> {
  const tree = new ReductionTree(sums.length);
  for (const [first, sum] of sums.entries()) yield* tree.addInSlices({ first, count: 1 }, sum, pace);
}

function optimizing(sample: TrainingSample, arithmetic: Arithmetic): () => unknown {
  const update = new ParameterUpdate(sample, arithmetic);
  const gradient = new Float32Array(sample.plan.parameterCount).fill(0.01);
  // A mean over one: the gradient stays as it is.
  const sums = { gradient, statistics: Float64Array.of(0, 1, 0) };
  return () => update.take(sums);
}

function digesting({ parameters }: TrainingSample): () => unknown {
  return () => {
    const digest = incrementalParameterDigest();
    digest.add(parameters);
    return digest.finish();
  };
}
