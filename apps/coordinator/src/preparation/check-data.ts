import type { ModelPlan } from "@lockstep/model";
import { checkTargetShape, type Objective } from "@lockstep/objective";
import { checkClassTargets, type RowLayout, type SequenceDataset } from "@lockstep/sequence-data";
import { CoordinatorError, requestError } from "../coordinator-error.js";
import type { PartDatasets } from "../data-parts.js";
import type { ResolvedJob } from "./resolve-model.js";

/** What data are checked against. */
export interface DataExpectations {
  readonly job: ResolvedJob;
  readonly plan: ModelPlan;
  readonly objective: Objective;
}

/**
 * Checks that targets and weights are such as model and loss want them, before anything is computed.
 * @throws CoordinatorError that names the part and the field
 */
export function checkParts(parts: PartDatasets, expectations: DataExpectations): void {
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

function checkData(dataset: SequenceDataset, { job, plan, objective }: DataExpectations): void {
  const { layout } = dataset;
  if (!layout.target) throw refuse("expected targets, got none");
  checkTargetTime(layout, job);
  checkTargetShape(objective, plan, targetShape(layout, plan));
  checkWeight(layout, plan);
  // Where one number stands for several outputs, it is the number of a class.
  const width = plan.outputShape.at(-1) ?? 1;
  if (objective.targetWidth < width) checkClassTargets(dataset, width);
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
