/**
 * - `address-in-use`: another process listens there.
 * - `address-unavailable`: this machine cannot listen there (unknown host, not allowed).
 */
export type TelemetryErrorCode = "address-in-use" | "address-unavailable";

/** Telemetry cannot be served. */
export class TelemetryError extends Error {
  override readonly name = "TelemetryError";

  constructor(
    readonly code: TelemetryErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** `where` is what the user typed, as `--http 127.0.0.1:8080`. */
export function listenError(where: string, cause: NodeJS.ErrnoException): TelemetryError {
  if (cause.code === "EADDRINUSE") {
    return new TelemetryError("address-in-use", `${where}: the port is in use`, { cause });
  }
  return new TelemetryError("address-unavailable", `${where}: ${reasonOf(cause)}`, { cause });
}

function reasonOf(cause: NodeJS.ErrnoException): string {
  switch (cause.code) {
    case "EACCES":
      return "this user may not listen on the port";
    case "EADDRNOTAVAIL":
      return "the address is not one of this machine";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host name is not known";
    default:
      return cause.message;
  }
}
