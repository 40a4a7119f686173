import type { GradientBackend } from "@lockstep/backend";
import { initialParameters } from "@lockstep/model";
import { assembleBatch, openData } from "@lockstep/sequence-data";
import { batchSize, notebookJob, notebookModel } from "../shapes/notebook.js";
import { steppingContender, type BlockSize, type Contender } from "./contender.js";

/** The gradient of the notebook's batch as one micro-batch. */
export async function gradientContender(
  id: string,
  label: string,
  block: BlockSize,
  backend: GradientBackend,
): Promise<Contender> {
  const job = notebookJob({ steps: 1, epochs: 1, microBatchSize: batchSize });
  const { plan, objective } = notebookModel(job);
  const { dataset } = await openData(job.data.train, { baseDir: ".", seed: job.seed });
  const rows = Array.from({ length: batchSize }, (_, index) => ({
    length: dataset.lengthOf(index),
    values: dataset.row(index),
  }));
  const { inputs, y } = assembleBatch(dataset.layout, rows, dataset.layout.timeSteps);
  const model = backend.prepare(plan, objective);
  model.setParameters(initialParameters(plan, job.seed));
  return steppingContender(id, label, block, () => model.gradient({ rows: batchSize, inputs, y }));
}
