import { credentials, makeClientConstructor, type Client } from "@grpc/grpc-js";
import { service as standardHealth } from "grpc-health-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestCoordinator } from "./testing/test-coordinator.js";

interface HealthClient extends Client {
  check(request: object, answered: (error: Error | null, response?: object) => void): void;
  list(request: object, answered: (error: Error | null, response?: object) => void): void;
  watch(request: object): AsyncIterable<object>;
}

let test: TestCoordinator;
let client: HealthClient;
beforeEach(async () => {
  test = await TestCoordinator.start({ token: "secret" });
  // The service as gRPC's own package defines it.
  const Health = makeClientConstructor(standardHealth, "Health");
  client = new Health(test.coordinator.grpcAddress, credentials.createInsecure()) as unknown as HealthClient;
});
afterEach(async () => {
  client.close();
  await test.close();
});

function ask(method: "check" | "list", request: object): Promise<object | undefined> {
  return new Promise((resolve, reject) => {
    client[method](request, (error, response) => (error ? reject(error) : resolve(response)));
  });
}

describe("the health service", () => {
  it.each(["", "lockstep.v1.Cluster", "lockstep.v1.Control"])("says that %j serves", async (service) => {
    expect(await ask("check", { service })).toEqual({ status: "SERVING" });
  });

  it("knows no other service", async () => {
    await expect(ask("check", { service: "lockstep.v2" })).rejects.toMatchObject({
      code: 5,
      details: expect.stringContaining("service: expected one of") as string,
    });
  });

  it("lists what it serves", async () => {
    const serving = { status: "SERVING" };
    expect(await ask("list", {})).toEqual({
      statuses: { "": serving, "lockstep.v1.Cluster": serving, "lockstep.v1.Control": serving },
    });
  });

  it("tells those who watch when it ends", async () => {
    const seen: object[] = [];
    for await (const { status } of client.watch({ service: "" }) as AsyncIterable<{ status: object }>) {
      seen.push(status);
      if (seen.length === 1) void test.coordinator.close();
    }
    expect(seen).toEqual(["SERVING", "NOT_SERVING"]);
  });

  it("tells those who watch what it does not know", async () => {
    for await (const answer of client.watch({ service: "lockstep.v2" })) {
      expect(answer).toEqual({ status: "SERVICE_UNKNOWN" });
      break;
    }
  });
});
