import { createHash } from "node:crypto";
import type { ByteTurns } from "./byte-turns.js";
import { noDigest } from "./checkpoint-metadata.js";

/** Before the content digest: the header's length, and the header's first characters. */
const prefix = '{"__metadata__":{"contentDigest":"';
const begin = 8 + prefix.length;
const end = begin + noDigest.length;

/** Writes the digest into the head of a file, in its place. */
export function placeDigest(bytes: Uint8Array, digest: string): void {
  bytes.set(new TextEncoder().encode(digest), begin);
}

/** SHA-256 of a whole file, as if nothing stood in the digest's place. */
export async function contentDigest(bytes: Uint8Array, turns: ByteTurns): Promise<string> {
  const hash = createHash("sha256").update(bytes.subarray(0, begin)).update(noDigest);
  const rest = bytes.subarray(end);
  await turns.over(rest.byteLength, (from, to) => void hash.update(rest.subarray(from, to)));
  return hash.digest("hex");
}
