import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Why a request may not read, or undefined where it may. The token is in the header `Authorization: Bearer ...`, or,
 * as browsers cannot set that for a WebSocket, in the query as `token`. Takes the same time for any wrong one.
 */
export function tokenRefusal(request: IncomingMessage, expected: string | undefined): string | undefined {
  if (expected === undefined) return undefined;
  const shown = bearer(request.headers.authorization) ?? queryToken(request.url);
  if (shown !== undefined && timingSafeEqual(digest(shown), digest(expected))) return undefined;
  return "token: missing or wrong; expected it as `Authorization: Bearer ...` or as ?token=...";
}

function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
}

function queryToken(url: string | undefined): string | undefined {
  return new URLSearchParams(url?.split("?", 2)[1]).get("token") ?? undefined;
}

/** Equal lengths for timingSafeEqual. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
