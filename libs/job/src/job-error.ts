/** One thing wrong with a job. */
export interface JobProblem {
  /** Where, such as `model.layers[0].units`; empty for the job as a whole. */
  readonly path: string;
  /** What was expected and what came. */
  readonly message: string;
  /** Line in the file, from 1, where there is a file. */
  readonly line?: number;
  /** Column in the line, from 1. */
  readonly column?: number;
}

/** Problems that the message tells; `problems` has all. */
const mostShown = 50;

/** A job that cannot be used, with everything that is wrong with it. */
export class JobError extends Error {
  override readonly name = "JobError";
  readonly code = "JOB_INVALID";

  constructor(
    readonly problems: readonly JobProblem[],
    readonly fileName?: string,
    options?: { cause?: unknown },
  ) {
    const shown = problems.slice(0, mostShown).map((problem) => describeProblem(problem, fileName));
    const more = problems.length - shown.length;
    super([...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n"), options);
  }
}

/** `job.yaml:3:5: fit.epochs: expected ..., got ...` */
function describeProblem(problem: JobProblem, fileName: string | undefined): string {
  const place = [fileName, problem.line, problem.line === undefined ? undefined : problem.column];
  const where = place.filter((part) => part !== undefined).join(":");
  const prefix = where === "" ? "" : `${fileName === undefined ? "line " : ""}${where}: `;
  return `${prefix}${problem.path === "" ? "" : `${problem.path}: `}${problem.message}`;
}
