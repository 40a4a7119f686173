import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createLogger } from "@lockstep/logging";
import { startWorker } from "@lockstep/worker";
import { afterEach, describe, expect, it } from "vitest";
import { ManualCoordinator } from "./testing/manual-coordinator.js";

function recorded() {
  const lines: string[] = [];
  const logger = createLogger({ name: "test", format: "json", write: (line) => lines.push(line) });
  return { logger, text: () => lines.join("") };
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function listen(port?: number): Promise<ManualCoordinator> {
  const coordinator = await ManualCoordinator.listen(port);
  ends.push(() => coordinator.end());
  return coordinator;
}

function start(port: number, options: object = {}) {
  const { logger, text } = recorded();
  const coordinator = `127.0.0.1:${port}`;
  const worker = startWorker({ ...common, coordinator, logger, giveUpAfterMs: Infinity, ...options });
  ends.push(async () => {
    worker.abort();
    await worker.ended;
  });
  return { worker, text };
}

const common = { backend: "wasm", slots: 1, workerId: "w" } as const;

describe("startWorker", () => {
  it("tries an unreachable coordinator again with back-off, says so, and gives up after the limit", async () => {
    const { logger, text } = recorded();
    const coordinator = `127.0.0.1:${await freePort()}`;
    const worker = startWorker({ ...common, coordinator, logger, giveUpAfterMs: 700 });
    const end = await worker.ended;
    expect(end.outcome).toBe("gave-up");
    expect(end.reason).toMatch(
      new RegExp(`could not reach the coordinator at ${coordinator} for .* s: .*ECONNREFUSED`),
    );
    expect(text()).toContain("attempt 2 in");
    expect(text()).toContain("giving up in");
  });

  it("ends at once when it is drained while it waits to try again", async () => {
    const { logger } = recorded();
    const worker = startWorker({
      ...common,
      coordinator: `127.0.0.1:${await freePort()}`,
      logger,
      giveUpAfterMs: 1e6,
    });
    worker.drain("test");
    expect((await worker.ended).outcome).toBe("drained");
  });

  it("joins once it is told where the coordinator is", async () => {
    const coordinator = await listen();
    let tell: (address: string) => void = () => undefined;
    start(0, { coordinator: new Promise<string>((resolve) => (tell = resolve)) });
    tell(`127.0.0.1:${coordinator.port}`);
    const session = await coordinator.session();
    session.welcome();
    expect(await session.message("hello")).toMatchObject({ workerId: "w" });
  });

  it.each(["drain", "abort"] as const)(
    "ends (%s) before it is told where the coordinator is",
    async (how) => {
      const { worker } = start(0, { coordinator: new Promise<string>(() => undefined) });
      worker[how]("test");
      expect((await worker.ended).outcome).toBe(how === "drain" ? "drained" : "aborted");
    },
  );

  it("ends at once when it is told to, connected to somebody who never answers", async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as { port: number };
    const { logger } = recorded();
    const worker = startWorker({ ...common, coordinator: `127.0.0.1:${port}`, logger, giveUpAfterMs: 1e6 });
    await once(silent, "connection");
    worker.abort();
    expect((await worker.ended).outcome).toBe("aborted");
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it("rejects where the backend cannot be opened", async () => {
    const { logger } = recorded();
    const worker = startWorker({
      ...common,
      backend: "nothing" as "wasm",
      coordinator: "127.0.0.1:1",
      logger,
      giveUpAfterMs: 1,
    });
    await expect(worker.ended).rejects.toThrow();
  });

  it("joins a coordinator that was started again, as the same process, and says so", async () => {
    const first = await listen();
    const { text } = start(first.port);
    const session = await first.session();
    session.welcome();
    const hello = await session.message("hello");
    first.end();
    const again = await (await listen(first.port)).session();
    again.welcome();
    expect(await again.message("hello")).toEqual(hello);
    await again.message("heartbeat");
    expect(text()).toContain("cannot reach the coordinator");
    expect(text()).toContain("attempt 2 in");
    expect(text()).not.toContain("giving up");
    expect(text()).toContain("again");
  });

  it("takes a coordinator that says nothing any more for lost, and joins anew", async () => {
    const coordinator = await listen();
    const { text } = start(coordinator.port, { silenceLimitMs: 200 });
    const silent = await coordinator.session();
    silent.welcome();
    // Its heartbeats are never answered.
    await silent.message("heartbeat");
    const next = await coordinator.session();
    expect(await next.message("hello")).toEqual(await silent.message("hello"));
    expect(text()).toContain("nothing was heard for");
  });

  it("does not take the time that it was stopped itself for silence", async () => {
    const coordinator = await listen();
    const { text } = start(coordinator.port, { silenceLimitMs: 1300 });
    const session = await coordinator.session();
    session.echoes = true;
    session.welcome();
    await session.message("heartbeat");
    // As a stopped process: nothing of it runs.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2600);
    await session.message("heartbeat", session.heard.length);
    await session.message("heartbeat", session.heard.length);
    expect(text()).not.toContain("nothing was heard");
    expect(text()).not.toContain("cannot reach");
  });

  it("says with its heartbeats what its process takes, and how long one was under way, once one came back", async () => {
    const coordinator = await listen();
    start(coordinator.port);
    const session = await coordinator.session();
    session.welcome();
    const first = await session.message("heartbeat");
    expect(first).not.toHaveProperty("roundTripMs");
    expect(first.memoryBytes).toBeGreaterThan(1e6);
    session.say({ type: "heartbeat", sequence: first.sequence });
    const isTimed = (): boolean =>
      session.heard.some((message) => message.type === "heartbeat" && message.roundTripMs !== undefined);
    while (!isTimed()) await session.message("heartbeat", session.heard.length);
    expect(session.heard.find((message) => "roundTripMs" in message)).toMatchObject({
      roundTripMs: expect.any(Number) as number,
    });
  });

  it("says its credit on joining, and when it changes", async () => {
    const coordinator = await listen();
    const { worker } = start(coordinator.port, { creditBytes: 1000 });
    const session = await coordinator.session();
    session.welcome();
    expect(await session.message("hello")).toMatchObject({ creditBytes: 1000 });
    worker.setCredit(1000);
    worker.setCredit(2000);
    expect(await session.message("credit")).toEqual({ type: "credit", bytes: 2000 });
    expect(session.heard.filter(({ type }) => type === "credit")).toHaveLength(1);
    expect(() => worker.setCredit(-1)).toThrow("creditBytes: expected a whole number of at least 0, got -1");
    coordinator.end();
    const rejoined = await (await listen(coordinator.port)).session();
    expect(await rejoined.message("hello")).toMatchObject({ creditBytes: 2000 });
  });

  it("takes 256 MiB where nothing else is said", async () => {
    const coordinator = await listen();
    start(coordinator.port);
    const session = await coordinator.session();
    expect(await session.message("hello")).toMatchObject({ creditBytes: 2 ** 28 });
  });

  it("says whose token it lacks, and how one is given", async () => {
    const coordinator = await ManualCoordinator.listen(0, "right");
    ends.push(() => coordinator.end());
    const { worker } = start(coordinator.port, { token: "wrong" });
    expect(await worker.ended).toEqual({
      outcome: "refused",
      reason: `the coordinator at 127.0.0.1:${coordinator.port} refused this worker: token: missing or wrong; give its token with --token-file FILE (or LOCKSTEP_TOKEN)`,
    });
  });

  it.each([
    [
      { type: "refusal", code: "DUPLICATE_WORKER", reason: "hello.worker_id: twice" } as const,
      (at: string) =>
        `another process joined the coordinator at ${at} as worker w, so this one ends; each worker needs a --worker-id of its own`,
    ],
    [
      { type: "refusal", code: "FINGERPRINT", reason: "other bits" } as const,
      (at: string) => `the coordinator at ${at} refused this worker: other bits`,
    ],
  ])("tells in words why it is sent away: %j", async (refusal, text) => {
    const coordinator = await listen();
    const { worker } = start(coordinator.port);
    const session = await coordinator.session();
    session.welcome();
    session.say(refusal);
    expect(await worker.ended).toEqual({
      outcome: "refused",
      reason: text(`127.0.0.1:${coordinator.port}`),
    });
  });

  it.each([
    [{ type: "run-end", runId: "r" } as const, "welcome: expected as the first message, got run-end"],
    [
      { type: "welcome", protocolVersion: 2, heartbeatIntervalMs: 100, maxFrameBytes: 1 } as const,
      "welcome.protocol_version: expected 4, got 2",
    ],
  ])("wants nothing more of a coordinator that begins with %j", async (message, text) => {
    const coordinator = await listen();
    const { worker } = start(coordinator.port);
    const session = await coordinator.session();
    session.say(message);
    expect(await worker.ended).toEqual({
      outcome: "refused",
      reason: `the coordinator broke the protocol: ${text}`,
    });
  });
});
