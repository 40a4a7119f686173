import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Coordinator } from "@lockstep/coordinator";
import type { RunningWorker, WorkerEnd } from "@lockstep/worker";
import { afterAll, describe, expect, it, vi } from "vitest";
import { Exited, FakeIo } from "../testing/fake-io.js";
import { coordinatorCommand, type CoordinatorCommandOptions, type StartCoordinator } from "./coordinator.js";
import { doctorCommand, isSupported } from "./doctor.js";
import { workerCommand, type WorkerCommandOptions } from "./worker.js";

const folder = mkdtempSync(join(tmpdir(), "lockstep-commands-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The coordinator has told its parent. */
const listening = (io: FakeIo) => vi.waitFor(() => expect(io.told).toHaveLength(1));
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("coordinator", () => {
  const options: CoordinatorCommandOptions = {
    listen: { host: "127.0.0.1", port: 0 },
    http: { host: "127.0.0.1", port: 0 },
    dataDir: "data",
    dataRoot: ".",
    logLevel: "silent",
    stream: "main",
    recover: "all",
  };

  const loading = (start: StartCoordinator) => () => Promise.resolve(start);

  function bench() {
    const calls: string[] = [];
    let finish = (): void => undefined;
    const closed = new Promise<void>((resolve) => (finish = resolve));
    const end = (call: string) => {
      calls.push(call);
      finish();
      return Promise.resolve();
    };
    const coordinator: Coordinator = {
      grpcAddress: "127.0.0.1:1",
      httpAddress: "127.0.0.1:2",
      closed,
      drain: () => end("drain").then(() => []),
      suspend: () => end("suspend"),
      close: () => end("close"),
    };
    const io = new FakeIo();
    io.cwd = folder;
    return { io, calls, coordinator };
  }

  it("tells its parent where it listens, and leaves its runs to the next at a signal", async () => {
    const { io, calls, coordinator } = bench();
    const seen: unknown[] = [];
    const running = coordinatorCommand(
      options,
      io,
      loading((given) => {
        seen.push(given);
        return Promise.resolve(coordinator);
      }),
    );
    await listening(io);
    expect(seen).toMatchObject([
      { dataDir: join(folder, "data"), dataRoot: folder, stream: "main", recover: "all" },
    ]);
    expect(io.told).toEqual([{ type: "ready", grpc: "127.0.0.1:1", http: "127.0.0.1:2" }]);
    io.signal("SIGTERM");
    expect(await running).toBe(143);
    expect(calls).toEqual(["suspend"]);
  });

  it("ends now at the second signal", async () => {
    const { io, coordinator } = bench();
    const hanging = { ...coordinator, suspend: () => new Promise<void>(() => undefined) };
    void coordinatorCommand(
      options,
      io,
      loading(() => Promise.resolve(hanging)),
    );
    await listening(io);
    io.signal("SIGINT");
    io.nowMs += 200;
    expect(() => io.signal("SIGINT")).toThrow(new Exited(130));
  });

  it("takes up the run that it is told to", async () => {
    const { io, coordinator } = bench();
    const seen: unknown[] = [];
    void coordinatorCommand(
      { ...options, stream: "local-1", recover: "r-1" },
      io,
      loading((given) => {
        seen.push(given);
        return Promise.resolve(coordinator);
      }),
    );
    await listening(io);
    expect(seen).toMatchObject([{ stream: "local-1", recover: { runId: "r-1" } }]);
  });

  it("touches nothing before its parent says so, where it is to wait", async () => {
    const { io, coordinator } = bench();
    const dataDir = "later";
    const running = coordinatorCommand(
      { ...options, dataDir, beginWhenTold: true },
      io,
      loading(() => Promise.resolve(coordinator)),
    );
    await settled();
    expect(existsSync(join(folder, dataDir))).toBe(false);
    io.hear({ type: "begin" });
    await listening(io);
    expect(existsSync(join(folder, dataDir))).toBe(true);
    io.loseParent();
    expect(await running).toBe(0);
  });

  it("ends at a signal while it waits for its parent", async () => {
    const { io, coordinator } = bench();
    const running = coordinatorCommand(
      { ...options, beginWhenTold: true },
      io,
      loading(() => Promise.resolve(coordinator)),
    );
    await settled();
    io.signal("SIGTERM");
    await expect(running).rejects.toMatchObject({ exitCode: 143 });
  });

  it("closes when its parent is gone", async () => {
    const { io, calls, coordinator } = bench();
    const running = coordinatorCommand(
      options,
      io,
      loading(() => Promise.resolve(coordinator)),
    );
    await listening(io);
    io.loseParent();
    expect(await running).toBe(0);
    expect(calls).toEqual(["close"]);
  });

  it("wants a token where other machines can connect", async () => {
    const open = { host: "0.0.0.0", port: 0 };
    const start = loading(() => Promise.reject(new Error("must not start")));
    for (const given of [{ listen: open }, { http: open }]) {
      await expect(coordinatorCommand({ ...options, ...given }, new FakeIo(), start)).rejects.toMatchObject({
        exitCode: 2,
      });
    }
  });

  it("does not start without its folders", async () => {
    const start = loading(() => Promise.reject(new Error("must not start")));
    const { io } = bench();
    const noRoot = coordinatorCommand({ ...options, dataRoot: "nope" }, io, start);
    await expect(noRoot).rejects.toMatchObject({ exitCode: 2 });
    const noData = coordinatorCommand({ ...options, dataDir: "/proc/nope" }, io, start);
    await expect(noData).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("worker", () => {
  const options: WorkerCommandOptions = {
    coordinator: "127.0.0.1:1",
    backend: "auto",
    slots: 1,
    giveUpAfter: 3,
    creditMib: 2,
    logLevel: "silent",
  };

  function bench() {
    const calls: string[] = [];
    let end: (end: WorkerEnd) => void = () => undefined;
    const ended = new Promise<WorkerEnd>((resolve) => (end = resolve));
    const worker: RunningWorker = {
      ended,
      drain: (reason) => calls.push(`drain ${reason}`),
      setCredit: () => undefined,
      abort: () => {
        calls.push("abort");
        end({ outcome: "aborted", reason: "" });
      },
    };
    const io = new FakeIo();
    const running = workerCommand(options, io, () =>
      Promise.resolve((given) => {
        calls.push(`start ${given.giveUpAfterMs} ${given.creditBytes}`);
        return worker;
      }),
    );
    return { io, calls, running, end };
  }

  it("joins the coordinator that its parent names", async () => {
    const io = new FakeIo();
    const addresses: unknown[] = [];
    const running = workerCommand({ ...options, coordinatorOfParent: true }, io, () =>
      Promise.resolve(({ coordinator }) => {
        const ended = Promise.resolve(coordinator).then((address): WorkerEnd => {
          addresses.push(address);
          return { outcome: "drained", reason: "" };
        });
        return { ended, drain: () => undefined, setCredit: () => undefined, abort: () => undefined };
      }),
    );
    io.hear({ type: "coordinator", address: "127.0.0.1:9" });
    expect(await running).toBe(0);
    expect(addresses).toEqual(["127.0.0.1:9"]);
  });

  it.each([
    ["refused", "the fingerprint differs"],
    ["gave-up", "could not reach it"],
  ] as const)("fails where it is %s", async (outcome, reason) => {
    const { running, end, calls } = bench();
    end({ outcome, reason });
    await expect(running).rejects.toMatchObject({ exitCode: 1, message: reason });
    expect(calls).toEqual(["start 3000 2097152"]);
  });

  it("is done when the coordinator lets it go", async () => {
    const { running, end } = bench();
    end({ outcome: "drained", reason: "" });
    expect(await running).toBe(0);
  });

  it("drains at the first signal and aborts at the second", async () => {
    const { io, running, end, calls } = bench();
    await settled();
    io.signal("SIGINT");
    expect(calls).toEqual(["start 3000 2097152", "drain SIGINT"]);
    io.nowMs += 200;
    expect(() => io.signal("SIGINT")).toThrow(new Exited(130));
    expect(calls.at(-1)).toBe("abort");
    end({ outcome: "drained", reason: "" });
    expect(await running).toBe(130);
  });

  it("aborts when its parent is gone", async () => {
    const { io, running, calls } = bench();
    await settled();
    io.loseParent();
    expect(await running).toBe(1);
    expect(calls.at(-1)).toBe("abort");
  });

  it("says why it could not begin", async () => {
    const broken: RunningWorker = {
      ended: Promise.reject(new Error("no backend works here")),
      drain: () => undefined,
      setCredit: () => undefined,
      abort: () => undefined,
    };
    const running = workerCommand(options, new FakeIo(), () => Promise.resolve(() => broken));
    await expect(running).rejects.toMatchObject({ name: "CliError", message: "no backend works here" });
  });
});

describe("doctor", () => {
  const wasm = { name: "wasm", available: true, version: "4" };
  const tensorflow = { name: "tensorflow", available: false, reason: "missing" };

  it("is done where a backend computes", async () => {
    const io = new FakeIo();
    io.cwd = "/";
    expect(
      await doctorCommand({ dataDir: "/nowhere/below", json: true }, io, () =>
        Promise.resolve([tensorflow, wasm]),
      ),
    ).toBe(0);
    expect(JSON.parse(io.out)).toMatchObject({
      backends: [tensorflow, wasm],
      dataDir: { path: "/nowhere/below" },
    });
  });

  it("fails where none does", async () => {
    const io = new FakeIo();
    expect(await doctorCommand({ dataDir: "." }, io, () => Promise.resolve([tensorflow]))).toBe(1);
    expect(io.out).toContain("✗ tensorflow  missing");
  });

  it("knows which Node will do", () => {
    expect(["20.19.0", "20.20.1", "22.0.0", "24.1.0"].every(isSupported)).toBe(true);
    expect(["18.20.0", "20.18.9"].some(isSupported)).toBe(false);
  });
});
