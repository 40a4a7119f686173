import type { DataSource } from "./data-sources/data-source.js";
import type { Job } from "./job.js";
import type { ModelSpec } from "./sections/model.js";

/** What becomes of a file's path. */
export type MapPath = (path: string) => string;

/** The job with every file's path mapped, such as to an absolute one. */
export function mapJobPaths(job: Job, map: MapPath): Job {
  const { train, validation, test, ...data } = job.data;
  return {
    ...job,
    data: {
      ...data,
      train: mapSourcePaths(train, map),
      ...(validation === undefined ? {} : { validation: mapSourcePaths(validation, map) }),
      ...(test === undefined ? {} : { test: test === "same" ? test : mapSourcePaths(test, map) }),
    },
    model: mapModelPaths(job.model, map),
  };
}

/** The source with every file's path mapped. */
export function mapSourcePaths(source: DataSource, map: MapPath): DataSource {
  if ("random" in source) return source;
  if ("npz" in source) return { ...source, npz: map(source.npz) };
  if ("npy" in source) {
    return {
      ...source,
      npy: map(source.npy),
      ...(source.y === undefined ? {} : { y: map(source.y) }),
      ...(source.sampleWeight === undefined ? {} : { sampleWeight: map(source.sampleWeight) }),
    };
  }
  if ("csv" in source) return { ...source, csv: map(source.csv) };
  if ("jsonl" in source) return { ...source, jsonl: map(source.jsonl) };
  if ("ts" in source) return { ...source, ts: map(source.ts) };
  if ("text" in source) return { ...source, text: map(source.text) };
  return { ...source, parquet: map(source.parquet) };
}

function mapModelPaths(model: ModelSpec, map: MapPath): ModelSpec {
  const parameters = model.parameters === undefined ? {} : { parameters: map(model.parameters) };
  return "keras" in model
    ? { ...model, keras: map(model.keras), ...parameters }
    : { ...model, ...parameters };
}
