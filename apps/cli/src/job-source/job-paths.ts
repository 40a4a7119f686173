import { resolve } from "node:path";
import type { DataSource, Job } from "@lockstep/job";

/** The job with its relative paths resolved against the job file's folder. */
export function resolveJobPaths(job: Job, folder: string): Job {
  const { data, model } = job;
  return {
    ...job,
    data: {
      ...data,
      train: resolveSource(data.train, folder),
      ...(data.validation === undefined ? {} : { validation: resolveSource(data.validation, folder) }),
      ...(data.test === undefined ? {} : { test: resolveTest(data.test, folder) }),
    },
    model: {
      ...model,
      ...(model.parameters === undefined ? {} : { parameters: resolve(folder, model.parameters) }),
    },
  };
}

function resolveTest(
  test: NonNullable<Job["data"]["test"]>,
  folder: string,
): NonNullable<Job["data"]["test"]> {
  return test === "same" ? test : resolveSource(test, folder);
}

function resolveSource(source: DataSource, folder: string): DataSource {
  return "npz" in source ? { ...source, npz: resolve(folder, source.npz) } : source;
}
