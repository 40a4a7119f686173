import type { InspectedData } from "@lockstep/coordinator";
import type { Job } from "@lockstep/job";
import { parse } from "node:path";
import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import type { Io } from "../io.js";
import { readJob } from "../job-source/read-job.js";
import { dataDocument } from "../presentation/data-document.js";
import { formatData } from "../presentation/data-report.js";

export interface DataOptions {
  /** Sequences of each part that are shown. */
  readonly rows: number;
  readonly json?: boolean;
}

export type InspectData = (job: Job, dataRoot: string) => Promise<InspectedData>;

/** `lockstep data`: what a training of a job would read. */
export async function dataCommand(
  jobFile: string,
  { rows, json }: DataOptions,
  io: Io,
  inspect: InspectData = inspectPackaged,
): Promise<number> {
  const job = await readJob(jobFile, io.cwd);
  // The user of this machine may name any file of it.
  const data = await inspect(job, parse(io.cwd).root);
  const document = await dataDocument(job, data, rows);
  io.stdout(json ? `${JSON.stringify(document)}\n` : formatData(document));
  if (data.problem === undefined) return exitCodes.done;
  throw new CliError("usage", `the data can be read, but not be trained on: ${data.problem}`);
}

async function inspectPackaged(job: Job, dataRoot: string): Promise<InspectedData> {
  const { inspectTrainingData } = await import("@lockstep/coordinator");
  return inspectTrainingData(job, dataRoot);
}
