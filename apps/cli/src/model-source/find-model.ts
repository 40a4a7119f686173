import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { CliError } from "../cli-error.js";
import { matchRun } from "../run-source/match-run.js";

/** A saved model on this machine. */
export interface FoundModel {
  /** Absolute. */
  readonly path: string;
  /** The run's id, or the file's name without its extension. */
  readonly name: string;
}

/**
 * Finds a model as it is named on the command line: the path of a file, the id of a run, or the beginning of one.
 * @param dataDir where runs are kept
 * @throws {CliError} where it is none of them, or several runs begin so
 */
export async function findModel(model: string, dataDir: string, cwd: string): Promise<FoundModel> {
  const path = resolve(cwd, model);
  if (await isFile(path)) return { path, name: basename(path).replace(/\.safetensors$/i, "") };
  const runs = join(resolve(cwd, dataDir), "runs");
  const runId = matchRun(model, await runsWithModel(runs, model), dataDir);
  if (runId !== undefined) return { path: modelOf(runs, runId), name: runId };
  throw new CliError(
    "usage",
    `model: expected the id of a run in ${dataDir} or the path of a saved model, got ${JSON.stringify(model)}, which is neither`,
  );
}

/** Ids that begin so, of runs whose model is saved. */
async function runsWithModel(runs: string, beginning: string): Promise<string[]> {
  if (!/^[\w-]+$/.test(beginning)) return [];
  const names = (await readdir(runs).catch(() => [])).filter((name) => name.startsWith(beginning));
  const isSaved = await Promise.all(names.map((name) => isFile(modelOf(runs, name))));
  return names.filter((_, index) => isSaved[index]);
}

function modelOf(runs: string, runId: string): string {
  return join(runs, runId, "model.safetensors");
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
