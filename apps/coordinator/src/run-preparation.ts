import { randomBytes } from "node:crypto";
import { loadInitialParameters, loadModel, parameterDigest } from "@lockstep/checkpoint";
import { parseDataSource, parseJobValue, type DataSource, type Job } from "@lockstep/job";
import { initialParameters, planModel, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import {
  openDataset,
  resolveDataPath,
  sliceDataset,
  splitValidation,
  type SequenceDataset,
} from "@lockstep/sequence-data";
import type { DataPart, RunDefinition, RunKind } from "@lockstep/training-run";
import { CoordinatorError } from "./coordinator-error.js";
import { DataParts, type PartDatasets } from "./data-parts.js";
import { modelPath } from "./run-folder.js";
import type { PreparedRun } from "./prepared-run.js";

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

/** Checks a request, reads its data, and works out all that a run needs. @throws an error that names the field */
export async function prepareRun(request: RunRequest, options: PreparationOptions): Promise<PreparedRun> {
  return request.kind === "train" ? prepareTraining(request, options) : prepareInference(request, options);
}

async function prepareTraining(
  request: Extract<RunRequest, { kind: "train" }>,
  options: PreparationOptions,
): Promise<PreparedRun> {
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
  return assemble({ kind: "train", job, plan, parameters, parts, request });
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

async function prepareInference(
  request: Exclude<RunRequest, { kind: "train" }>,
  options: PreparationOptions,
): Promise<PreparedRun> {
  const { job, plan, parameters } = await loadModel(await modelPath(request.model, options));
  const parts = { test: await openTestData(request.data, job, options) };
  return assemble({ kind: request.kind, job, plan, parameters, parts, request });
}

async function openTestData(data: unknown, job: Job, options: PreparationOptions): Promise<SequenceDataset> {
  if (data !== undefined) return open(parseDataSource(data), "test", job, options);
  const { train, test } = job.data;
  if (test === undefined) {
    throw new CoordinatorError(
      "INVALID_REQUEST",
      "data: expected a file, as the model's job names no test data",
    );
  }
  return test === "same" ? open(train, "train", job, options) : open(test, "test", job, options);
}

function open(
  source: DataSource,
  part: DataPart,
  job: Job,
  { dataRoot }: PreparationOptions,
): Promise<SequenceDataset> {
  return openDataset(source, { baseDir: dataRoot, dataRoot, seed: job.seed, part });
}

interface Parts {
  readonly kind: RunKind;
  readonly job: Job;
  readonly plan: ModelPlan;
  readonly parameters: Float32Array;
  readonly parts: PartDatasets;
  readonly request: RunRequest;
}

function assemble({ kind, job, plan, parameters, parts, request }: Parts): PreparedRun {
  for (const dataset of Object.values(parts)) checkShapes(dataset, plan, kind);
  const data = new DataParts(parts);
  const optimizer = optimizerOf(job.optimizer);
  const definition: RunDefinition = {
    shape: {
      kind,
      seed: job.seed,
      epochs: job.fit.epochs,
      batchSize: job.fit.batchSize,
      microBatchSize: job.cluster.microBatchSize,
      shuffle: job.fit.shuffle,
      sequences: data.sequences,
    },
    plan,
    objective: objectiveOf(job, plan),
    optimizer,
    initial: initialState(optimizer, parameters),
    minWorkers: request.minWorkers ?? job.cluster.minWorkers,
    leaseDurationMs: job.cluster.leaseDurationMs,
    determinism: job.determinism,
    digest: parameterDigest,
  };
  return { runId: newRunId(job.name), name: job.name, kind, job, plan, definition, data };
}

function checkShapes(dataset: SequenceDataset, plan: ModelPlan, kind: RunKind): void {
  expectShape("data x, of one sequence", dataset.sequenceShape, plan.inputShape);
  if (kind !== "predict") expectShape("data y, of one sequence", dataset.targetShape, plan.outputShape);
}

function expectShape(what: string, got: readonly number[], expected: readonly number[]): void {
  if (got.join() === expected.join()) return;
  throw new CoordinatorError(
    "INVALID_REQUEST",
    `${what}: expected shape (${expected.join(", ")}) as the model has, got (${got.join(", ")})`,
  );
}

/** Name and time for people, and enough randomness that two never meet. */
function newRunId(name: string): string {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 40) || "run";
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
  return `${slug}-${time}-${randomBytes(3).toString("hex")}`;
}
