import { BackendError, type BackendErrorCode } from "@lockstep/backend";
import { ObjectiveError } from "@lockstep/objective";

const codes: readonly string[] = [
  "unsupported-model",
  "wrong-length",
  "wrong-value",
  "not-ready",
] satisfies readonly BackendErrorCode[];

/** Calls into the addon; what the core refuses becomes a BackendError, or the ObjectiveError that the objective throws. */
export function callAddon<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The error of the addon as a BackendError or ObjectiveError, or as it is where the core did not refuse. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const { code, message } = error;
  // The number that came is spelled here, as everywhere.
  const text = message + ("value" in error ? String(error.value) : "");
  if (code === "wrong-target") return new ObjectiveError(code, text, { cause: error });
  if (typeof code !== "string" || !codes.includes(code)) return error;
  return new BackendError(code as BackendErrorCode, text, { cause: error });
}
