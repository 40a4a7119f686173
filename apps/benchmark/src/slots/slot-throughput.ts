import { SlotPool, type BackendChoice, type RangeTask, type TaskOutcome } from "@lockstep/worker";
import { trainingFlops } from "../shapes/training-flops.js";
import { microBatchRows, type TrainingSample } from "../shapes/training-sample.js";

/** A range has about so much to compute, so that handing it out is a small part of it. */
const rangeFlops = 4e9;
const mostBatches = 64;

/** A worker's slots, computing one range of micro-batches after the other. */
export class SlotThroughput {
  private constructor(
    private readonly pool: SlotPool,
    private readonly range: RangeTask,
    private readonly batches: number,
  ) {}

  static async open(backend: string, slots: number, sample: TrainingSample): Promise<SlotThroughput> {
    const pool = await SlotPool.open(slots, backend as BackendChoice);
    const { job, plan, layout, parameters, shape } = sample;
    pool.begin({
      jobJson: JSON.stringify(job),
      inputs: plan.inputs.map(({ name, shape }) => ({ name, sizes: shape })),
      layouts: { train: layout },
    });
    pool.setParameters(parameters);
    const batches = batchesOfRange(trainingFlops(shape));
    return new SlotThroughput(pool, rangeOf(sample, batches), batches);
  }

  /** Milliseconds for as many micro-batches as a batch has. @throws Error where the range cannot be computed */
  async msPerBatch(): Promise<number> {
    const began = performance.now();
    const outcome = await new Promise<TaskOutcome>((resolve) => void this.pool.compute(this.range, resolve));
    if (!outcome.ok) throw new Error(outcome.reason);
    return (performance.now() - began) / this.batches;
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

/** A power of two, so that slots get equal parts. @param flops of a batch */
export function batchesOfRange(flops: number): number {
  return Math.min(mostBatches, 2 ** Math.max(0, Math.round(Math.log2(rangeFlops / flops))));
}

/** The sample's batch, several times, in micro-batches of the default size. */
function rangeOf(sample: TrainingSample, batches: number): RangeTask {
  const repeat = <Item>(items: readonly Item[]): Item[] =>
    Array.from({ length: batches }, () => items).flat();
  const data = repeat(sample.rows);
  return {
    purpose: "gradient",
    step: 0,
    rows: repeat(microBatchRows(sample, sample.job.cluster.microBatchSize)),
    part: "train",
    sequences: Uint32Array.from(data, (_, index) => index),
    data,
    timeSteps: sample.layout.timeSteps,
    states: new Float32Array(),
  };
}
