import { connect } from "node:net";
import { request, type IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { EventLog } from "./event-log.js";
import { AnswerError } from "./http-answer.js";
import type { RunSource } from "./run-source.js";
import { serveTelemetry, type TelemetryServer } from "./serve-telemetry.js";
import type { ClusterView, TimelinePage, WeightsPage } from "./views/index.js";

let server: TelemetryServer;
afterEach(() => server.close());

/** Runs that note what they are asked for. */
class NotedRuns implements RunSource {
  readonly asked: unknown[] = [];

  job(runId: string): Promise<unknown> {
    if (runId !== "r") throw new AnswerError(404, `run: there is no run ${runId}`);
    return Promise.resolve({ name: "<img src=x onerror=alert(1)>" });
  }

  cluster(): ClusterView {
    return { time: 7, workers: [], coordinator: { cpu: 0.5 } };
  }

  timeline(runId: string, rounds: number): Promise<TimelinePage> {
    this.asked.push([runId, rounds]);
    return Promise.resolve({ runId, rounds: [] });
  }

  weights(runId: string): Promise<WeightsPage> {
    return Promise.resolve({ runId, step: 3, parameters: [] });
  }

  act(runId: string, action: string, { reason }: { reason?: string }): Promise<unknown> {
    this.asked.push([runId, action, reason]);
    if (action === "resume")
      throw new AnswerError(409, "run: r is running; only a paused run can be resumed");
    return Promise.resolve(action === "checkpoint" ? { step: 3 } : undefined);
  }

  drain(workerId: string): unknown {
    this.asked.push([workerId, "drain"]);
    return undefined;
  }
}

async function serve(tokens: { token?: string; controlToken?: string } = {}): Promise<NotedRuns> {
  const runs = new NotedRuns();
  const log = new EventLog({ now: () => 0 });
  server = await serveTelemetry({ host: "127.0.0.1", port: 0, log, runs, ...tokens });
  return runs;
}

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function ask(path: string, { method = "POST", headers = {}, body = "{}" }: Sent = {}) {
  const all = { "Content-Type": "application/json", ...headers };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`http://${server.address}${path}`, { method, headers: all }, resolve)
      .on("error", reject)
      .end(method === "POST" ? body : undefined);
  });
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(text) as unknown };
}

