import {
  SlotPool,
  type BackendChoice,
  type RangeTask,
  type SpentGradients,
  type TaskOutcome,
} from "@lockstep/worker";
import { trainingFlops } from "../shapes/training-flops.js";
import { microBatchRows, type TrainingSample } from "../shapes/training-sample.js";

/** A repetition has about so much to compute, in one range if it may be: handing that out is a small part of it. */
const repetitionFlops = 4e9;

/** Of a range: of the smallest model, some milliseconds of computing. And ranges of a repetition. */
const mostBatches = 512;
const mostRanges = 16;

/** How much a repetition computes. */
export interface QueuedWork {
  readonly ranges: number;
  /** Of each range. */
  readonly batches: number;
}

/**
 * A worker's slots with ranges of micro-batches waiting for them, as a worker has that is given more than it has slots.
 * Of small models a range is small however many micro-batches it has: while one slot's sequences are put together the
 * other one computes, which a single range has no time to show.
 */
export class SlotThroughput {
  private constructor(
    private readonly pool: SlotPool,
    private readonly spent: SpentGradients | undefined,
    private readonly range: RangeTask,
    private readonly work: QueuedWork,
  ) {}

  static async open(
    backend: string,
    slots: number,
    sample: TrainingSample,
    work = queuedWork(trainingFlops(sample.shape)),
  ): Promise<SlotThroughput> {
    const pool = await SlotPool.open(slots, backend as BackendChoice);
    const { job, plan, layout, parameters } = sample;
    const spent = pool.begin({
      jobJson: JSON.stringify(job),
      inputs: plan.inputs.map(({ name, shape }) => ({ name, sizes: shape })),
      layouts: { train: layout },
    });
    pool.setParameters(parameters);
    return new SlotThroughput(pool, spent, rangeOf(sample, work.batches), work);
  }

  /** Milliseconds for as many micro-batches as a batch has. @throws Error where the range cannot be computed */
  async msPerBatch(): Promise<number> {
    const { ranges, batches } = this.work;
    const began = performance.now();
    const outcomes = await Promise.all(Array.from({ length: ranges }, () => this.#compute()));
    const elapsedMs = performance.now() - began;
    for (const outcome of outcomes) if (!outcome.ok) throw new Error(outcome.reason);
    return elapsedMs / (ranges * batches);
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  #compute(): Promise<TaskOutcome> {
    return new Promise((resolve) => {
      this.pool.compute(this.range, (outcome) => {
        // As a worker does once it has sent it.
        if (outcome.ok) this.spent?.give(outcome.result.gradient);
        resolve(outcome);
      });
    });
  }
}

/** Powers of two, so that slots get equal parts. @param flops of a batch */
export function queuedWork(flops: number): QueuedWork {
  const wanted = (share: number, most: number): number =>
    Math.min(most, 2 ** Math.max(0, Math.round(Math.log2(repetitionFlops / share))));
  const batches = wanted(flops, mostBatches);
  return { batches, ranges: wanted(flops * batches, mostRanges) };
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
