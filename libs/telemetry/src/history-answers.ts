import type { EventLog } from "./event-log.js";
import type { RunKindName, RunSnapshot } from "./events.js";
import { failure, json, type Answer } from "./http-answer.js";
import { QueryParameters } from "./query-parameters.js";

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

/** The page of a request's query. @throws QueryError; what the store says where it cannot be read */
export type Page = (query: string | undefined) => Answer | Promise<Answer>;

/** What is at `/v1/runs`, `/v1/runs/<id>` and `/v1/runs/<id>/events`; undefined where the path is none of them. */
export function historyPage(path: string, log: EventLog): Page | undefined {
  if (path === "/v1/runs") return (query) => listRuns(query, log);
  const [, encoded, events] = /^\/v1\/runs\/([^/]{1,600})(\/events)?$/.exec(path) ?? [];
  const runId = encoded === undefined ? undefined : decoded(encoded);
  if (runId === undefined) return undefined;
  return (query) => (events ? eventsOf(runId, query, log) : oneRun(runId, query, log));
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
  const run = await log.history.run(runId);
  return run ? json(run) : unknownRun(runId);
}

async function eventsOf(runId: string, query: string | undefined, log: EventLog): Promise<Answer> {
  const parameters = new QueryParameters(query, ["after", "limit"]);
  const after = parameters.whole("after", 0, Number.MAX_SAFE_INTEGER, 0);
  const limit = parameters.whole("limit", 1, maxPageRows, maxPageRows);
  if (!(await log.history.run(runId))) return unknownRun(runId);
  const page = await log.history.runPage(runId, after, limit);
  if (page !== "too-old") return json(page);
  return failure(
    410,
    `after: the events after number ${after} are no longer kept, only those from ${log.oldest}`,
  );
}

function unknownRun(runId: string): Answer {
  return failure(404, `run: there is no run ${JSON.stringify(runId.slice(0, 100))}`);
}

function decoded(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Not the name of anything.
    return undefined;
  }
}
