import { request, type IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { EventLog } from "./event-log.js";
import { serveTelemetry, type TelemetryServer } from "./serve-telemetry.js";
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
    const { status, headers, body } = await ask(address, "/v1/snapshot?x=1");
    expect(status).toBe(200);
    expect(headers).toMatchObject({ "content-type": "application/json", "cache-control": "no-store" });
    expect(JSON.parse(body)).toEqual({ sequence: 1, runs: [], workers: [] });
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
