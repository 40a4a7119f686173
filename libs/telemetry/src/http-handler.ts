import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { tokenRefusal } from "./access-token.js";
import type { EventLog } from "./event-log.js";
import { refusal, type HostPolicy } from "./request-policy.js";

export interface HttpHandlerOptions {
  readonly log: EventLog;
  readonly hosts: HostPolicy;
  /** What a request must show, `/healthz` aside; nothing where undefined. */
  readonly token?: string | undefined;
}

/** Nothing here is a page: no script, frame or style is ever needed. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

const welcome = `Lockstep coordinator

/v1/snapshot   runs and workers as they are now (JSON)
/v1/events     every event from now on (WebSocket; ?after=N sends those after number N first)
/healthz       "ok" while this process answers
`;

interface Answer {
  readonly status: number;
  readonly type: "application/json" | "text/plain; charset=utf-8";
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers GET and HEAD of `/v1/snapshot`, `/healthz` and `/`. */
export function createHttpHandler({ log, hosts, token }: HttpHandlerOptions): RequestListener {
  return (request, response) => {
    const reason = refusal(request.headers, hosts);
    send(request, response, reason === undefined ? answer(request, log, token) : failure(403, reason));
  };
}

function answer(request: IncomingMessage, log: EventLog, token: string | undefined): Answer {
  const path = (request.url ?? "/").split("?", 1)[0];
  // Probes of an orchestrator have no token, and learn nothing.
  const reason = path === "/healthz" ? undefined : tokenRefusal(request, token);
  if (reason !== undefined) return { ...failure(401, reason), headers: { "WWW-Authenticate": "Bearer" } };
  const page = pageAt(path, log);
  if (page === undefined) return failure(404, "there is nothing at this address; see /");
  if (request.method === "GET" || request.method === "HEAD") return page;
  return {
    ...failure(405, `expected GET, got ${request.method ?? "none"}`),
    headers: { Allow: "GET, HEAD" },
  };
}

function pageAt(path: string | undefined, log: EventLog): Answer | undefined {
  switch (path) {
    case "/":
      return text(welcome);
    case "/healthz":
      return text("ok");
    case "/v1/snapshot":
      return { status: 200, type: "application/json", body: JSON.stringify(log.snapshot) };
    case "/v1/events":
      return {
        ...failure(426, "this address speaks WebSocket"),
        headers: { Upgrade: "websocket", Connection: "Upgrade" },
      };
    default:
      return undefined;
  }
}

function text(body: string): Answer {
  return { status: 200, type: "text/plain; charset=utf-8", body };
}

function failure(status: number, error: string): Answer {
  return { status, type: "application/json", body: JSON.stringify({ error }) };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, type, body, headers }: Answer,
): void {
  response.writeHead(status, {
    ...securityHeaders,
    "Cache-Control": "no-store",
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(body),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}
