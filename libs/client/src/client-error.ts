import { status, type ServiceError } from "@grpc/grpc-js";
import { connectionReason } from "@lockstep/protocol";

/**
 * - `unreachable`: nobody answers at the address, or the connection broke.
 * - `deadline`: the coordinator did not answer in time.
 * - `unauthenticated`: it wants another token.
 * - `not-found`: it knows no such run or model.
 * - `invalid`: it refuses what it was sent.
 * - `not-ready`: it cannot do this now.
 * - `too-large`: a message is larger than allowed.
 * - `cancelled`: the caller's signal.
 * - `protocol`: it sent what cannot be understood.
 * - `unsupported`: it is older than the question.
 * - `failed`: anything else.
 */
export type ClientErrorCode =
  | "unreachable"
  | "deadline"
  | "unauthenticated"
  | "not-found"
  | "invalid"
  | "not-ready"
  | "too-large"
  | "cancelled"
  | "protocol"
  | "unsupported"
  | "failed";

/** A call to the coordinator failed. */
export class ClientError extends Error {
  override readonly name = "ClientError";

  constructor(
    readonly code: ClientErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

const codes: Partial<Record<status, ClientErrorCode>> = {
  [status.UNAVAILABLE]: "unreachable",
  [status.DEADLINE_EXCEEDED]: "deadline",
  [status.UNAUTHENTICATED]: "unauthenticated",
  [status.PERMISSION_DENIED]: "unauthenticated",
  [status.NOT_FOUND]: "not-found",
  [status.INVALID_ARGUMENT]: "invalid",
  [status.FAILED_PRECONDITION]: "not-ready",
  [status.RESOURCE_EXHAUSTED]: "too-large",
  [status.CANCELLED]: "cancelled",
  [status.UNIMPLEMENTED]: "unsupported",
};

/** Whatever a call threw, as a ClientError that names the coordinator where that is at fault. */
export function clientError(address: string, cause: unknown): ClientError {
  if (cause instanceof ClientError) return cause;
  if (!isServiceError(cause))
    return new ClientError("protocol", `coordinator ${address}: ${String(cause)}`, { cause });
  const code = codes[cause.code] ?? "failed";
  return new ClientError(code, describe(code, address, cause.details), { cause });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && typeof error.details === "string";
}

function describe(code: ClientErrorCode, address: string, details: string): string {
  switch (code) {
    case "unreachable":
      return `coordinator ${address} cannot be reached: ${connectionReason(details)}`;
    case "deadline":
      return `coordinator ${address} did not answer in time`;
    case "unauthenticated":
      return `coordinator ${address} refused the token: ${details.replace(/^token: /, "")}`;
    case "not-found":
    case "invalid":
    case "not-ready":
      return details;
    default:
      return `coordinator ${address}: ${connectionReason(details)}`;
  }
}
