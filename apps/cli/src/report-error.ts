import { CommanderError } from "commander";
import { CliError } from "./cli-error.js";
import { exitCodes } from "./exit-codes.js";
import { plainText } from "./presentation/plain-text.js";

export interface ErrorReport {
  /** For stderr; empty where it has been said already. */
  readonly message: string;
  readonly exitCode: number;
}

/**
 * What is said of an error, and the exit code. Errors of other packages are told by their names, so that saying
 * `--help` does not load those packages. Anything unexpected is a fault of Lockstep: it is shown with its stack.
 */
export function reportError(error: unknown): ErrorReport {
  const { message, exitCode } = reportOf(error);
  return { message: plainText(message), exitCode };
}

function reportOf(error: unknown): ErrorReport {
  if (error instanceof CommanderError) {
    return { message: "", exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.usage };
  }
  if (error instanceof CliError) return { message: error.message, exitCode: error.exitCode };
  if (!(error instanceof Error)) return { message: String(error), exitCode: exitCodes.failed };
  if (!isTold(error)) return { message: error.stack ?? error.message, exitCode: exitCodes.failed };
  return { message: error.message, exitCode: isUsage(error) ? exitCodes.usage : exitCodes.failed };
}

/** The errors at the boundaries have a code and say what is to be known in their message. */
function isTold(error: Error): error is Error & { readonly code: string } {
  return (
    error.name !== "Error" &&
    error.name.endsWith("Error") &&
    "code" in error &&
    typeof error.code === "string"
  );
}

/** Errors by what was given: a job, data, a model, a folder or a run that cannot be used. `undefined`: with every code. */
const usageCodes: Readonly<Record<string, ReadonlySet<string> | undefined>> = {
  JobError: undefined,
  DataError: undefined,
  FormatError: undefined,
  CheckpointError: new Set(["CHECKPOINT_NOT_FOUND", "CHECKPOINT_UNREADABLE", "CHECKPOINT_INVALID"]),
  // Of `not-ready`: a run that is over, is not paused, or whose data have changed.
  ClientError: new Set(["invalid", "not-found", "not-ready"]),
  CoordinatorError: new Set(["INVALID_REQUEST", "NOT_FOUND", "WRONG_STATE", "DATA_CHANGED", "LOCKED"]),
  RunStoreError: new Set([
    "FOLDER_LOCKED",
    "STORE_DAMAGED",
    "STORE_FOREIGN",
    "STORE_NEWER",
    "STORE_UNAVAILABLE",
  ]),
};

function isUsage({ name, code }: Error & { readonly code: string }): boolean {
  return Object.hasOwn(usageCodes, name) && (usageCodes[name]?.has(code) ?? true);
}
