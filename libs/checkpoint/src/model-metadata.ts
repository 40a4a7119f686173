import { parseJobValue } from "@lockstep/job";
import type { Job } from "@lockstep/job";
import { CheckpointError } from "./checkpoint-error.js";

const format = "lockstep-model";
const version = "1";

/** What a model file says beside the parameters. */
export interface ModelMetadata {
  /** The job that it was trained by. */
  readonly job: Job;
  /** Shape of one input sequence. */
  readonly inputShape: readonly number[];
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
    inputShape: JSON.stringify(metadata.inputShape),
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
    inputShape: parseField(texts.inputShape, checkShape, (cause) => refuse("inputShape", "a shape", cause)),
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

function checkShape(value: unknown): number[] {
  if (Array.isArray(value) && value.every((axis) => Number.isSafeInteger(axis))) return value as number[];
  throw new TypeError("expected a list of whole numbers");
}
