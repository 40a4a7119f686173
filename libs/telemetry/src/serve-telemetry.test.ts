import { request, type IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { EventLog } from "./event-log.js";
import { serveTelemetry, type TelemetryServer } from "./serve-telemetry.js";
import { epoch, finished, progress, submitted } from "./testing/sample-events.js";
import { MemoryStore } from "./testing/memory-store.js";
import { TelemetryError } from "./telemetry-error.js";

const servers: TelemetryServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serve(port = 0): Promise<{ address: string; log: EventLog }> {
  const log = new EventLog({ now: () => 0 });
  const server = await serveTelemetry({ host: "127.0.0.1", port, log });
  servers.push(server);
  return { address: server.address, log };
}

async function ask(address: string, path: string, options: { method?: string; headers?: object } = {}) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`http://${address}${path}`, options as object, resolve)
      .on("error", reject)
      .end();
  });
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode, headers: response.headers, body };
}

describe("serveTelemetry", () => {
  it("gives the snapshot as JSON that nobody may keep", async () => {
    const { address, log } = await serve();
    log.append("r", { type: "waiting", for: "workers" });
    const { status, headers, body } = await ask(address, "/v1/snapshot");
    expect(status).toBe(200);
    expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
    expect(JSON.parse(body)).toEqual({ sequence: 1, runs: [], workers: [] });
  });

  it.each(["/", "/healthz", "/v1/snapshot", "/v1/runs/r"])(
    "refuses a parameter that is unknown: %s",
    async (path) => {
      const { address } = await serve();
      const { status, body } = await ask(address, `${path}?x=1`);
      expect({ status, body: JSON.parse(body) as unknown }).toEqual({
        status: 400,
        body: { error: "x: there is no such parameter; expected none" },
      });
    },
  );

  it("says to whom asks for the stream without WebSocket what is wrong first", async () => {
    const { address } = await serve();
    expect((await ask(address, "/v1/events?x=1")).status).toBe(400);
    expect((await ask(address, "/v1/events?after=1&token=t")).status).toBe(426);
  });

  it("says that it is alive", async () => {
    const { address } = await serve();
    expect(await ask(address, "/healthz")).toMatchObject({ status: 200, body: "ok" });
  });

  it("names its addresses at /", async () => {
    const { address } = await serve();
    const { body } = await ask(address, "/");
    for (const path of ["/v1/snapshot", "/v1/events", "/healthz"]) expect(body).toContain(path);
  });

  it("answers HEAD without a body", async () => {
    const { address } = await serve();
    expect(await ask(address, "/healthz", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  it("sends security headers with everything", async () => {
    const { address } = await serve();
    for (const path of ["/", "/nowhere", "/v1/snapshot"]) {
      expect((await ask(address, path)).headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      });
    }
  });

  it.each([
    ["/nowhere", "GET", 404],
    ["/nowhere", "POST", 404],
    ["/v1/snapshot", "POST", 405],
    ["/v1/events", "GET", 426],
  ])("%s by %s is %i, in JSON", async (path, method, status) => {
    const { address } = await serve();
    const answer = await ask(address, path, { method });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toHaveProperty("error");
  });

  it("refuses foreign hosts and origins", async () => {
    const { address } = await serve();
    const foreignHost = await ask(address, "/v1/snapshot", { headers: { Host: "evil.example" } });
    expect(foreignHost.status).toBe(403);
    expect(foreignHost.body).toContain("Host: ");
    const foreignOrigin = await ask(address, "/v1/snapshot", { headers: { Origin: "http://evil.example" } });
    expect(foreignOrigin.status).toBe(403);
    expect(foreignOrigin.body).toContain("Origin: ");
  });

  describe("history", () => {
    async function serveRuns() {
      const store = new MemoryStore();
      const earlier = await EventLog.restore({ now: () => 1, store });
      earlier.append("a/1", [submitted, progress, epoch(1), finished("failed")]);
      await earlier.flushed();
      const log = await EventLog.restore({ now: () => 2, store });
      log.append("b", [submitted, epoch(1), epoch(2)]);
      await log.flushed();
      const server = await serveTelemetry({ host: "127.0.0.1", port: 0, log });
      servers.push(server);
      const get = async (path: string) => {
        const { status, body } = await ask(server.address, path);
        return { status, body: JSON.parse(body) as unknown };
      };
      return { get, store };
    }

    it("lists runs, those of before too, the newest first", async () => {
      const { get } = await serveRuns();
      expect(await get("/v1/runs")).toMatchObject({
        status: 200,
        body: {
          runs: [
            { runId: "b", history: [] },
            { runId: "a/1", state: "failed" },
          ],
        },
      });
      expect(await get("/v1/runs?limit=1")).toMatchObject({ body: { runs: [{ runId: "b" }] } });
      expect(await get("/v1/runs?state=failed")).toMatchObject({ body: { runs: [{ runId: "a/1" }] } });
      expect(await get("/v1/runs?kind=predict")).toMatchObject({ body: { runs: [] } });
    });

    it("gives one run with its epochs", async () => {
      const { get } = await serveRuns();
      expect(await get("/v1/runs/a%2F1")).toMatchObject({
        body: { state: "failed", history: [{ epoch: 1 }] },
      });
      expect(await get("/v1/runs/c")).toEqual({ status: 404, body: { error: 'run: there is no run "c"' } });
      expect(await get("/v1/runs/%E0")).toMatchObject({ status: 404 });
    });

    it("gives a run's events in pages", async () => {
      const { get } = await serveRuns();
      const types = ["run-submitted", "epoch"].map((type) => ({ type, runId: "a/1" }));
      expect(await get("/v1/runs/a%2F1/events?limit=2")).toMatchObject({
        body: { events: types, through: 3 },
      });
      expect(await get("/v1/runs/a%2F1/events?after=3")).toMatchObject({
        body: { events: [{ type: "run-finished", sequence: 4 }], through: 7 },
      });
      expect(await get("/v1/runs/b/events?after=5&limit=1")).toMatchObject({
        body: { events: [{ type: "epoch", epoch: 1 }], through: 6 },
      });
      expect(await get("/v1/runs/c/events")).toMatchObject({ status: 404 });
    });

    it.each([
      ["/v1/runs?limit=0", 'limit: expected a whole number from 1 to 1000, got "0"'],
      ["/v1/runs?limit=1001", 'limit: expected a whole number from 1 to 1000, got "1001"'],
      ["/v1/runs?state=lost", "state: expected one of queued, waiting, running, "],
      ["/v1/runs?kind=x%00", 'kind: expected one of train, evaluate, predict, got "x?"'],
      ["/v1/runs?run=1", "run: there is no such parameter; expected limit, state, kind"],
      ["/v1/runs/b?after=1", "after: there is no such parameter"],
      ["/v1/runs/b/events?after=1e3", "after: expected a whole number from 0 to 9007199254740991"],
      ["/v1/runs/b/events?limit=1&limit=2", "limit: expected once, got it again"],
    ])("refuses %s", async (path, error) => {
      const { get } = await serveRuns();
      expect(await get(path)).toMatchObject({
        status: 400,
        body: { error: expect.stringContaining(error) as string },
      });
    });

    it("says why the history cannot be read", async () => {
      const { get, store } = await serveRuns();
      store.runs = () => Promise.reject(new Error("/d/lockstep.db: damaged"));
      expect(await get("/v1/runs")).toEqual({ status: 503, body: { error: "/d/lockstep.db: damaged" } });
    });

    it("has what is in memory where nothing is stored", async () => {
      const log = new EventLog({ now: () => 0, capacity: 2 });
      const server = await serveTelemetry({ host: "127.0.0.1", port: 0, log, token: "t" });
      servers.push(server);
      log.append("r", [submitted, epoch(1), epoch(2)]);
      const path = "/v1/runs/r/events?token=t";
      expect(JSON.parse((await ask(server.address, `${path}&after=1`)).body)).toMatchObject({ through: 3 });
      const gone = await ask(server.address, path);
      expect([gone.status, JSON.parse(gone.body)]).toEqual([
        410,
        { error: "after: the events after number 0 are no longer kept, only those from 2" },
      ]);
      expect((await ask(server.address, "/v1/runs")).status).toBe(401);
    });
  });

  it("names the address whose port is in use", async () => {
    const { address } = await serve();
    const port = Number(address.split(":")[1]);
    const error = await serve(port).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TelemetryError);
    expect(error).toMatchObject({
      code: "address-in-use",
      message: `--http 127.0.0.1:${port}: the port is in use`,
      cause: { code: "EADDRINUSE" },
    });
  });

  it("says when the address is not of this machine", async () => {
    const log = new EventLog({ now: () => 0 });
    await expect(serveTelemetry({ host: "192.0.2.1", port: 0, log })).rejects.toMatchObject({
      code: "address-unavailable",
      message: "--http 192.0.2.1:0: the address is not one of this machine",
    });
  });
});
