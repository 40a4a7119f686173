import type { MicroBatch } from "@lockstep/backend";
import type { Job } from "@lockstep/job";
import { initialParameters, planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf, type Objective } from "@lockstep/objective";
import { assembleBatch, openData, type PackedRow, type RowLayout } from "@lockstep/sequence-data";
import { shapeJob } from "./shape-job.js";
import { inputOf, type BenchmarkShape } from "./shape.js";

/** One batch of a shape and the parameters that its training starts from: what every contender is given. */
export interface TrainingSample {
  readonly shape: BenchmarkShape;
  /** Has the default size of a micro-batch. */
  readonly job: Job;
  readonly plan: ModelPlan;
  readonly objective: Objective;
  readonly layout: RowLayout;
  /** The batch's sequences. */
  readonly rows: readonly PackedRow[];
  readonly parameters: Float32Array;
}

export async function sampleOf(shape: BenchmarkShape): Promise<TrainingSample> {
  const job = shapeJob(shape, { steps: 1, epochs: 1 });
  const plan = planJob(job, [inputOf(shape)]);
  const { dataset } = await openData(job.data.train, { baseDir: ".", seed: job.seed });
  return {
    ...{ shape, job, plan, objective: objectiveOf(job, plan), layout: dataset.layout },
    rows: Array.from({ length: shape.batchSize }, (_, index) => ({
      length: dataset.lengthOf(index),
      values: dataset.row(index),
    })),
    parameters: initialParameters(plan, job.seed),
  };
}

/** The sample's batch as one. */
export function wholeBatch({ rows, layout, job }: TrainingSample): MicroBatch {
  const { inputs, y } = assembleBatch(layout, rows, layout.timeSteps);
  const sequences = Uint32Array.from(rows, (_, index) => index);
  return { rows: rows.length, inputs, y, random: { seed: job.seed, step: 0, sequences } };
}

/** Sequences of each micro-batch. */
export function microBatchRows({ rows }: Pick<TrainingSample, "rows">, microBatchSize: number): number[] {
  return Array.from({ length: Math.ceil(rows.length / microBatchSize) }, (_, index) =>
    Math.min(microBatchSize, rows.length - index * microBatchSize),
  );
}

/** The sample's batch, cut. */
export function microBatches(sample: TrainingSample, microBatchSize: number): MicroBatch[] {
  let first = 0;
  return microBatchRows(sample, microBatchSize).map((count) => {
    const batch = wholeBatch({ ...sample, rows: sample.rows.slice(first, first + count) });
    const sequences = Uint32Array.from({ length: count }, (_, index) => first + index);
    first += count;
    return { ...batch, random: { seed: sample.job.seed, step: 0, sequences } };
  });
}
