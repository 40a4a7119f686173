import { parameterDigest } from "@lockstep/checkpoint";
import { parseJobValue } from "@lockstep/job";
import { CoordinatorError, messageOf } from "../coordinator-error.js";
import type { PreparationOptions, RunMaterials, RunOfBefore } from "./read-request.js";
import { readInference } from "./read-inference.js";
import { readTrainingData } from "./read-training.js";
import { resolveModel, type ResolvedJob } from "./resolve-model.js";

/**
 * Reads what a run of before needs to go on: the same data and, where it has no checkpoint, the same parameters.
 * @throws CoordinatorError DATA_CHANGED where they are others by now; or an error that names the field
 */
export async function readAgain(before: RunOfBefore, options: PreparationOptions): Promise<RunMaterials> {
  const { request, identity, initialDigest } = before;
  const materials =
    request.kind === "train" ? await trainingAgain(before, options) : await readInference(request, options);
  checkSame("data", identity.dataDigest, materials.dataDigest);
  if (initialDigest === undefined) return materials;
  checkSame("parameters to begin with", initialDigest, parameterDigest(materials.parameters ?? none));
  return materials;
}

const none = new Float32Array();

/** The layers are those of the first time; a file that they came from need not be there any more. */
async function trainingAgain(
  { request, identity, initialDigest }: RunOfBefore,
  options: PreparationOptions,
): Promise<RunMaterials> {
  const job = identity.job as ResolvedJob;
  const { plan, ...materials } = await readTrainingData(job, options);
  if (initialDigest === undefined || request.kind !== "train") return materials;
  try {
    const { parameters } = await resolveModel(parseJobValue(request.job), options.dataRoot);
    return { ...materials, parameters: await parameters(plan) };
  } catch (cause) {
    const message = `the run has no checkpoint, and its parameters to begin with cannot be had again: ${messageOf(cause)}`;
    throw new CoordinatorError("DATA_CHANGED", message, { cause });
  }
}

function checkSame(what: string, expected: string, got: string): void {
  if (got === expected) return;
  throw new CoordinatorError(
    "DATA_CHANGED",
    `the ${what} changed since the run began: expected SHA-256 ${expected}, got ${got}`,
  );
}
