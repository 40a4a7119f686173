import { json } from "./http-answer.js";
import { QueryParameters } from "./query-parameters.js";
import { jsonBody, reasonOf } from "./request-body.js";
import type { Route } from "./route.js";
import type { RunSource } from "./run-source.js";
import type { RunAction } from "./views/control.js";

const actions: readonly RunAction[] = ["pause", "resume", "stop", "checkpoint"];

/** What steers runs and workers, by POST. It is answered when it is taken in; that it is done is told by events. */
export function controlRoutes(runs: RunSource): Route[] {
  return [...actions.map((action) => actionRoute(runs, action)), drainRoute(runs)];
}

function actionRoute(runs: RunSource, action: RunAction): Route {
  return {
    method: "POST",
    path: `/v1/runs/:run/${action}`,
    answer: async ({ names: [runId = ""], query, request }) => {
      new QueryParameters(query, []);
      const reason = reasonOf(await jsonBody(request));
      const gone = new AbortController();
      request.socket.once("close", () => gone.abort());
      const asked = { ...(reason === undefined ? {} : { reason }), signal: gone.signal };
      return json((await runs.act(runId, action, asked)) ?? {});
    },
  };
}

function drainRoute(runs: RunSource): Route {
  return {
    method: "POST",
    path: "/v1/workers/:worker/drain",
    answer: async ({ names: [workerId = ""], query, request }) => {
      new QueryParameters(query, []);
      reasonOf(await jsonBody(request));
      return json((await runs.drain(workerId)) ?? {});
    },
  };
}
