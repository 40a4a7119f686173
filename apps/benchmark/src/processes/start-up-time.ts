import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatJob } from "@lockstep/job";
import { batchSize, notebookJob } from "../notebook.js";
import { lockstepProgram } from "./lockstep-process.js";
import { OutputTail } from "./output-tail.js";
import { temporaryFolder } from "./temporary-folder.js";

/**
 * Seconds from starting `lockstep run` (a coordinator and two workers) to its first step: the job is one step long, and
 * the command prints a line for an epoch as soon as it is over.
 */
export async function startUpSeconds(backend: string): Promise<number> {
  const folder = await temporaryFolder();
  const jobFile = join(folder, "job.yaml");
  await writeFile(jobFile, formatJob(notebookJob({ steps: 1, epochs: 1, microBatchSize: batchSize / 8 })));
  return timeToFirstEpoch(["run", jobFile, "--backend", backend, "--data-dir", join(folder, "data")]);
}

async function timeToFirstEpoch(args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [lockstepProgram, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  const tail = new OutputTail(child.stderr);
  let firstStepAt: number | undefined;
  child.stderr.on("data", () => {
    if (firstStepAt === undefined && /^Epoch 1\/1/m.test(tail.text)) firstStepAt = performance.now();
  });
  await once(child, "close");
  if (firstStepAt === undefined) throw new Error(`lockstep run took no step: ${tail.text}`);
  return (firstStepAt - began) / 1000;
}
