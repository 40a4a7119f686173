import { readFile, readdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { mapJobPaths, parseJob, type Job } from "@lockstep/job";

/** The folder that everything else is in. */
export const repository = fileURLToPath(new URL("../../../..", import.meta.url));

const folder = resolve(repository, "examples");

/** Job files of the examples, such as `digits.yaml`, in alphabetical order. */
export async function exampleFiles(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
}

/** An example's job, its paths absolute. */
export async function exampleJob(file: string): Promise<Job> {
  const path = resolve(folder, file);
  const job = parseJob(await readFile(path, "utf8"), { fileName: path });
  return mapJobPaths(job, (named) => resolve(dirname(path), named));
}
