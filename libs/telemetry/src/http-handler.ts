import type { IncomingMessage, RequestListener } from "node:http";
import { tokenRefusal } from "./access-token.js";
import type { EventLog } from "./event-log.js";
import { historyPage, type Page } from "./history-answers.js";
import { failure, json, send, text, type Answer } from "./http-answer.js";
import { eventsPath } from "./metric-stream.js";
import { QueryError, QueryParameters } from "./query-parameters.js";
import { refusal, type HostPolicy } from "./request-policy.js";

export interface HttpHandlerOptions {
  readonly log: EventLog;
  readonly hosts: HostPolicy;
  /** What a request must show, `/healthz` aside; nothing where undefined. */
  readonly token?: string | undefined;
}

const welcome = `Lockstep coordinator

/v1/snapshot           runs and workers as they are now (JSON)
/v1/events             every event from now on (WebSocket; ?after=N sends those after number N first)
/v1/runs               runs, those of before too, the newest first (JSON; ?state= ?kind= ?limit=)
/v1/runs/<id>          one run with its newest epochs (JSON)
/v1/runs/<id>/events   its events in pages (JSON; ?after=N ?limit=N; go on with after = "through" of the page)
/healthz               "ok" while this process answers
`;

/** Answers GET and HEAD of what `/` names. */
export function createHttpHandler(options: HttpHandlerOptions): RequestListener {
  return (request, response) => {
    void answer(request, options).then((ready) => send(request, response, ready));
  };
}

/** Never rejects. */
async function answer(request: IncomingMessage, { log, hosts, token }: HttpHandlerOptions): Promise<Answer> {
  const foreign = refusal(request.headers, hosts);
  if (foreign !== undefined) return failure(403, foreign);
  const [path = "/", query] = (request.url ?? "/").split("?", 2);
  // Probes of an orchestrator have no token, and learn nothing.
  const reason = path === "/healthz" ? undefined : tokenRefusal(request, token);
  if (reason !== undefined) return { ...failure(401, reason), headers: { "WWW-Authenticate": "Bearer" } };
  const page = livePage(path, log) ?? historyPage(path, log);
  if (page === undefined) return failure(404, "there is nothing at this address; see /");
  if (request.method !== "GET" && request.method !== "HEAD") {
    const got = request.method ?? "none";
    return { ...failure(405, `expected GET, got ${got}`), headers: { Allow: "GET, HEAD" } };
  }
  try {
    return await page(query);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    return failure(error instanceof QueryError ? 400 : 503, told);
  }
}

function livePage(path: string, log: EventLog): Page | undefined {
  const page = pageAt(path, log);
  if (page === undefined) return undefined;
  return (query) => {
    // It takes none, but those of the WebSocket of the same address.
    new QueryParameters(query, path === eventsPath ? ["after"] : []);
    return page();
  };
}

function pageAt(path: string, log: EventLog): (() => Answer) | undefined {
  switch (path) {
    case "/":
      return () => text(welcome);
    case "/healthz":
      return () => text("ok");
    case "/v1/snapshot":
      return () => json(log.snapshot);
    case eventsPath:
      return () => ({
        ...failure(426, "this address speaks WebSocket"),
        headers: { Upgrade: "websocket", Connection: "Upgrade" },
      });
    default:
      return undefined;
  }
}
