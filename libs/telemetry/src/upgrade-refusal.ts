import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { securityHeaders } from "./http-answer.js";

export type RefusalStatus = 400 | 401 | 403 | 404 | 503;

/** Answers an upgrade request with an HTTP error (JSON) and ends the connection. */
export function refuseUpgrade(socket: Duplex, status: RefusalStatus, reason: string): void {
  const body = JSON.stringify({ error: reason });
  const headers = {
    ...securityHeaders,
    Connection: "close",
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  // The peer may already be gone; then there is nobody to tell.
  socket.on("error", () => socket.destroy());
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`, ...lines, "", body].join("\r\n"), () =>
    socket.destroy(),
  );
}
