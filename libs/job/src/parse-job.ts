import type * as z from "zod";
import { dataSourceSchema, type DataSource } from "./data-sources/data-source.js";
import { formatPath, problemsOf } from "./issue-problems.js";
import type { JobPath } from "./issue-problems.js";
import { jobSchema } from "./job.js";
import type { Job } from "./job.js";
import type { LayerSpec } from "./layers/layer.js";
import { layersModelSchema, layersSchema } from "./sections/model.js";
import type { LayersModelSpec } from "./sections/model.js";
import { JobError } from "./job-error.js";
import { parseSource } from "./source-document.js";
import type { JobFormat, Position } from "./source-document.js";

export interface ParseJobOptions {
  /** Default: by the file's name (`.json`), else YAML. */
  readonly format?: JobFormat;
  /** Named in errors. */
  readonly fileName?: string;
}

/**
 * Reads a job text, checks it and fills in the defaults.
 * @throws JobError with every problem found, its line and column
 */
export function parseJob(text: string, options: ParseJobOptions = {}): Job {
  const { fileName } = options;
  const format = options.format ?? (fileName?.toLowerCase().endsWith(".json") === true ? "json" : "yaml");
  const source = parseSource(text, format, fileName);
  return check(jobSchema, source.value, (path) => source.locate(path), fileName);
}

/**
 * Checks a job that is already a value (such as from JSON) and fills in the defaults.
 * @throws JobError with every problem found
 */
export function parseJobValue(value: unknown): Job {
  return check(jobSchema, value, () => undefined);
}

/**
 * Checks the list of layers alone and fills in the defaults.
 * @throws JobError with every problem found
 */
export function parseLayers(value: unknown): LayerSpec[] {
  return check(layersSchema, value, () => undefined);
}

/**
 * Checks the model section of a job that has layers, and fills in the defaults.
 * @throws JobError with every problem found
 */
export function parseModel(value: unknown): LayersModelSpec {
  return check(layersModelSchema, value, () => undefined);
}

/**
 * Checks a data source alone and fills in the defaults.
 * @throws JobError with every problem found
 */
export function parseDataSource(value: unknown): DataSource {
  return check(dataSourceSchema, value, () => undefined);
}

/**
 * Checks a data source that is written as YAML or JSON, and fills in the defaults.
 * @param name named in errors
 * @throws JobError with every problem found, its line and column
 */
export function parseDataSourceText(text: string, name?: string): DataSource {
  const source = parseSource(text, "yaml", name);
  return check(dataSourceSchema, source.value, (path) => source.locate(path), name);
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  locate: (path: JobPath) => Position | undefined,
  fileName?: string,
): z.output<Schema> {
  // Code that zod writes for a schema is worth it for a schema that checks often.
  const result = schema.safeParse(value, { jitless: true });
  if (result.success) return result.data;
  const problems = problemsOf(result.error.issues).map(({ path, message }) => ({
    path: formatPath(path),
    message,
    ...locate(path),
  }));
  throw new JobError(problems, fileName, { cause: result.error });
}
