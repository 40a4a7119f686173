export type ProtocolErrorCode =
  | "MALFORMED" // not a message of this protocol
  | "INVALID_FIELD" // a field outside its range
  | "TOO_LARGE" // larger than the receiver allows
  | "BROKEN_TRANSFER"; // tensor frames out of order, incomplete or unknown

/** A message that breaks the protocol; the text names the field, what was expected and what came. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";

  constructor(
    readonly code: ProtocolErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function invalidField(field: string, expected: string, got: unknown): ProtocolError {
  return new ProtocolError("INVALID_FIELD", `${field}: expected ${expected}, got ${show(got)}`);
}

function show(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
