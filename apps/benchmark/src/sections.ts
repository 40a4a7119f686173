import type { GradientBackend } from "@lockstep/backend";
import type { OpenedBackend } from "./backends.js";
import type { BenchmarkCluster } from "./contenders/benchmark-cluster.js";
import {
  steppingContender,
  type BlockSize,
  type Contender,
  type MissingContender,
} from "./contenders/contender.js";
import { gradientContender } from "./contenders/gradient-contender.js";
import { InProcessRun } from "./contenders/in-process-run.js";
import { batchSize, notebookInput, notebookJob } from "./notebook.js";

export interface Section {
  readonly title: string;
  readonly contenders: readonly (Contender | MissingContender)[];
}

/** The two cuts of a batch that are measured: the example's, and one where a step computes least. */
export const microBatchSizes = [4, batchSize] as const;

/** Steps of the same job: in this process, and in clusters of one and of two workers. */
export async function stepSection(
  microBatchSize: number,
  steps: number,
  backend: GradientBackend,
  clusters: readonly BenchmarkCluster[],
): Promise<Section> {
  const block: BlockSize = { warmUpSteps: Math.ceil(steps / 5), steps };
  const run = await InProcessRun.open(
    notebookJob({ steps: 100, epochs: 10_000, microBatchSize }),
    notebookInput,
    backend,
  );
  const job = notebookJob({ steps: block.warmUpSteps + block.steps, epochs: 1, microBatchSize });
  await compile(run, clusters, microBatchSize);
  const count = batchSize / microBatchSize;
  const cut =
    count === 1 ? `one micro-batch of ${microBatchSize}` : `${count} micro-batches of ${microBatchSize}`;
  return {
    title: `Training step, ${cut}, on ${backend.name}`,
    contenders: [
      steppingContender(
        stepId("in-process", microBatchSize),
        "in one process, without a cluster",
        block,
        () => run.step(),
      ),
      ...clusters.map((cluster, index) => ({
        id: stepId(`cluster-${index + 1}`, microBatchSize),
        label: `cluster of ${index + 1} worker ${index === 0 ? "process" : "processes"}`,
        measure: () => cluster.stepMs(job, block.warmUpSteps),
      })),
    ],
  };
}

/** Node compiles what runs often: the first hundreds of steps would measure that. */
async function compile(
  run: InProcessRun,
  clusters: readonly BenchmarkCluster[],
  microBatchSize: number,
): Promise<void> {
  const steps = 16 * microBatchSize;
  for (let count = 0; count < steps; count++) run.step();
  for (const cluster of clusters) await cluster.stepMs(notebookJob({ steps, epochs: 1, microBatchSize }), 0);
}

export type StepPlace = "in-process" | "cluster-1" | "cluster-2";

export function stepId(place: StepPlace | `cluster-${number}`, microBatchSize: number): string {
  return `step-${place}-micro-batch-${microBatchSize}`;
}

/** The gradient of a batch on each backend, beside a whole step of tfjs-layers. */
export async function gradientSection(opened: readonly OpenedBackend[], steps: number): Promise<Section> {
  const block: BlockSize = { warmUpSteps: Math.ceil(steps / 5), steps };
  const contenders: (Contender | MissingContender)[] = [];
  for (const one of opened) {
    const [id, label] = [`gradient-${one.name}`, `gradient on ${one.name}`];
    if ("backend" in one) contenders.push(await gradientContender(id, label, block, one.backend));
    else contenders.push({ id, label, unavailable: one.unavailable });
  }
  contenders.push(await layers(opened, steps));
  return { title: `Gradient of the batch as one micro-batch, and tfjs-layers`, contenders };
}

async function layers(
  opened: readonly OpenedBackend[],
  steps: number,
): Promise<Contender | MissingContender> {
  const [id, label] = ["layers-train-on-batch", "trainOnBatch of tfjs-layers on tfjs-node"];
  const tensorflow = opened.find(({ name }) => name === "tensorflow");
  if (tensorflow && "unavailable" in tensorflow) return { id, label, unavailable: tensorflow.unavailable };
  const { layersContender } = await import("./contenders/layers-contender.js");
  // Five to ten times as slow as the gradient.
  return layersContender(id, label, { warmUpSteps: Math.ceil(steps / 20), steps: Math.ceil(steps / 5) });
}
