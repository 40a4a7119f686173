import { BackendError, type BackendErrorCode } from "@lockstep/backend";

const codes: readonly string[] = [
  "unsupported-model",
  "wrong-length",
  "wrong-value",
  "not-ready",
] satisfies readonly BackendErrorCode[];

/** Calls into the addon; what the core refuses becomes a BackendError. */
export function callAddon<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** The error of the addon as a BackendError, or as it is where the core did not refuse. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const { code, message } = error;
  if (typeof code !== "string" || !codes.includes(code)) return error;
  // The number that came is spelled here, as everywhere.
  const came = "value" in error ? String(error.value) : "";
  return new BackendError(code as BackendErrorCode, message + came, { cause: error });
}