describe("controls by HTTP", () => {
  it("steer runs and workers, by names that may have any characters", async () => {
    const runs = await serve();
    const body = JSON.stringify({ reason: "lunch" });
    expect(await ask("/v1/runs/r/pause", { body })).toMatchObject({ status: 200, body: {} });
    expect(await ask("/v1/runs/r/checkpoint")).toMatchObject({ status: 200, body: { step: 3 } });
    expect(await ask(`/v1/workers/${encodeURIComponent("a/b c")}/drain`)).toMatchObject({ status: 200 });
    expect(runs.asked).toEqual([
      ["r", "pause", "lunch"],
      ["r", "checkpoint", undefined],
      ["a/b c", "drain"],
    ]);
  });

  it("say why something cannot be done", async () => {
    await serve();
    expect(await ask("/v1/runs/r/resume")).toMatchObject({
      status: 409,
      body: { error: "run: r is running; only a paused run can be resumed" },
    });
  });

  it.each([
    [415, "Content-Type: expected application/json, got text/plain", { "Content-Type": "text/plain" }, "{}"],
    [400, 'body: expected JSON, got "{"', {}, "{"],
    [400, "body: expected an object in JSON", {}, "[]"],
    [400, "reason: expected a text of 1 to 500 characters", {}, '{"reason":1}'],
    [400, "force: there is no such field; expected reason or none", {}, '{"force":true}'],
    [413, "body: expected at most 16384 bytes", {}, `{"reason":"${"x".repeat(20_000)}"}`],
  ] as const)("refuse what is no request of ours: %d %s", async (status, error, headers, body) => {
    const runs = await serve();
    expect(await ask("/v1/runs/r/stop", { headers, body })).toMatchObject({ status, body: { error } });
    expect(runs.asked).toEqual([]);
  });

  it("are for pages of the coordinator alone", async () => {
    const runs = await serve();
    const foreign = await ask("/v1/runs/r/stop", { headers: { Origin: "http://evil.example" } });
    expect(foreign.status).toBe(403);
    const rebound = await ask("/v1/runs/r/stop", { headers: { Host: "evil.example" } });
    expect(rebound.status).toBe(403);
    const own = await ask("/v1/runs/r/stop", { headers: { Origin: `http://${server.address}` } });
    expect(own.status).toBe(200);
    expect(runs.asked).toHaveLength(1);
  });

  it("want the token where there is one, reading does not have to", async () => {
    const runs = await serve({ controlToken: "secret" });
    expect(await ask("/v1/runs/r/stop")).toMatchObject({ status: 401 });
    expect(await ask("/v1/runs/r/stop", { headers: { Authorization: "Bearer wrong" } })).toMatchObject({
      status: 401,
    });
    expect(runs.asked).toEqual([]);
    expect(await ask("/v1/runs/r/job", { method: "GET" })).toMatchObject({ status: 200 });
    const shown = { Authorization: "Bearer secret" };
    expect(await ask("/v1/runs/r/stop", { headers: shown })).toMatchObject({ status: 200 });
  });

  it("say which methods there are", async () => {
    await serve();
    const { status, headers } = await ask("/v1/runs/r/stop", { method: "GET" });
    expect([status, headers.allow]).toEqual([405, "POST"]);
    expect(await ask("/v1/snapshot")).toMatchObject({
      status: 405,
      body: { error: "expected GET, got POST" },
    });
  });

  it("end a connection whose body was refused, so that its rest is no request", async () => {
    await serve();
    const [host, port] = server.address.split(":");
    const socket = connect(Number(port), host);
    const body = `{"reason":"${"x".repeat(200_000)}"}`;
    const head = `POST /v1/runs/r/stop HTTP/1.1\r\nHost: ${server.address}\r\nContent-Type: text/plain\r\n`;
    socket.on("error", () => undefined);
    socket.write(`${head}Content-Length: ${body.length + 10}\r\n\r\n${body}`);
    let heard = "";
    for await (const piece of socket as AsyncIterable<Buffer>) heard += piece.toString();
    expect(heard).toMatch(/^HTTP\/1.1 415 /);
    expect(heard.match(/HTTP\/1.1/g)).toHaveLength(1);
  });
});

describe("what is told of a run", () => {
  it("has its job, whose texts stay texts", async () => {
    await serve();
    const { headers, body } = await ask("/v1/runs/r/job", { method: "GET" });
    expect(body).toEqual({ name: "<img src=x onerror=alert(1)>" });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-content-type-options": "nosniff",
    });
    expect(await ask("/v1/runs/q/job", { method: "GET" })).toMatchObject({ status: 404 });
  });
});

it("tells how weights are distributed", async () => {
  await serve();
  const page = { runId: "r", step: 3, parameters: [] };
  expect(await ask("/v1/runs/r/weights", { method: "GET" })).toMatchObject({ status: 200, body: page });
});

it("tells how the cluster is, and who computed what of a run's newest rounds", async () => {
  const runs = await serve();
  const get = (path: string) => ask(path, { method: "GET" });
  expect((await get("/v1/cluster")).body).toEqual({ time: 7, workers: [], coordinator: { cpu: 0.5 } });
  expect((await get("/v1/runs/r/timeline?rounds=5")).body).toEqual({ runId: "r", rounds: [] });
  expect(runs.asked).toEqual([["r", 5]]);
  expect(await get("/v1/runs/r/timeline?rounds=65")).toMatchObject({ status: 400 });
});

describe("/v1/session", () => {
  it("says what the token that is shown allows", async () => {
    await serve({ token: "secret", controlToken: "secret" });
    const session = (headers = {}) => ask("/v1/session", { method: "GET", headers });
    expect((await session()).body).toEqual({ mayRead: false, mayControl: false });
    expect((await session({ Authorization: "Bearer secret" })).body).toEqual({
      mayRead: true,
      mayControl: true,
    });
    expect(await ask("/v1/snapshot", { method: "GET" })).toMatchObject({ status: 401 });
  });
});
