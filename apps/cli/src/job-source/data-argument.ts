import { dataSourceKindOf, mapSourcePaths, parseDataSourceText, type DataSource } from "@lockstep/job";
import { CliError } from "../cli-error.js";

/** How data are named on the command line. */
export interface DataNames {
  /** DATA: the path of a file. */
  readonly path?: string | undefined;
  /** `--data`: a source as in a job file. */
  readonly inline?: string | undefined;
}

/**
 * The data of `evaluate` and `predict`: a source, or the path of a file that is read as the model's training data were;
 * undefined for the job's test data.
 * @param locate gives a path as whoever reads it is to have it
 * @throws {CliError} where data are named twice, JobError for data of no kind that is known
 */
export function dataArgument(
  { path, inline }: DataNames,
  locate: (path: string) => string,
): DataSource | string | undefined {
  if (inline !== undefined) {
    if (path === undefined) return mapSourcePaths(parseDataSourceText(inline, "--data"), locate);
    throw new CliError("usage", "--data: expected nothing beside DATA, as both name the data");
  }
  if (path === undefined) return undefined;
  // What no reader takes is refused before a cluster is started.
  dataSourceKindOf(path);
  return locate(path);
}
