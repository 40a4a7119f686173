import type { EventLog } from "./event-log.js";
import type { RunKindName, RunSnapshot } from "./events.js";
import { AnswerError, json, type Answer } from "./http-answer.js";
import { QueryParameters } from "./query-parameters.js";
import { eventTypes } from "./snapshot-reducer.js";
import type { Route } from "./route.js";

/** Runs or events that one answer may have: a few hundred KiB. */
export const maxPageRows = 1000;

const states: readonly RunSnapshot["state"][] = [
  "queued",
  "waiting",
  "running",
  "paused",
  "completed",
  "stopped",
  "failed",
];
const kinds: readonly RunKindName[] = ["train", "evaluate", "predict"];

/** What was told of runs, those of before too. */
export function historyRoutes(log: EventLog): Route[] {
  const ofRun = (
    path: string,
    answer: (runId: string, query: string | undefined) => Promise<Answer>,
  ): Route => ({
    method: "GET",
    path,
    answer: ({ names: [runId = ""], query }) => answer(runId, query),
  });
  return [
    { method: "GET", path: "/v1/runs", answer: ({ query }) => listRuns(query, log) },
    ofRun("/v1/runs/:run", (runId, query) => oneRun(runId, query, log)),
    ofRun("/v1/runs/:run/events", (runId, query) => eventsOf(runId, query, log)),
  ];
}

async function listRuns(query: string | undefined, log: EventLog): Promise<Answer> {
  const parameters = new QueryParameters(query, ["limit", "state", "kind"]);
  const limit = parameters.whole("limit", 1, maxPageRows, 100);
  const state = parameters.oneOf("state", states);
  const kind = parameters.oneOf("kind", kinds);
  const filter = { ...(state ? { states: [state] } : {}), ...(kind ? { kind } : {}) };
  return json({ runs: await log.history.runs(filter, limit) });
}

async function oneRun(runId: string, query: string | undefined, log: EventLog): Promise<Answer> {
  new QueryParameters(query, []);
  return json(await knownRun(runId, log));
}

async function eventsOf(runId: string, query: string | undefined, log: EventLog): Promise<Answer> {
  if (new URLSearchParams(query).has("order")) return notableEvents(runId, query, log);
  const parameters = new QueryParameters(query, ["after", "limit"]);
  const after = parameters.whole("after", 0, Number.MAX_SAFE_INTEGER, 0);
  const limit = parameters.whole("limit", 1, maxPageRows, maxPageRows);
  await knownRun(runId, log);
  const page = await log.history.runPage(runId, after, limit);
  if (page !== "too-old") return json(page);
  throw new AnswerError(
    410,
    `after: the events after number ${after} are no longer kept, only those from ${log.oldest}`,
  );
}

/** Steps are left out: there may be millions. */
async function notableEvents(runId: string, query: string | undefined, log: EventLog): Promise<Answer> {
  const parameters = new QueryParameters(query, ["order", "types", "before", "limit"]);
  parameters.oneOf("order", ["newest"]);
  const types = parameters.listOf("types", notableTypes);
  const before = parameters.whole("before", 1, Number.MAX_SAFE_INTEGER, undefined);
  const limit = parameters.whole("limit", 1, maxPageRows, 100);
  await knownRun(runId, log);
  const filter = { limit, ...(types ? { types } : {}), ...(before === undefined ? {} : { before }) };
  return json({ events: await log.history.notable(runId, filter) });
}

const notableTypes = eventTypes.filter((type) => type !== "step" && type !== "evaluation-progress");

export async function knownRun(runId: string, log: EventLog): Promise<RunSnapshot> {
  const run = await log.history.run(runId);
  if (run) return run;
  throw new AnswerError(404, `run: there is no run ${JSON.stringify(runId.slice(0, 100))}`);
}
