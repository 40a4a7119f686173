import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { createLogger } from "@lockstep/logging";
import { startWorker } from "@lockstep/worker";
import { describe, expect, it } from "vitest";

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
});
