import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { EventLog } from "./event-log.js";
import { serveTelemetry } from "./serve-telemetry.js";

async function serve() {
  const log = new EventLog({ now: () => 0 });
  return serveTelemetry({ host: "127.0.0.1", port: 0, log, token: "secret" });
}

async function handshake(url: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(url, { headers });
  const outcome = await Promise.race([
    once(socket, "open").then(() => 101),
    once(socket, "unexpected-response").then(
      ([, response]) => (response as { statusCode: number }).statusCode,
    ),
  ]);
  socket.on("error", () => undefined);
  socket.terminate();
  return outcome;
}

describe("a token", () => {
  it("is wanted of all but probes, in the header or in the query", async () => {
    const server = await serve();
    const http = `http://${server.address}`;
    const status = async (path: string, authorization?: string): Promise<number> =>
      (await fetch(`${http}${path}`, authorization === undefined ? {} : { headers: { authorization } }))
        .status;
    expect(await status("/v1/snapshot")).toBe(401);
    expect(await status("/v1/snapshot", "Bearer wrong")).toBe(401);
    expect(await status("/v1/snapshot?token=wrong")).toBe(401);
    expect(await status("/v1/snapshot", "Bearer secret")).toBe(200);
    expect(await status("/v1/snapshot?token=secret")).toBe(200);
    expect(await status("/healthz")).toBe(200);
    await server.close();
  });

  it("is wanted of WebSockets too", async () => {
    const server = await serve();
    const events = `ws://${server.address}/v1/events`;
    expect(await handshake(events)).toBe(401);
    expect(await handshake(`${events}?token=secret`)).toBe(101);
    expect(await handshake(events, { authorization: "Bearer secret" })).toBe(101);
    await server.close();
  });
});
