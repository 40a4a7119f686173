import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { DataSource } from "@lockstep/job";
import { CliError } from "../cli-error.js";

/** The data of `evaluate` and `predict`: an .npz file with the arrays x and y; undefined for the job's test data. */
export function dataArgument(path: string | undefined, cwd: string): DataSource | undefined {
  if (path === undefined) return undefined;
  if (!path.toLowerCase().endsWith(".npz")) {
    throw new CliError("usage", `DATA: expected the path of an .npz file, got "${path}"`);
  }
  return { npz: resolve(cwd, path), x: "x", y: "y" };
}

/** A model as typed: the absolute path where there is such a file, else as it is, the id of a run. */
export function modelArgument(model: string, cwd: string): string {
  const path = resolve(cwd, model);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : model;
}
