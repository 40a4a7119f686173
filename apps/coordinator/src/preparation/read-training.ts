import { parseJobValue, type DataSource } from "@lockstep/job";
import { readsTokens, type ModelPlan } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import {
  applyClassWeights,
  checkClassTargets,
  describeDataset,
  fitStandardisation,
  openData,
  sliceDataset,
  splitValidation,
  standardise,
  type OpenedData,
  type Preprocessing,
  type SequenceDataset,
} from "@lockstep/sequence-data";
import type { DataPart } from "@lockstep/training-run";
import type { PartDatasets } from "../data-parts.js";
import { checkParts } from "./check-data.js";
import { dataDigest } from "./data-digest.js";
import { fitPlan } from "./fit-plan.js";
import type { PreparationOptions, RunMaterials, TrainingRequest } from "./read-request.js";
import { resolveModel, type ResolvedJob } from "./resolve-model.js";

/** Reads what a training needs: the model, the parts of the data, and what is fitted on the training part. */
export async function readTraining(
  request: TrainingRequest,
  options: PreparationOptions,
): Promise<RunMaterials> {
  const { job, parameters } = await resolveModel(parseJobValue(request.job), options.dataRoot);
  const { plan, ...materials } = await readTrainingData(job, options);
  return { ...materials, parameters: await parameters(plan) };
}

/** All that a training needs but the parameters to begin with. */
export async function readTrainingData(
  job: ResolvedJob,
  options: PreparationOptions,
): Promise<RunMaterials & { readonly plan: ModelPlan }> {
  const { parts, preprocessing } = await readParts(job, options);
  const { plan, inputShapes, timeSteps } = fitPlan(job, layoutsOf(parts));
  checkParts(parts, { job, plan, objective: objectiveOf(job, plan), preprocessing });
  const descriptions = described(weighted(job, parts));
  return {
    kind: "train",
    job,
    plan,
    inputShapes,
    parts: descriptions,
    ...(timeSteps === undefined ? {} : { timeSteps }),
    preprocessing,
    dataDigest: dataDigest(descriptions, preprocessing),
  };
}

/** The parts of a job's data, prepared by what is fitted on the training part. */
export interface TrainingParts {
  readonly parts: PartDatasets;
  readonly preprocessing: Preprocessing;
}

/** Opens the training part, then the others as it is, after what is fitted was fitted on it. */
export async function readParts(job: ResolvedJob, options: PreparationOptions): Promise<TrainingParts> {
  const { validation, test } = job.data;
  const { dataset: all, preprocessing: read } = await openPart(
    job.data.train,
    "train",
    job,
    undefined,
    options,
  );
  const { training, validation: kept } = splitValidation(all.sequences, job.fit.validationSplit);
  const train = sliceDataset(all, training.begin, training.end);
  const preprocessing = { ...read, ...fitScales(job, train) };
  const scaled = (dataset: SequenceDataset): SequenceDataset =>
    preprocessing.standardisation ? standardise(dataset, preprocessing.standardisation) : dataset;
  const open = async (source: DataSource, part: DataPart): Promise<SequenceDataset> =>
    (await openPart(source, part, job, preprocessing, options)).dataset;

  const parts: PartDatasets = { train: scaled(train) };
  if (kept) parts.validation = scaled(sliceDataset(all, kept.begin, kept.end));
  if (validation) parts.validation = await open(validation, "validation");
  if (test !== undefined) parts.test = test === "same" ? scaled(all) : await open(test, "test");
  return { parts, preprocessing };
}

/** Means and deviations of the training part, where the job asks for them. Token ids stay what they are. */
function fitScales(job: ResolvedJob, train: SequenceDataset): Preprocessing {
  const { standardise: inputs, standardiseTargets: targets } = job.data;
  if (!inputs && !targets) return {};
  const { plan } = fitPlan(job, [train.layout]);
  const except = train.layout.inputs
    .filter((_, index) => !inputs || readsTokens(plan, index))
    .map(({ name }) => name);
  const scales = fitStandardisation(train, { except, targets });
  return {
    standardisation: scales.map(({ array, mean, std }) => ({ array, mean: [...mean], std: [...std] })),
  };
}

/** Class numbers up to which float32 tells all apart. */
const maxClasses = 2 ** 24;

function isOneNumber({ layout: { target } }: SequenceDataset): boolean {
  const [steps = 1, ...rest] = target?.shape ?? [];
  return (target?.timed ? rest : [steps, ...rest]).every((size) => size === 1);
}

/** With the weights of classes, where the job has some. */
export function weighted(job: ResolvedJob, parts: PartDatasets): PartDatasets {
  const { classWeight } = job.fit;
  if (!classWeight || !parts.train) return parts;
  // A wrong target shall not be found in the middle of the training.
  if (isOneNumber(parts.train)) checkClassTargets(parts.train, maxClasses);
  const weights = Object.entries(classWeight).map(([key, weight]) => [Number(key), weight] as const);
  return { ...parts, train: applyClassWeights(parts.train, weights) };
}

/** @param preprocessing that of the training part; absent: this is the training part */
export function openPart(
  source: DataSource,
  part: DataPart,
  { data, seed, model }: ResolvedJob,
  preprocessing: Preprocessing | undefined,
  { dataRoot }: PreparationOptions,
  targets: "required" | "absent" = "required",
): Promise<OpenedData> {
  const inputNames = model.inputs.map(({ name }) => name);
  const inputShapes = new Map(model.inputs.flatMap(({ name, shape }) => (shape ? [[name, shape]] : [])));
  const { padding } = data;
  const given = preprocessing ? { preprocessing } : {};
  return openData(source, {
    baseDir: dataRoot,
    dataRoot,
    seed,
    part,
    targets,
    padding,
    inputNames,
    inputShapes,
    ...given,
  });
}

/** Of all parts, the training part's first. */
export function layoutsOf({ train, validation, test }: PartDatasets): SequenceDataset["layout"][] {
  return [train, validation, test].flatMap((dataset) => (dataset ? [dataset.layout] : []));
}

/** As plain data. */
export function described(parts: PartDatasets): RunMaterials["parts"] {
  return Object.fromEntries(Object.entries(parts).map(([part, dataset]) => [part, describeDataset(dataset)]));
}
