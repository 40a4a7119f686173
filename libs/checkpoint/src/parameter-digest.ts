import { createHash } from "node:crypto";
import type { ByteTurns } from "./byte-turns.js";
import { bytesOf } from "./bytes-of.js";

/** SHA-256 of a flat parameter buffer's bytes (little-endian float32), in hexadecimal: equal digests, equal bits. */
export function parameterDigest(parameters: Float32Array): string {
  return createHash("sha256").update(bytesOf(parameters)).digest("hex");
}

/** A {@link parameterDigest} that is taken piece by piece. */
export interface IncrementalDigest {
  /** Takes the next values in. */
  add(values: Float32Array): void;
  /** In hexadecimal. To be asked once. */
  finish(): string;
}

/** Begins a digest: equal to {@link parameterDigest} of all values that are added, in their order. */
export function incrementalParameterDigest(): IncrementalDigest {
  const hash = createHash("sha256");
  return {
    add: (values) => void hash.update(bytesOf(values)),
    finish: () => hash.digest("hex"),
  };
}

/** The {@link parameterDigest}; the event loop goes on meanwhile. */
export async function digestInTurns(parameters: Float32Array, turns: ByteTurns): Promise<string> {
  const hash = createHash("sha256");
  const bytes = bytesOf(parameters);
  await turns.over(bytes.byteLength, (begin, end) => hash.update(bytes.subarray(begin, end)));
  return hash.digest("hex");
}
