import { parseJobValue } from "@lockstep/job";
import type { Job } from "@lockstep/job";
import { preprocessingSchema, type Preprocessing } from "@lockstep/sequence-data";
import { CheckpointError } from "./checkpoint-error.js";

const format = "lockstep-model";
const version = "2";

/** What a model file says beside the parameters. */
export interface ModelMetadata {
  /** The job that it was trained by. */
  readonly job: Job;
  /** Shape of one sequence of each input. */
  readonly inputShapes: readonly (readonly number[])[];
  /** What was fitted on the training data: other data are prepared by it. */
  readonly preprocessing: Preprocessing;
  /** SHA-256 of the flat parameter buffer, see {@link parameterDigest}. */
  readonly parameterDigest: string;
  /** Optimizer updates done. */
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
}

/** Metadata as safetensors has it: texts. */
export function metadataTexts(metadata: ModelMetadata): Record<string, string> {
  return {
    format,
    version,
    job: JSON.stringify(metadata.job),
    inputShapes: JSON.stringify(metadata.inputShapes),
    preprocessing: JSON.stringify(metadata.preprocessing),
    parameterDigest: metadata.parameterDigest,
    step: String(metadata.step),
    epoch: String(metadata.epoch),
  };
}

/** @throws CheckpointError that names the field */
export function parseMetadata(texts: Readonly<Record<string, string>>, path: string): ModelMetadata {
  const refuse = (field: string, expected: string, cause?: unknown) => {
    const text = texts[field];
    const got = text === undefined ? "nothing" : JSON.stringify(text.slice(0, 60));
    const message = `${path}: metadata ${field}: expected ${expected}, got ${got}`;
    return new CheckpointError("CHECKPOINT_INVALID", message, { cause });
  };
  if (texts.format !== format) throw refuse("format", format);
  if (texts.version !== version) throw refuse("version", version);
  const count = (field: string) => {
    const value = /^\d+$/.test(texts[field] ?? "") ? Number(texts[field]) : NaN;
    if (!Number.isSafeInteger(value)) throw refuse(field, "a whole number");
    return value;
  };
  const digest = texts.parameterDigest ?? "";
  if (!/^[0-9a-f]{64}$/.test(digest)) throw refuse("parameterDigest", "64 hexadecimal digits");
  return {
    job: parseField(texts.job, parseJobValue, (cause) => refuse("job", "a job", cause)),
    inputShapes: parseField(texts.inputShapes, checkShapes, (cause) =>
      refuse("inputShapes", "a list of shapes", cause),
    ),
    preprocessing: parseField(
      texts.preprocessing,
      (value) => preprocessingSchema.parse(value),
      (cause) => refuse("preprocessing", "what was fitted on the training data", cause),
    ),
    parameterDigest: digest,
    step: count("step"),
    epoch: count("epoch"),
  };
}

function parseField<T>(
  text: string | undefined,
  check: (value: unknown) => T,
  refuse: (cause: unknown) => Error,
): T {
  try {
    return check(JSON.parse(text ?? ""));
  } catch (error) {
    throw refuse(error);
  }
}

function checkShapes(value: unknown): number[][] {
  if (Array.isArray(value) && value.every(isShape)) return value;
  throw new TypeError("expected a list of lists of whole numbers");
}

function isShape(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((axis) => Number.isSafeInteger(axis));
}
