import type { EventLog } from "./event-log.js";
import { failure, json, text, type Answer } from "./http-answer.js";
import { eventsPath, streamParameters } from "./metric-stream.js";
import { QueryParameters } from "./query-parameters.js";
import type { Route } from "./route.js";

const welcome = `Lockstep coordinator

/v1/snapshot             runs and workers as they are now (JSON)
/v1/events               every event from now on (WebSocket; ?after=N sends those after number N first;
                         ?steps=newest leaves out steps that are followed at once by the next)
/v1/runs                 runs, those of before too, the newest first (JSON; ?state= ?kind= ?limit=)
/v1/runs/<id>            one run with its newest epochs (JSON)
/v1/runs/<id>/events     its events in pages (JSON; ?after=N ?limit=N; go on with after = "through" of the page)
                         (?order=newest ?types= ?before=N ?limit=N: all but steps, the newest first)
/v1/runs/<id>/series     values of its steps: extremes of buckets (JSON; ?from= ?to= ?points= ?names=["loss"])
/v1/runs/<id>/epochs     its epochs (JSON; ?before= ?limit=)
/v1/runs/<id>/gradient-flow   norms of gradients over time steps, where its job has them sampled (JSON; ?points=)
/v1/runs/<id>/job        its job, with all defaults filled in (JSON)
/v1/runs/<id>/timeline   who computed what, and when, in its newest rounds (JSON; ?rounds=)
/v1/runs/<id>/weights    how its newest saved parameters are distributed (JSON)
/v1/runs/<id>/<action>   POST: pause, resume, stop, checkpoint (JSON: {} or {"reason": "..."})
/v1/cluster              workers with their load, speed and leases (JSON)
/v1/workers/<id>/drain   POST: lets a worker finish what it holds and go (JSON: {})
/v1/session              whether the token that is shown, or none, lets one read and control (JSON)
/healthz                 "ok" while this process answers
`;

/** What is of the moment. */
export function liveRoutes(log: EventLog): Route[] {
  return [
    plain("/", () => text(welcome)),
    plain("/healthz", () => text("ok")),
    plain("/v1/snapshot", () => json(log.snapshot)),
    {
      method: "GET",
      path: eventsPath,
      answer: ({ query }) => {
        new QueryParameters(query, streamParameters);
        const headers = { Upgrade: "websocket", Connection: "Upgrade" };
        return { ...failure(426, "this address speaks WebSocket"), headers };
      },
    },
  ];
}

/** It takes no parameters. */
function plain(path: string, answer: () => Answer): Route {
  return {
    method: "GET",
    path,
    answer: ({ query }) => {
      new QueryParameters(query, []);
      return answer();
    },
  };
}
