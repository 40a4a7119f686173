import { describe, expect, it } from "vitest";
import { FakeIo } from "../testing/fake-io.js";
import type { ChildOptions, SpawnChild } from "./cluster-child.js";
import { startLocalSession } from "./local-session.js";

describe("startLocalSession", () => {
  it("gives its children addresses on loopback, a token of their own, and absolute paths", async () => {
    const spawned: ChildOptions[] = [];
    const spawn: SpawnChild = (options) => {
      spawned.push(options);
      return {
        name: options.name,
        ended: Promise.resolve({ code: 0, signal: null, message: "" }),
        tell(message) {
          if (message.type === "begin")
            options.onMessage({ type: "ready", grpc: "127.0.0.1:9", http: "127.0.0.1:8" });
        },
        release: () => undefined,
        kill: () => undefined,
      };
    };
    const io = new FakeIo();
    io.env.LOCKSTEP_TOKEN_FILE = "/secret";
    io.env.NODE_EXTRA_CA_CERTS = "/certificates";
    const settings = {
      workers: 1,
      slots: 3,
      backend: "wasm",
      dataDir: "data",
      http: { host: "127.0.0.1", port: 0 },
    };
    const note = () => undefined;
    const prepare = () => Promise.resolve();
    const starting = startLocalSession(
      { settings, io, note, onKillable: () => undefined, prepare, resume: "run-7" },
      (options) => ({
        ...spawn(options),
        ended: new Promise(() => undefined),
      }),
    );
    const { session, http } = await starting;
    session.client.close();
    expect(http).toBe("127.0.0.1:8");
    expect(session.client.address).toBe("127.0.0.1:9");
    expect(spawned[0]!.command.slice(1).join(" ")).toMatch(
      /^coordinator --begin-when-told --listen 127.0.0.1:0 --http 127.0.0.1:0 --data-dir \/project\/data --data-root \/ --log-format json --log-level info --stream local-[\da-f-]{36} --recover run-7$/,
    );
    expect(spawned[1]!.command.slice(1).join(" ")).toBe(
      "worker --coordinator-of-parent --worker-id worker-1 --backend wasm --slots 3 --log-format json --log-level info",
    );
    expect(spawned[0]!.env.LOCKSTEP_TOKEN).toMatch(/^[\w-]{43}$/);
    expect(spawned[1]!.env.LOCKSTEP_TOKEN).toBe(spawned[0]!.env.LOCKSTEP_TOKEN);
    for (const name of ["LOCKSTEP_TOKEN_FILE", "NODE_EXTRA_CA_CERTS"])
      expect(spawned.map(({ env }) => env[name])).toEqual([undefined, undefined]);
  });
});
