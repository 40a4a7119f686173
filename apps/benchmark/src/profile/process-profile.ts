import type { GradientBackend } from "@lockstep/backend";
import { incrementalParameterDigest } from "@lockstep/checkpoint";
import { meanOf, Pace, wholly } from "@lockstep/numerics";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import { ReductionTree } from "@lockstep/reduction";
import { steppingContender, type BlockSize, type Contender } from "../contenders/contender.js";
import { microBatchRows, wholeBatch, type TrainingSample } from "../shapes/training-sample.js";

/** Parts of a step in one process that are timed by themselves. */
export type TimedPart = "forward" | "gradient" | "reduction" | "optimizer" | "digest";

export function partId(shapeId: string, part: TimedPart): string {
  return `${shapeId}/profile-${part}`;
}

/** Each part of a step of the sample, again and again. */
export function processParts(
  sample: TrainingSample,
  backend: GradientBackend,
  block: BlockSize,
): Contender[] {
  const steps: Readonly<Record<TimedPart, () => unknown>> = {
    ...computing(sample, backend),
    reduction: reducing(sample),
    optimizer: optimizing(sample),
    digest: digesting(sample),
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
function reducing({ rows, job, plan, objective }: TrainingSample): () => unknown {
  const sums = microBatchRows({ rows }, job.cluster.microBatchSize).map(() => ({
    gradient: new Float32Array(plan.parameterCount),
    statistics: new Float64Array(objective.statisticsLength),
  }));
  return () => {
    const tree = new ReductionTree(sums.length);
    for (const [first, sum] of sums.entries()) tree.add({ first, count: 1 }, sum);
    return tree.root;
  };
}

function optimizing({ job, plan, parameters, rows }: TrainingSample): () => unknown {
  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  const pace = new Pace(Infinity);
  const gradient = new Float32Array(plan.parameterCount);
  let state = initialState(optimizer, parameters);
  return () => {
    gradient.fill(0.01);
    wholly(pace.run([meanOf(gradient, rows.length)]));
    state = optimizer.update(state, gradient);
  };
}

function digesting({ parameters }: TrainingSample): () => unknown {
  return () => {
    const digest = incrementalParameterDigest();
    digest.add(parameters);
    return digest.finish();
  };
}
