import { loadInitialParameters, loadModel } from "@lockstep/checkpoint";
import { parseDataSource, parseJobValue, type DataSource, type Job } from "@lockstep/job";
import { initialParameters, planModel } from "@lockstep/model";
import {
  openDataset,
  resolveDataPath,
  sliceDataset,
  splitValidation,
  type SequenceDataset,
} from "@lockstep/sequence-data";
import type { DataPart, RunKind } from "@lockstep/training-run";
import { CoordinatorError } from "../coordinator-error.js";
import type { PartDatasets } from "../data-parts.js";
import { modelPath } from "../run-folder.js";

/** What a client asks for. */
export type RunRequest =
  | { readonly kind: "train"; readonly job: unknown; readonly minWorkers?: number }
  | {
      readonly kind: "evaluate" | "predict";
      /** Id of a run that was trained here, or path of a saved model. */
      readonly model: string;
      /** The job's test data where absent. */
      readonly data?: unknown;
      readonly minWorkers?: number;
    };

export interface PreparationOptions {
  readonly dataDir: string;
  /** Files named by jobs and requests must lie below it; relative paths start there. */
  readonly dataRoot: string;
}

/** What a request comes to: plain data, which can go from one thread to another. */
export interface RunMaterials {
  readonly kind: RunKind;
  readonly job: Job;
  /** Of one sequence. */
  readonly inputShape: readonly number[];
  readonly parameters: Float32Array;
  readonly parts: PartDatasets;
}

/** Checks a request, reads its data, and gets the parameters to begin with. @throws an error that names the field */
export async function readRequest(request: RunRequest, options: PreparationOptions): Promise<RunMaterials> {
  return request.kind === "train" ? readTraining(request, options) : readInference(request, options);
}

async function readTraining(
  request: Extract<RunRequest, { kind: "train" }>,
  options: PreparationOptions,
): Promise<RunMaterials> {
  const job = parseJobValue(request.job);
  const train = await open(job.data.train, "train", job, options);
  const plan = planModel(job.model.layers, train.sequenceShape);
  const parameters =
    job.model.parameters === undefined
      ? initialParameters(plan, job.seed)
      : await loadInitialParameters(
          await resolveDataPath(job.model.parameters, options.dataRoot, options.dataRoot),
          plan,
        );
  const parts = await trainingParts(job, train, options);
  return { kind: "train", job, inputShape: train.sequenceShape, parameters, parts };
}

async function trainingParts(
  job: Job,
  all: SequenceDataset,
  options: PreparationOptions,
): Promise<PartDatasets> {
  const { validation, test } = job.data;
  const split = splitValidation(all.sequences, job.fit.validationSplit);
  const parts: PartDatasets = { train: sliceDataset(all, split.training.begin, split.training.end) };
  if (split.validation) parts.validation = sliceDataset(all, split.validation.begin, split.validation.end);
  if (validation) parts.validation = await open(validation, "validation", job, options);
  if (test !== undefined) parts.test = test === "same" ? all : await open(test, "test", job, options);
  return parts;
}

async function readInference(
  request: Exclude<RunRequest, { kind: "train" }>,
  options: PreparationOptions,
): Promise<RunMaterials> {
  const { job, inputShape, parameters } = await loadModel(await modelPath(request.model, options));
  const parts = { test: await openTestData(request, job, options) };
  return { kind: request.kind, job, inputShape, parameters, parts };
}

async function openTestData(
  { kind, data }: Exclude<RunRequest, { kind: "train" }>,
  job: Job,
  options: PreparationOptions,
): Promise<SequenceDataset> {
  // What is to be predicted has no targets yet.
  const targets = kind === "predict" ? "absent" : "required";
  if (data !== undefined) return open(parseDataSource(data), "test", job, options, targets);
  const { train, test } = job.data;
  if (test === undefined) {
    throw new CoordinatorError(
      "INVALID_REQUEST",
      "data: expected a file, as the model's job names no test data",
    );
  }
  return test === "same"
    ? open(train, "train", job, options, targets)
    : open(test, "test", job, options, targets);
}

function open(
  source: DataSource,
  part: DataPart,
  job: Job,
  { dataRoot }: PreparationOptions,
  targets: "required" | "absent" = "required",
): Promise<SequenceDataset> {
  return openDataset(source, { baseDir: dataRoot, dataRoot, seed: job.seed, part, targets });
}
