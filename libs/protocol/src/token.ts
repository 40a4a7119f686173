import { createHash, timingSafeEqual } from "node:crypto";
import { Metadata } from "@grpc/grpc-js";

const scheme = "Bearer ";

/** Call metadata that carries the token, or none. */
export function tokenMetadata(token: string | undefined): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("authorization", `${scheme}${token}`);
  return metadata;
}

/** Whether the call carries the expected token; true where none is expected. Takes the same time for any wrong one. */
export function carriesToken(metadata: Metadata, expected: string | undefined): boolean {
  if (expected === undefined) return true;
  const [value] = metadata.get("authorization");
  if (typeof value !== "string" || !value.startsWith(scheme)) return false;
  return timingSafeEqual(fingerprint(value.slice(scheme.length)), fingerprint(expected));
}

/** Equal lengths for timingSafeEqual. */
function fingerprint(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
