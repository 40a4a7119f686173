import { json } from "./http-answer.js";
import { QueryParameters } from "./query-parameters.js";
import type { Route } from "./route.js";
import type { RunSource } from "./run-source.js";

/** What is known of runs beyond their events. */
export function runRoutes(runs: RunSource): Route[] {
  return [ofRun("job", (runId) => runs.job(runId)), ofRun("weights", (runId) => runs.weights(runId))];
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
