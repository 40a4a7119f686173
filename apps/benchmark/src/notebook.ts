import { parseJobValue, type Job } from "@lockstep/job";
import { planJob, type ModelPlan } from "@lockstep/model";
import { objectiveOf, type Objective } from "@lockstep/objective";

/** Sizes of the notebook's batch. */
export const batchSize = 32;
export const timeSteps = 10;
export const features = 1;
export const units = 10;

/** Shape of a sequence. */
export const notebookInput = [timeSteps, features] as const;

export const notebookDescription = `SimpleRNN(${units}) + Dense(1, sigmoid), batch ${batchSize}, ${timeSteps} time steps, ${features} feature, binary cross-entropy, Adam`;

/** The notebook's training on random data of its shape, with as many steps an epoch as asked for and no test. */
export function notebookJob(size: {
  readonly steps: number;
  readonly epochs: number;
  readonly microBatchSize: number;
  /** Default: the notebook's. */
  readonly batchSize?: number;
  readonly checkpoints?: object;
}): Job {
  const sequences = size.batchSize ?? batchSize;
  return parseJobValue({
    name: "benchmark",
    seed: 7,
    data: { train: { random: { sequences: size.steps * sequences, timeSteps, features, labels: "binary" } } },
    model: {
      layers: [
        { type: "SimpleRNN", units },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    loss: "binary_crossentropy",
    metrics: ["accuracy"],
    optimizer: { type: "Adam", learningRate: 0.001 },
    fit: { epochs: size.epochs, batchSize: sequences },
    cluster: { microBatchSize: size.microBatchSize },
    checkpoints: size.checkpoints ?? {},
  });
}

/** What a backend prepares. */
export function notebookModel(job: Job): { readonly plan: ModelPlan; readonly objective: Objective } {
  const plan = planJob(job, [notebookInput]);
  return { plan, objective: objectiveOf(job, plan) };
}
