import type { ModelPlan } from "@lockstep/model";
import { checkTargetShape, type Objective } from "@lockstep/objective";
import {
  checkClassTargets,
  checkProbabilityTargets,
  checkTokenIds,
  type Preprocessing,
  type RowLayout,
  type SequenceDataset,
} from "@lockstep/sequence-data";
import { CoordinatorError, requestError } from "../coordinator-error.js";
import type { PartDatasets } from "../data-parts.js";
import type { ResolvedJob } from "./resolve-model.js";

/** What data are checked against. */
export interface DataExpectations {
  readonly job: ResolvedJob;
  readonly plan: ModelPlan;
  readonly objective: Objective;
  /** What was fitted on the training data. */
  readonly preprocessing: Preprocessing;
}

/**
 * Checks that targets and weights are such as model and loss want them, before anything is computed.
 * @throws CoordinatorError that names the part and the field
 */
export function checkParts(parts: PartDatasets, expectations: DataExpectations): void {
  checkVocabulary(expectations);
  for (const [part, dataset] of Object.entries(parts)) {
    try {
      checkData(dataset, expectations);
    } catch (error) {
      const known = requestError(error);
      if (!(known instanceof CoordinatorError)) throw error;
      throw new CoordinatorError(known.code, `data.${part}: ${known.message}`, { cause: error });
    }
  }
}

/** Every token of the vocabulary may come in some sequence, be it in the middle of the training. */
function checkVocabulary({ plan, preprocessing }: DataExpectations): void {
  const tokens = preprocessing.vocabulary?.tokens.length ?? 0;
  for (const { name, spec, inputs } of plan.layers) {
    const readsTokens = spec.type === "Embedding" && inputs.some((value) => value < plan.inputs.length);
    if (!readsTokens || tokens <= spec.inputDim) continue;
    throw refuse(
      `model: Embedding ${name}: inputDim: expected at least ${tokens}, the tokens of the vocabulary, got ${spec.inputDim}; data.train's vocabularySize bounds the vocabulary`,
    );
  }
}

function checkData(dataset: SequenceDataset, { job, plan, objective }: DataExpectations): void {
  const { layout } = dataset;
  if (!layout.target) throw refuse("expected targets, got none");
  checkTargetTime(layout, job);
  checkTargetShape(objective, plan, targetShape(layout, plan));
  checkWeight(layout, plan);
  checkTokens(dataset, plan);
  // Where one number stands for several outputs, it is the number of a class.
  const width = plan.outputShape.at(-1) ?? 1;
  if (objective.targetWidth < width) checkClassTargets(dataset, width, ignoredClass(job));
  // Where time steps have targets, a mask or a weight may be what makes those that are none count for nothing.
  const countsAll = plan.outputShape.length === 1 && !layout.weight;
  if (job.loss.type === "binary_crossentropy" && countsAll) checkProbabilityTargets(dataset);
}

/** Of an Embedding that reads the data: ids may come from elsewhere than the vocabulary. */
function checkTokens(dataset: SequenceDataset, { layers, inputs: given }: ModelPlan): void {
  for (const { spec, inputs } of layers) {
    const [input = given.length] = inputs;
    if (spec.type === "Embedding" && input < given.length) checkTokenIds(dataset, input, spec.inputDim);
  }
}

function ignoredClass({ loss }: ResolvedJob): number | undefined {
  return "ignoreClass" in loss ? loss.ignoreClass : undefined;
}

/** As long as the model's output, where it is one target for a time step: sequences may be longer or shorter. */
function targetShape({ target }: RowLayout, { outputShape, outputTimed }: ModelPlan): readonly number[] {
  const { shape, timed } = target ?? { shape: [], timed: false };
  return timed && outputTimed ? [outputShape[0] ?? 1, ...shape.slice(1)] : shape;
}

function checkTargetTime({ target }: RowLayout, { fit }: ResolvedJob): void {
  if (fit.truncate === undefined || target?.timed) return;
  throw refuse(
    "expected one target for each time step as fit.truncate cuts sequences, got one for a sequence",
  );
}

/** The ambiguity that Keras resolves by the batch's size is refused. */
function checkWeight({ weight }: RowLayout, { outputShape }: ModelPlan): void {
  if (!weight) return;
  const hasEntries = outputShape.length > 1;
  if (hasEntries === weight.shape.length > 0) return;
  throw refuse(
    hasEntries
      ? "sampleWeight: expected one for each time step, as there are targets, got one for a sequence"
      : "sampleWeight: expected one for a sequence, as it has one target, got one for each time step",
  );
}

function refuse(message: string): CoordinatorError {
  return new CoordinatorError("INVALID_REQUEST", message);
}
