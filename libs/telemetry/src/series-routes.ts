import type { EventLog } from "./event-log.js";
import type { EventOf, EventStore } from "./event-store.js";
import { AnswerError, json, type Answer } from "./http-answer.js";
import { knownRun } from "./history-routes.js";
import { QueryParameters } from "./query-parameters.js";
import type { Route } from "./route.js";
import type { EpochRow, EpochsPage, GradientFlowOfLayer, GradientFlowPage } from "./views/index.js";

/** Numbers of a run over its steps and epochs, from the store. */
export function seriesRoutes(log: EventLog): Route[] {
  const ofRun = (name: string, answer: (store: EventStore, asked: AskedOfRun) => Promise<Answer>): Route => ({
    method: "GET",
    path: `/v1/runs/:run/${name}`,
    answer: async ({ names: [runId = ""], query }) => {
      await knownRun(runId, log);
      const { stored } = log.history;
      if (!stored) throw new AnswerError(404, "nothing is stored here");
      return answer(stored, { runId, query });
    },
  });
  return [ofRun("series", series), ofRun("epochs", epochs), ofRun("gradient-flow", gradientFlow)];
}

interface AskedOfRun {
  readonly runId: string;
  readonly query: string | undefined;
}

/** Buckets that a page may have: more than a wide screen has pixels. */
const maxPoints = 10_000;

async function series(store: EventStore, { runId, query }: AskedOfRun): Promise<Answer> {
  const parameters = new QueryParameters(query, ["from", "to", "points", "names"]);
  const names = parameters.texts("names");
  const body = await store.series({
    runId,
    from: parameters.whole("from", 1, Number.MAX_SAFE_INTEGER, 1),
    to: parameters.whole("to", 1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    points: parameters.whole("points", 1, maxPoints, 1000),
    ...(names ? { names } : {}),
  });
  return { status: 200, type: "application/json", body };
}

async function epochs(store: EventStore, { runId, query }: AskedOfRun): Promise<Answer> {
  const parameters = new QueryParameters(query, ["before", "limit"]);
  const before = parameters.whole("before", 1, Number.MAX_SAFE_INTEGER, undefined);
  const rows = await store.epochs(runId, parameters.whole("limit", 1, maxPoints, 1000), before);
  return json({ epochs: rows.map(rowOf) } satisfies EpochsPage);
}

function rowOf({ epoch, steps, time, durationMs, measures }: EventOf<"epoch">): EpochRow {
  // Every epoch has as many.
  return { epoch, step: epoch * steps, time, durationMs, measures };
}

async function gradientFlow(store: EventStore, { runId, query }: AskedOfRun): Promise<Answer> {
  const points = new QueryParameters(query, ["points"]).whole("points", 2, 1000, 200);
  const { total, events } = await store.spread(runId, "gradient-flow", points);
  return json({
    runId,
    steps: events.map(({ step }) => step),
    total,
    layers: (events[0]?.layers ?? []).map(({ layer }) => flowOf(layer, events)),
  } satisfies GradientFlowPage);
}

/** All that was sampled of one layer. */
function flowOf(layer: string, events: readonly EventOf<"gradient-flow">[]): GradientFlowOfLayer {
  const samples = events.map(({ layers }) => layers.find((one) => one.layer === layer));
  return {
    layer,
    timeSteps: Math.max(0, ...samples.map((sample) => sample?.timeSteps ?? 0)),
    norms: samples.map((sample) => sample?.norms ?? []),
    parameterNorms: samples.map((sample) => sample?.parameterNorm ?? 0),
    gradientNorms: samples.map((sample) => sample?.gradientNorm ?? 0),
    updateNorms: samples.map((sample) => sample?.updateNorm ?? 0),
  };
}
