import type { IncomingMessage, RequestListener } from "node:http";
import { tokenRefusal } from "./access-token.js";
import { controlRoutes } from "./control-routes.js";
import type { EventLog } from "./event-log.js";
import { historyRoutes } from "./history-routes.js";
import { AnswerError, failure, send, type Answer } from "./http-answer.js";
import { liveRoutes } from "./live-routes.js";
import type { PageFiles } from "./page-files.js";
import { QueryError } from "./query-parameters.js";
import { refusal, type HostPolicy } from "./request-policy.js";
import { namesAt, type Route } from "./route.js";
import { runRoutes } from "./run-routes.js";
import type { RunSource } from "./run-source.js";
import { seriesRoutes } from "./series-routes.js";
import { sessionPath, sessionRoute, type Tokens } from "./session-route.js";

export interface HttpHandlerOptions {
  readonly log: EventLog;
  readonly hosts: HostPolicy;
  readonly tokens: Tokens;
  /** Who has the runs; absent: there is nobody to ask. */
  readonly runs?: RunSource | undefined;
  /** The dashboard; absent: there is none. */
  readonly page?: PageFiles | undefined;
}

/** Answers what `/` names. */
export function createHttpHandler(options: HttpHandlerOptions): RequestListener {
  const { log, runs, tokens } = options;
  const routes = [
    ...liveRoutes(log),
    sessionRoute(tokens),
    ...historyRoutes(log),
    ...seriesRoutes(log),
    ...(runs ? [...runRoutes(runs), ...controlRoutes(runs)] : []),
  ];
  return (request, response) => {
    void answer(request, options, routes).then((ready) => {
      // What was not read of a body that is refused would be taken for the next request.
      if (!request.complete) response.setHeader("Connection", "close");
      send(request, response, ready);
    });
  };
}

/** Never rejects. */
async function answer(
  request: IncomingMessage,
  { hosts, tokens, page }: HttpHandlerOptions,
  routes: readonly Route[],
): Promise<Answer> {
  const foreign = refusal(request.headers, hosts);
  if (foreign !== undefined) return failure(403, foreign);
  const [path = "/", query] = (request.url ?? "/").split("?", 2);
  const method = request.method === "HEAD" ? "GET" : (request.method ?? "none");
  const file = method === "GET" ? page?.answer(path, pageRequest(request)) : undefined;
  if (file) return file;
  const reason = tokenRefusal(request, tokenFor(path, method, tokens));
  if (reason !== undefined) return { ...failure(401, reason), headers: { "WWW-Authenticate": "Bearer" } };
  const here = routes.filter((route) => namesAt(route, path) !== undefined);
  if (here.length === 0) return failure(404, "there is nothing at this address; see /");
  const route = here.find((one) => one.method === method);
  if (!route) return wrongMethod(here, method);
  try {
    return await route.answer({ names: namesAt(route, path) ?? [], query, request });
  } catch (error) {
    return failureOf(error);
  }
}

function pageRequest({ headers }: IncomingMessage): { accept?: string; ifNoneMatch?: string } {
  const { accept, "if-none-match": ifNoneMatch } = headers;
  return {
    ...(accept === undefined ? {} : { accept }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
  };
}

/** Probes of an orchestrator have no token, and learn nothing; whoever asks whether a token is right may have none. */
function tokenFor(path: string, method: string, { reading, control }: Tokens): string | undefined {
  if (path === "/healthz" || path === sessionPath) return undefined;
  return method === "GET" ? reading : control;
}

function wrongMethod(routes: readonly Route[], got: string): Answer {
  const expected = [...new Set(routes.map(({ method }) => method))];
  const allowed = expected.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  return {
    ...failure(405, `expected ${expected.join(" or ")}, got ${got}`),
    headers: { Allow: allowed.join(", ") },
  };
}

function failureOf(error: unknown): Answer {
  if (error instanceof AnswerError) return failure(error.status, error.message);
  const told = error instanceof Error ? error.message : String(error);
  return failure(error instanceof QueryError ? 400 : 503, told);
}
