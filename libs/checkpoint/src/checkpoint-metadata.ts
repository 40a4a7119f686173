import { parseJobValue } from "@lockstep/job";
import { CheckpointError } from "./checkpoint-error.js";
import { firstDifference } from "./first-difference.js";
import type { RunCheckpoint, RunIdentity } from "./run-checkpoint.js";

export const checkpointFormat = "lockstep-checkpoint";
export const checkpointVersion = "1";

/** Stands in the place of the content digest while it is computed. */
export const noDigest = "0".repeat(64);

/** What the metadata of a checkpoint say, as texts and in the order of the file. */
export interface CheckpointTexts {
  /** SHA-256 of the whole file, with {@link noDigest} in this place. The first, so that its place is known. */
  readonly contentDigest: string;
  readonly format: string;
  readonly version: string;
  readonly runId: string;
  readonly job: string;
  readonly inputShapes: string;
  readonly preprocessing: string;
  readonly dataDigest: string;
  readonly seed: string;
  readonly round: string;
  readonly step: string;
  readonly epoch: string;
  readonly parameterDigest: string;
  readonly progress: string;
}

/** @throws CheckpointError where JSON would not keep the progress as it is */
export function checkpointTexts(identity: RunIdentity, checkpoint: RunCheckpoint): CheckpointTexts {
  return {
    contentDigest: noDigest,
    format: checkpointFormat,
    version: checkpointVersion,
    runId: identity.runId,
    job: JSON.stringify(identity.job),
    inputShapes: JSON.stringify(identity.inputShapes),
    preprocessing: JSON.stringify(identity.preprocessing),
    dataDigest: identity.dataDigest,
    seed: String(identity.job.seed),
    round: String(checkpoint.round),
    step: String(checkpoint.step),
    epoch: String(checkpoint.epoch),
    parameterDigest: checkpoint.digest,
    progress: progressText(checkpoint.progress),
  };
}

function progressText(progress: unknown): string {
  return JSON.stringify(progress, (key, value: unknown) => {
    const isKept = typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0));
    if (isKept) return value;
    const got = Object.is(value, -0) ? "-0" : String(value);
    throw new CheckpointError("CHECKPOINT_INVALID", `progress: ${key}: expected what JSON keeps, got ${got}`);
  });
}

/** What a checkpoint says of itself beside its vectors. */
export type CheckpointMetadata = Pick<RunCheckpoint, "round" | "step" | "epoch" | "digest" | "progress">;

/**
 * Reads metadata that are what was once written.
 * @param refuse makes an error of a text
 */
export function parseCheckpointTexts(
  texts: Readonly<Record<string, string>>,
  refuse: (text: string) => CheckpointError,
): CheckpointMetadata {
  const refuseField = (field: string, expected: string): CheckpointError =>
    refuse(`metadata ${field}: expected ${expected}, got ${shown(texts[field])}`);
  const count = (field: string): number => {
    const value = /^\d+$/.test(texts[field] ?? "") ? Number(texts[field]) : NaN;
    if (!Number.isSafeInteger(value)) throw refuseField(field, "a whole number");
    return value;
  };
  const digest = texts.parameterDigest ?? "";
  if (!/^[0-9a-f]{64}$/.test(digest)) throw refuseField("parameterDigest", "64 hexadecimal digits");
  let progress: unknown;
  try {
    progress = JSON.parse(texts.progress ?? "");
  } catch {
    throw refuseField("progress", "JSON");
  }
  return { round: count("round"), step: count("step"), epoch: count("epoch"), digest, progress };
}

/**
 * Why a checkpoint does not belong to the run; undefined: it does. A job of an older version of Lockstep, without options
 * that came later, is the same job.
 */
export function identityProblem(
  texts: Readonly<Record<string, string>>,
  identity: RunIdentity,
): string | undefined {
  const differs = (field: string, expected: string): string =>
    `metadata ${field}: expected ${shown(expected)}, got ${shown(texts[field])}`;
  if (texts.runId !== identity.runId) return differs("runId", identity.runId);
  if (texts.dataDigest !== identity.dataDigest) return differs("dataDigest", identity.dataDigest);
  for (const field of ["job", "inputShapes", "preprocessing"] as const) {
    const problem = valueProblem(texts[field], identity[field], field === "job" ? parseJobValue : undefined);
    if (problem !== undefined) return `metadata ${field}: ${problem}`;
  }
  const seed = String(identity.job.seed);
  return texts.seed === seed ? undefined : differs("seed", seed);
}

function valueProblem(
  text: string | undefined,
  expected: unknown,
  parse: (value: unknown) => unknown = (value) => value,
): string | undefined {
  if (text === JSON.stringify(expected)) return undefined;
  try {
    return firstDifference(expected, parse(JSON.parse(text ?? "")));
  } catch {
    return `expected the run's, got ${shown(text)}`;
  }
}

function shown(text: string | undefined): string {
  return text === undefined
    ? "nothing"
    : JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text);
}
