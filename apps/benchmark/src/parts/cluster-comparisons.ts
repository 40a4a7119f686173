import type { Comparer } from "../report/comparer.js";
import type { Aim, Comparison } from "../report/comparison.js";
import { batchSize } from "../shapes/notebook.js";

/** The two cuts of a batch that are measured: the example's, and one where a step computes least. */
export const microBatchSizes = [4, batchSize] as const;

/** Before the ids of what is measured beside the clusters. */
export const clusterPrefix = "cluster/";

export function placeId(place: "in-process" | `cluster-${number}`, microBatchSize: number): string {
  return `step-${place}-micro-batch-${microBatchSize}`;
}

const overheadAim: Aim = { relation: "at most", value: 1 };
/** Less time than Keras. */
const kerasAim: Aim = { relation: "at least", value: 1 };

export function clusterComparisons(comparer: Comparer): Comparison[] {
  const [exampleSize] = microBatchSizes;
  const ofTwoWorkers = [placeId("cluster-2", exampleSize)];
  return [
    ...microBatchSizes.map((size) =>
      comparer.difference(
        `overhead-micro-batch-${size}`,
        `overhead of the cluster on a step, micro-batches of ${size}`,
        [placeId("cluster-1", size)],
        [placeId("in-process", size)],
        overheadAim,
      ),
    ),
    ...microBatchSizes.map((size) =>
      comparer.ratio(
        `second-worker-micro-batch-${size}`,
        `gain of a second worker, micro-batches of ${size}`,
        [placeId("cluster-1", size)],
        [placeId("cluster-2", size)],
      ),
    ),
    comparer.ratio(
      "cluster-against-keras",
      "cluster of two workers, the example's cut, against Keras's best form in one process",
      comparer.named(`${clusterPrefix}keras-`),
      ofTwoWorkers,
      kerasAim,
    ),
    comparer.ratio(
      "cluster-against-keras-fit",
      "the same against Keras's fit",
      comparer.named(`${clusterPrefix}keras-fit-`),
      ofTwoWorkers,
      kerasAim,
    ),
  ];
}
