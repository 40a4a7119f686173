import { loadModel, type SavedModel } from "@lockstep/checkpoint";
import { dataSourceOfFile, parseDataSource, type DataSource } from "@lockstep/job";
import { takesAnyTime } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import type { SequenceDataset } from "@lockstep/sequence-data";
import { CoordinatorError } from "../coordinator-error.js";
import { modelPath } from "../run-folder.js";
import { checkParts } from "./check-data.js";
import { dataDigest } from "./data-digest.js";
import { fitPlan, inputShapesAt } from "./fit-plan.js";
import type { InferenceRequest, PreparationOptions, RunMaterials } from "./read-request.js";
import { described, openPart } from "./read-training.js";
import { resolveModel, type ResolvedJob } from "./resolve-model.js";

/** Reads what an evaluation or a prediction needs: a saved model, and data prepared as its training data were. */
export async function readInference(
  request: InferenceRequest,
  options: PreparationOptions,
): Promise<RunMaterials> {
  const saved = await loadModel(await modelPath(request.model, options));
  const { job: trained } = await resolveModel(saved.job, options.dataRoot);
  const test = await openTestData(request, trained, saved, options);
  checkInputs(trained, test, saved.inputShapes);
  const job = withTimeSteps(trained, test, saved.inputShapes);
  const { plan, inputShapes, timeSteps } = fitPlan(job, [test.layout]);
  if (request.kind === "evaluate") {
    const { preprocessing } = saved;
    checkParts({ test }, { job, plan, objective: objectiveOf(job, plan), preprocessing });
  }
  const parts = described({ test });
  return {
    kind: request.kind,
    job,
    inputShapes,
    parameters: saved.parameters,
    parts,
    ...(timeSteps === undefined ? {} : { timeSteps }),
    preprocessing: saved.preprocessing,
    dataDigest: dataDigest(parts, saved.preprocessing),
  };
}

/** Data must have the inputs of the training data, be they of other lengths. */
function checkInputs(
  { model }: ResolvedJob,
  { layout }: SequenceDataset,
  trained: readonly (readonly number[])[],
): void {
  const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
  const show = (shape: readonly number[] = []): string => `(${shape.join(", ")})`;
  trained.forEach((shape, index) => {
    const isTimed = layout.inputs[index]?.timed === true;
    const got = inputShapesAt(layout, isTimed ? (shape[0] ?? 1) : 1)[index];
    if (got && sizeOf(got) === sizeOf(shape)) return;
    const name = model.inputs[index]?.name ?? "";
    throw new CoordinatorError(
      "INVALID_REQUEST",
      `data: input ${name}: expected sequences of shape ${show(shape)} as the model was trained on, got ${show(got)}`,
    );
  });
}

/** The job for the data's own number of time steps where the model takes any, else for that of its training. */
function withTimeSteps(
  job: ResolvedJob,
  { layout }: SequenceDataset,
  trained: readonly (readonly number[])[],
): ResolvedJob {
  const shapes = takesAnyTime(withShapes(job, trained), trained)
    ? inputShapesAt(layout, layout.timeSteps)
    : trained;
  return withShapes(job, shapes);
}

function withShapes(job: ResolvedJob, shapes: readonly (readonly number[])[]): ResolvedJob {
  const inputs = job.model.inputs.map((input, index) => ({ ...input, shape: [...(shapes[index] ?? [])] }));
  return { ...job, model: { ...job.model, inputs } };
}

async function openTestData(
  { kind, data }: InferenceRequest,
  job: ResolvedJob,
  { preprocessing }: SavedModel,
  options: PreparationOptions,
): Promise<SequenceDataset> {
  // What is to be predicted has no targets yet.
  const targets = kind === "predict" ? "absent" : "required";
  const { train, test } = job.data;
  const given = data === undefined ? undefined : givenSource(data, train);
  const source = given ?? (test === "same" ? train : test);
  if (source === undefined) {
    throw new CoordinatorError(
      "INVALID_REQUEST",
      "data: expected a file, as the model's job names no test data",
    );
  }
  const part = given === undefined && test === "same" ? "train" : "test";
  return (await openPart(source, part, job, preprocessing, options, targets)).dataset;
}

/** What a file has is told by the model's training data, as far as they are of its kind. */
function givenSource(data: unknown, train: DataSource): DataSource {
  return typeof data === "string" ? dataSourceOfFile(data, train) : parseDataSource(data);
}
