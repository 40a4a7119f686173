import type { Job } from "@lockstep/job";
import { parameterDigest, type RunIdentity } from "@lockstep/checkpoint";
import type { Preprocessing } from "@lockstep/sequence-data";
import type { RunKind } from "@lockstep/training-run";
import type { PartDescriptions } from "../data-parts.js";
import { readInference } from "./read-inference.js";
import { readTraining } from "./read-training.js";

export interface TrainingRequest {
  readonly kind: "train";
  readonly job: unknown;
  readonly minWorkers?: number;
}

export interface InferenceRequest {
  readonly kind: "evaluate" | "predict";
  /** Id of a run that was trained here, or path of a saved model. */
  readonly model: string;
  /** A source, or the path of a file that is read as the training data were; the job's test data where absent. */
  readonly data?: unknown;
  readonly minWorkers?: number;
}

/** What a client asks for. */
export type RunRequest = TrainingRequest | InferenceRequest;

/** A run of before that is to go on: its request, and what that came to. */
export interface RunOfBefore {
  readonly request: RunRequest;
  readonly identity: RunIdentity;
  /** SHA-256 of the parameters that it began with; absent: they are not needed. */
  readonly initialDigest?: string;
}

export interface PreparationOptions {
  readonly dataDir: string;
  /** Files named by jobs and requests must lie below it; relative paths start there. */
  readonly dataRoot: string;
}

/** What a request comes to: plain data, which can go from one thread to another. */
export interface RunMaterials {
  readonly kind: RunKind;
  /** With its layers written out. */
  readonly job: Job;
  /** Of one sequence of each input. */
  readonly inputShapes: readonly (readonly number[])[];
  /** To begin with; absent where a run goes on with others. */
  readonly parameters?: Float32Array;
  /** SHA-256 of them. */
  readonly initialDigest?: string;
  readonly parts: PartDescriptions;
  /** What every batch is padded to, where the model takes just so many; else each part to its longest sequence. */
  readonly timeSteps?: number;
  /** What was fitted on the training data, and applied to all parts. */
  readonly preprocessing: Preprocessing;
  /** See {@link dataDigest}. */
  readonly dataDigest: string;
}

/** Checks a request, reads its data, and gets the parameters to begin with. @throws an error that names the field */
export async function readRequest(request: RunRequest, options: PreparationOptions): Promise<RunMaterials> {
  const materials = await (request.kind === "train"
    ? readTraining(request, options)
    : readInference(request, options));
  const { parameters } = materials;
  return parameters ? { ...materials, initialDigest: parameterDigest(parameters) } : materials;
}
