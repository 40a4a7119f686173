import { readFile, readdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { mapJobPaths, parseJob, type Job } from "@lockstep/job";

export const exampleFolder = fileURLToPath(new URL("../../../../examples", import.meta.url));

/** Job files of the examples, such as `digits.yaml`, in alphabetical order. */
export async function exampleFiles(): Promise<string[]> {
  return (await readdir(exampleFolder)).filter((name) => name.endsWith(".yaml")).sort();
}

/** An example's job, its paths absolute. */
export async function exampleJob(file: string): Promise<Job> {
  const path = resolve(exampleFolder, file);
  const job = parseJob(await readFile(path, "utf8"), { fileName: path });
  return mapJobPaths(job, (named) => resolve(dirname(path), named));
}
