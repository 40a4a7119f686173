import { createHash } from "node:crypto";

/** SHA-256 of a flat parameter buffer's bytes (little-endian float32), in hexadecimal: equal digests, equal bits. */
export function parameterDigest(parameters: Float32Array): string {
  const bytes = new Uint8Array(parameters.buffer, parameters.byteOffset, parameters.byteLength);
  return createHash("sha256").update(bytes).digest("hex");
}
