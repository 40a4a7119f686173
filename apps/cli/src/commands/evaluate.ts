import { resolve } from "node:path";
import type { Submission } from "@lockstep/client";
import { submitAndFollow } from "../follow-run.js";
import type { Io } from "../io.js";
import { dataArgument, modelArgument } from "../job-source/data-argument.js";
import type { ModelCommandOptions } from "./cluster-options.js";
import { printRun } from "./run.js";
import { withCluster } from "./with-cluster.js";

/** `lockstep evaluate`: loss and metrics of a model on data. */
export async function evaluateCommand(
  model: string,
  data: string | undefined,
  options: ModelCommandOptions,
  io: Io,
): Promise<number> {
  const submission = modelSubmission("evaluate", model, data, options, io);
  return withCluster(options, io, async (follow) =>
    printRun(await submitAndFollow(submission, follow), options, io),
  );
}

/** What is asked of a model. Paths are of this machine: its own cluster reads them, a remote one has them as typed. */
export function modelSubmission(
  kind: "evaluate" | "predict",
  model: string,
  path: string | undefined,
  options: ModelCommandOptions,
  io: Io,
): Submission {
  const local = options.coordinator === undefined;
  const locate = (path: string): string => (local ? resolve(io.cwd, path) : path);
  const data = dataArgument({ path, inline: options.data }, locate);
  return {
    kind,
    model: local ? modelArgument(model, io.cwd) : model,
    ...(data === undefined ? {} : { data }),
    ...(local ? { minWorkers: options.workers } : {}),
  };
}
