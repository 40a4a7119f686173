import { join } from "node:path";
import type { GradientBackend } from "@lockstep/backend";
import type { Job } from "@lockstep/job";
import { BenchmarkCluster } from "../contenders/benchmark-cluster.js";
import {
  steppingContender,
  type BlockSize,
  type Contender,
  type MissingContender,
} from "../contenders/contender.js";
import { InProcessRun } from "../contenders/in-process-run.js";
import { expectedLosses } from "../contenders/shape-contenders.js";
import { Comparer } from "../report/comparer.js";
import { batchSize, notebookDescription, notebookInput, notebookJob } from "../shapes/notebook.js";
import { writePeerCase } from "../shapes/peer-case.js";
import { notebookShape } from "../shapes/shape.js";
import { sampleOf } from "../shapes/training-sample.js";
import { clusterComparisons, clusterPrefix, microBatchSizes, placeId } from "./cluster-comparisons.js";
import type { Bench, PartReport } from "./part.js";
import { measureSections, reportSection, type Section } from "./section.js";

/** The notebook's training on the run's own state machine and on real clusters, beside Keras in one process. */
export async function clusterPart(bench: Bench): Promise<PartReport> {
  const { backends, effort, note } = bench;
  const backend = backends.best;
  note("starting the clusters");
  const clusters = await Promise.all(
    [1, 2].map((workers) => BenchmarkCluster.start({ workers, backend: backend.name })),
  );
  try {
    const sections: Section[] = [];
    for (const size of microBatchSizes) {
      note(`warming the clusters up, micro-batches of ${size}`);
      sections.push(await stepSection(size, effort.slowSteps * 5, backend, clusters));
    }
    sections.push({ title: "The same training by others, in one process", contenders: await others(bench) });
    const outcomes = await measureSections(sections, effort.clusterBudgetMs, effort, (round) =>
      note(`round ${round} of the notebook's step in clusters`),
    );
    return {
      sections: sections.map((section) => reportSection(section, outcomes)),
      comparisons: clusterComparisons(new Comparer(outcomes)),
    };
  } finally {
    await Promise.all(clusters.map((cluster) => cluster.close()));
  }
}

/** Steps of the same job: in this process, and in clusters of one and of two workers. */
async function stepSection(
  microBatchSize: number,
  steps: number,
  backend: GradientBackend,
  clusters: readonly BenchmarkCluster[],
): Promise<Section> {
  const block: BlockSize = { warmUpSteps: Math.ceil(steps / 5), steps };
  const job = notebookJob({ steps: 100, epochs: 10_000, microBatchSize });
  const run = await InProcessRun.open(job, notebookInput, backend);
  await compile(run, clusters, { steps: steps * 15, microBatchSize });
  const count = batchSize / microBatchSize;
  const cut =
    count === 1 ? `one micro-batch of ${microBatchSize}` : `${count} micro-batches of ${microBatchSize}`;
  const measured = jobOfSteps(block.warmUpSteps + block.steps, microBatchSize);
  return {
    title: `Step of a run on ${backend.name}, ${cut}: ${notebookDescription}`,
    contenders: [
      steppingContender(
        placeId("in-process", microBatchSize),
        "in one process, without a cluster",
        block,
        () => run.step(),
      ),
      ...clusters.map((cluster, index) => ({
        id: placeId(`cluster-${index + 1}`, microBatchSize),
        label: `cluster of ${index + 1} worker ${index === 0 ? "process" : "processes"}`,
        measure: () => cluster.stepMs(measured, block.warmUpSteps),
      })),
    ],
  };
}

/** Node compiles what runs often: the first thousands of steps would measure that. */
async function compile(
  run: InProcessRun,
  clusters: readonly BenchmarkCluster[],
  { steps, microBatchSize }: { readonly steps: number; readonly microBatchSize: number },
): Promise<void> {
  for (let count = 0; count < steps; count++) run.step();
  for (const cluster of clusters) await cluster.stepMs(jobOfSteps(steps, microBatchSize), 0);
}

/** Some epochs, as trainings have them: workers keep their sequences from one to the next. */
function jobOfSteps(steps: number, microBatchSize: number): Job {
  const stepsOfEpoch = 20;
  return notebookJob({ steps: stepsOfEpoch, epochs: Math.ceil(steps / stepsOfEpoch), microBatchSize });
}

/** Every form of Keras; the other libraries measure themselves against a step in one process, in another part. */
async function others({
  peers,
  backends,
  effort,
  folder,
  note,
}: Bench): Promise<(Contender | MissingContender)[]> {
  const sample = await sampleOf(notebookShape);
  const caseFolder = join(folder, "cluster");
  await writePeerCase(caseFolder, sample);
  return peers.contendersOf(
    {
      ...{ folder: caseFolder, idPrefix: clusterPrefix, note },
      repetitionMs: effort.repetitionMs,
      losses: await expectedLosses(backends.best, sample),
    },
    ["keras"],
  );
}
