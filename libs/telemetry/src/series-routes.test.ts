import { afterEach, expect, it } from "vitest";
import { EventLog } from "./event-log.js";
import type { RunEventBody } from "./events.js";
import { serveTelemetry, type TelemetryServer } from "./serve-telemetry.js";
import { MemoryStore } from "./testing/memory-store.js";
import { epoch, finished, progress, submitted } from "./testing/sample-events.js";

let server: TelemetryServer;
afterEach(() => server.close());

function flow(step: number): RunEventBody {
  const simpleRnn = { layer: "simple_rnn", timeSteps: 2, norms: [step / 10, step] };
  const norms = { parameterNorm: 2, gradientNorm: 0.5, updateNorm: 0.01 };
  return { type: "gradient-flow", round: step - 1, step, layers: [{ ...simpleRnn, ...norms }] };
}

async function serveRun(): Promise<(path: string) => Promise<{ status: number; body: unknown }>> {
  const log = await EventLog.restore({ now: () => 7, store: new MemoryStore() });
  log.append("r", [submitted, flow(1), epoch(1), progress, flow(5), epoch(2), finished()]);
  await log.flushed();
  server = await serveTelemetry({ host: "127.0.0.1", port: 0, log });
  return async (path) => {
    const response = await fetch(`http://${server.address}/v1/runs/${path}`);
    return { status: response.status, body: await response.json() };
  };
}

it("gives the window of series that is asked for", async () => {
  const get = await serveRun();
  expect((await get("r/series")).body).toEqual({
    runId: "r",
    from: 1,
    to: Number.MAX_SAFE_INTEGER,
    points: 1000,
  });
  const names = encodeURIComponent(JSON.stringify(["loss", "a,b"]));
  expect((await get(`r/series?from=2&to=9&points=5&names=${names}`)).body).toEqual({
    ...{ runId: "r", from: 2, to: 9, points: 5 },
    names: ["loss", "a,b"],
  });
});

it("gives epochs with the steps that were taken at their ends", async () => {
  const get = await serveRun();
  const second = { epoch: 2, step: 8, time: 7, durationMs: 3, measures: { loss: 0.5 } };
  expect((await get("r/epochs?limit=1")).body).toEqual({ epochs: [second] });
  expect((await get("r/epochs?before=2")).body).toMatchObject({ epochs: [{ epoch: 1, step: 4 }] });
});

it("gives the gradient flow of the steps that were sampled", async () => {
  const get = await serveRun();
  expect((await get("r/gradient-flow")).body).toEqual({
    runId: "r",
    steps: [1, 5],
    total: 2,
    layers: [
      {
        layer: "simple_rnn",
        timeSteps: 2,
        norms: [
          [0.1, 1],
          [0.5, 5],
        ],
        parameterNorms: [2, 2],
        gradientNorms: [0.5, 0.5],
        updateNorms: [0.01, 0.01],
      },
    ],
  });
});

it("gives events but steps, the newest first", async () => {
  const get = await serveRun();
  const numbers = async (query: string): Promise<number[]> => {
    const { events } = (await get(`r/events?order=newest${query}`)).body as {
      events: { sequence: number }[];
    };
    return events.map(({ sequence }) => sequence);
  };
  expect(await numbers("")).toEqual([7, 6, 5, 3, 2, 1]);
  expect(await numbers("&types=epoch,run-finished")).toEqual([7, 6, 3]);
  expect(await numbers("&before=6&limit=2")).toEqual([5, 3]);
});

it.each([
  ["q/series", 404, 'run: there is no run "q"'],
  ["r/series?points=0", 400, 'points: expected a whole number from 1 to 10000, got "0"'],
  ["r/series?names=loss", 400, 'names: expected an array of texts in JSON, got "loss"'],
  ["r/series?step=1", 400, "step: there is no such parameter; expected from, to, points, names"],
  ["r/gradient-flow?points=1", 400, 'points: expected a whole number from 2 to 1000, got "1"'],
  ["r/events?order=oldest", 400, 'order: expected one of newest, got "oldest"'],
])("says what is wrong with %s", async (path, status, error) => {
  const get = await serveRun();
  expect(await get(path)).toEqual({ status, body: { error } });
});

it("tells which types there are where one is none of them", async () => {
  const get = await serveRun();
  const { status, body } = await get("r/events?order=newest&types=epoch,step");
  expect(status).toBe(400);
  expect((body as { error: string }).error).toMatch(
    /^types: expected some of run-submitted, .*, got "step"$/,
  );
});
