import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { CliError } from "../cli-error.js";

/** A saved model on this machine. */
export interface FoundModel {
  /** Absolute. */
  readonly path: string;
  /** The run's id, or the file's name without its extension. */
  readonly name: string;
}

/**
 * Finds a model as it is named on the command line: the path of a file, or the id of a run.
 * @param dataDir where runs are kept
 * @throws {CliError} where it is neither
 */
export async function findModel(model: string, dataDir: string, cwd: string): Promise<FoundModel> {
  const path = resolve(cwd, model);
  if (await isFile(path)) return { path, name: basename(path).replace(/\.safetensors$/i, "") };
  const ofRun = join(resolve(cwd, dataDir), "runs", model, "model.safetensors");
  if (/^[\w-]+$/.test(model) && (await isFile(ofRun))) return { path: ofRun, name: model };
  throw new CliError(
    "usage",
    `model: expected the id of a run in ${dataDir} or the path of a saved model, got ${JSON.stringify(model)}, which is neither`,
  );
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
