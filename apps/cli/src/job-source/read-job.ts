import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { mapJobPaths, parseJob, type Job } from "@lockstep/job";
import { CliError } from "../cli-error.js";

/** No job is larger; a data file given by mistake would be. */
const maxJobBytes = 4 * 1024 * 1024;

/**
 * The job of a file with all defaults, its paths absolute.
 * @throws {CliError} for a file that cannot be read; JobError for a job that cannot be used
 */
export async function readJob(path: string, cwd: string): Promise<Job> {
  const file = resolve(cwd, path);
  const job = parseJob(await readText(path, file), { fileName: path });
  return mapJobPaths(job, (named) => resolve(dirname(file), named));
}

async function readText(path: string, file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > maxJobBytes)
      throw new CliError(
        "usage",
        `${path}: expected a job file of at most ${maxJobBytes} bytes, got ${size}`,
      );
    // A pipe or a device tells no size: no more is read than a job may have, and one byte.
    const read = await text(createReadStream(file, { end: maxJobBytes }));
    if (read.length <= maxJobBytes) return read;
    throw new CliError("usage", `${path}: expected a job file of at most ${maxJobBytes} bytes, got more`);
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError("usage", `${path}: ${reason(cause as NodeJS.ErrnoException)}`, { cause });
  }
}

function reason(cause: NodeJS.ErrnoException): string {
  switch (cause.code) {
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "expected a job file, got a folder";
    default:
      return `cannot be read: ${cause.message}`;
  }
}
