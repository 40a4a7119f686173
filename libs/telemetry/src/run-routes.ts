import { json } from "./http-answer.js";
import { QueryParameters } from "./query-parameters.js";
import type { Route } from "./route.js";
import type { RunSource } from "./run-source.js";

/** What is known of runs beyond their events. */
export function runRoutes(runs: RunSource): Route[] {
  return [
    ofRun("job", (runId) => runs.job(runId)),
    ofRun("weights", (runId) => runs.weights(runId)),
    timelineRoute(runs),
    {
      method: "GET",
      path: "/v1/cluster",
      answer: ({ query }) => {
        new QueryParameters(query, []);
        return json(runs.cluster());
      },
    },
  ];
}

function timelineRoute(runs: RunSource): Route {
  return {
    method: "GET",
    path: "/v1/runs/:run/timeline",
    answer: async ({ names: [runId = ""], query }) => {
      const rounds = new QueryParameters(query, ["rounds"]).whole("rounds", 1, 64, 16);
      return json(await runs.timeline(runId, rounds));
    },
  };
}

/** It takes no parameters. */
function ofRun(name: string, answer: (runId: string) => Promise<unknown>): Route {
  return {
    method: "GET",
    path: `/v1/runs/:run/${name}`,
    answer: async ({ names: [runId = ""], query }) => {
      new QueryParameters(query, []);
      return json(await answer(runId));
    },
  };
}
